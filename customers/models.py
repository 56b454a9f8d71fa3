"""People and premises: who is supplied where, by which meter, and how to reach them.

``str()`` of each is masked: it ends up in logs, page titles and the back office's history.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from command_center.ground.network.models import ConnectivityNode, SupplyNode
from command_center.ground.organisation.models import AreaKind, OrgUnit, ServiceGrid
from customers.messages.models import ContactPreference, Message, MessageTemplate, Promise, Reply
from customers.phones import mask_address, mask_name, mask_phone
from customers.verification.models import PhoneCode

__all__ = [
    "Contact", "ContactPreference", "Customer", "CustomerKind", "Flag", "Message", "MessageTemplate", "PhoneCode",
    "Promise", "Reply", "ServicePoint",
]  # fmt: skip


class CustomerKind(models.TextChoices):
    RESIDENT = "RESIDENT", _("Resident")
    LV_BUSINESS = "LV_BUSINESS", _("Low-voltage business")
    MV_BUSINESS = "MV_BUSINESS", _("Medium-voltage business")


class Flag(models.TextChoices):
    """What makes an outage worse for this customer."""

    IMPORTANT = "IMPORTANT", _("Important customer")
    LIFE_SUPPORT = "LIFE_SUPPORT", _("Life support at home")
    TIME_CRITICAL = "TIME_CRITICAL", _("Time-critical use")


class Customer(models.Model):
    """An account. ``number`` is the 户号 on the bill."""

    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=CustomerKind, default=CustomerKind.RESIDENT)
    flags = ArrayField(models.CharField(max_length=20, choices=Flag), default=list, blank=True)
    org_path = models.CharField(max_length=120)
    updated_at = models.DateTimeField(auto_now=True, db_default=Now())

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=CustomerKind.values), name="customer_kind_is_known")
        ]
        indexes = [
            GinIndex(OpClass("name", "gin_trgm_ops"), name="customer_name_trigrams"),
            # Two characters, a whole Chinese name, hold no trigram.
            models.Index(OpClass("name", "varchar_pattern_ops"), name="customer_name_prefix"),
            models.Index(OpClass("number", "varchar_pattern_ops"), name="customer_number_prefix"),
            models.Index(OpClass("org_path", "varchar_pattern_ops"), name="customer_path_prefix"),
            models.Index(fields=["updated_at"], name="customer_updated"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {mask_name(self.name)}"


class Contact(models.Model):
    """A phone of a customer, E.164. One customer has several, one phone may serve several customers."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [models.UniqueConstraint(fields=["customer", "phone"], name="one_contact_per_customer_and_phone")]
        indexes = [models.Index(OpClass("phone", "varchar_pattern_ops"), name="contact_phone_prefix")]

    def __str__(self) -> str:
        return f"{mask_name(self.name)} {mask_phone(self.phone)}"


class ServicePoint(models.Model):
    """A metered connection of a customer (CIM ``UsagePoint``), fed by a transformer.

    ``node`` is where it hangs in the electrical graph, when known that far down; ``phases`` are those it uses.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="service_points")
    meter_number = models.CharField(max_length=30, unique=True)
    address = models.CharField(max_length=200)
    latitude = models.FloatField()
    longitude = models.FloatField()
    transformer = models.ForeignKey(SupplyNode, on_delete=models.PROTECT, related_name="service_points")
    node = models.ForeignKey(
        ConnectivityNode, null=True, blank=True, on_delete=models.PROTECT, related_name="service_points"
    )
    phases = models.CharField(max_length=8, blank=True, default="", db_default="")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    grid = models.ForeignKey(ServiceGrid, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    area_kind = models.CharField(max_length=10, choices=AreaKind)
    org_path = models.CharField(max_length=120)
    updated_at = models.DateTimeField(auto_now=True, db_default=Now())

    class Meta:
        verbose_name = _("service point")
        verbose_name_plural = _("service points")
        constraints = [
            models.CheckConstraint(condition=models.Q(area_kind__in=AreaKind.values), name="area_kind_is_known")
        ]
        indexes = [
            GinIndex(OpClass("address", "gin_trgm_ops"), name="service_point_address_trigrams"),
            models.Index(OpClass("org_path", "varchar_pattern_ops"), name="service_point_path_prefix"),
            models.Index(fields=["updated_at"], name="service_point_updated"),
        ]

    def __str__(self) -> str:
        return f"{self.meter_number} {mask_address(self.address)}"
