"""The case behind a connection order: what is asked for, what was granted, who is responsible, what was saved."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.network.models import SupplyNode
from workorders.models.orders import WorkOrder


class Scheme(models.TextChoices):
    """三零/三省: zero visit, approval and investment for residents and small firms; effort, time and money saved for MV."""

    ZERO = "ZERO", _("Three zeros")
    SAVE = "SAVE", _("Three savings")


class ConnectionCase(models.Model):
    """One to one with the order, whose place, applicant (``reporter_…``) and sub-type say where, who and what kind of supply."""

    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, primary_key=True, related_name="connection_case")
    asked_kw = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    approved_kw = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    scheme = models.CharField(max_length=10, choices=Scheme, blank=True)
    cost_saved = models.PositiveIntegerField(null=True, blank=True, help_text=_("Yuan that the applicant did not pay"))
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    headroom_kw = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    headroom_node = models.ForeignKey(SupplyNode, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    headroom_at = models.DateTimeField(null=True, blank=True)
    energised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("connection case")
        verbose_name_plural = _("connection cases")
        constraints = [
            models.CheckConstraint(condition=Q(asked_kw=None) | Q(asked_kw__gt=0), name="a_capacity_asked_is_positive"),
            models.CheckConstraint(
                condition=Q(approved_kw=None) | Q(approved_kw__gt=0), name="a_capacity_approved_is_positive"
            ),
            models.CheckConstraint(condition=Q(scheme__in=["", *Scheme.values]), name="a_scheme_is_known"),
        ]
        indexes = [
            models.Index(fields=["energised_at"], condition=Q(energised_at__isnull=False), name="case_by_energising")
        ]

    def __str__(self) -> str:
        return str(self.order_id)


class ConnectionDocument(models.Model):
    """A photo of a paper, handed in once and read by every step; re-encoded as a crew's photos are."""

    class What(models.TextChoices):
        IDENTITY = "IDENTITY", _("Identity of the applicant")
        PREMISES = "PREMISES", _("Right to the premises")
        EQUIPMENT = "EQUIPMENT", _("Equipment to be supplied")
        OTHER = "OTHER", _("Other")

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="connection_documents")
    what = models.CharField(max_length=20, choices=What)
    photo = models.ImageField(upload_to="connections/%Y/%m/")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("document of an application")
        verbose_name_plural = _("documents of applications")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.order_id} {self.what}"
