"""The supply tree: substation → feeder → lateral → transformer. Service points hang below (``customers``)."""

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _

from command_center.organisation.models import OrgUnit


class NodeKind(models.TextChoices):
    SUBSTATION = "SUBSTATION", _("Substation")
    FEEDER = "FEEDER", _("Feeder")
    LATERAL = "LATERAL", _("Lateral")
    TRANSFORMER = "TRANSFORMER", _("Transformer")


class SupplyNode(models.Model):
    """A place in the supply tree in its normal state. The unit that operates it may differ from the one that serves."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=NodeKind)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    operating_org = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="operated_nodes")
    serving_org = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="served_nodes")
    org_path = models.CharField(max_length=120)
    latitude = models.FloatField()
    longitude = models.FloatField()
    dedicated = models.BooleanField(default=False, help_text=_("专变: one big customer"))

    class Meta:
        verbose_name = _("supply node")
        verbose_name_plural = _("supply tree")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=NodeKind.values), name="supply_node_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(kind=NodeKind.SUBSTATION) | models.Q(parent__isnull=False),
                name="only_substations_are_roots",
            ),
        ]
        indexes = [models.Index(OpClass("org_path", "varchar_pattern_ops"), name="supply_node_path_prefix")]

    def __str__(self) -> str:
        return self.name
