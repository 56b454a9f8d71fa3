"""The supply network, twice: as the people name it and as the current flows.

``SupplyNode`` is the named equipment tree (substation → feeder → lateral → transformer) that orders and customers point
at. ``ConnectivityNode`` and ``Branch`` are the electrical graph below it (names after IEC 61970), in which switches move.
"""

from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.network.querysets import BranchQuerySet
from command_center.ground.organisation.models import OrgUnit


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
            models.CheckConstraint(condition=Q(kind__in=NodeKind.values), name="supply_node_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind=NodeKind.SUBSTATION) | Q(parent__isnull=False),
                name="only_substations_are_roots",
            ),
        ]
        indexes = [models.Index(OpClass("org_path", "varchar_pattern_ops"), name="supply_node_path_prefix")]

    def __str__(self) -> str:
        return self.name


class ConnectivityNode(models.Model):
    """Where branches meet without impedance. No place: the network is only drawn. ``container`` is its equipment."""

    code = models.CharField(max_length=80, unique=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    is_source = models.BooleanField(default=False, help_text=_("Supply enters here"))
    kv = models.FloatField(null=True, blank=True, help_text=_("Nominal voltage, kV"))
    container = models.ForeignKey(
        SupplyNode, null=True, blank=True, on_delete=models.PROTECT, related_name="connectivity_nodes"
    )
    org_path = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("connectivity node")
        verbose_name_plural = _("connectivity nodes")
        indexes = [models.Index(OpClass("org_path", "varchar_pattern_ops"), name="connectivity_node_path_prefix")]

    def __str__(self) -> str:
        return self.code


class BranchKind(models.TextChoices):
    LINE = "LINE", _("Line")
    SWITCH = "SWITCH", _("Switch")
    TRANSFORMER = "TRANSFORMER", _("Transformer")
    REGULATOR = "REGULATOR", _("Voltage regulator")
    SERVICE = "SERVICE", _("Service line")


class DeviceKind(models.TextChoices):
    """What can open. A transformer is one: its fuses or its breaker are taken out with it."""

    BREAKER = "BREAKER", _("Breaker")
    RECLOSER = "RECLOSER", _("Recloser")
    SECTIONALISER = "SECTIONALISER", _("Sectionaliser")
    FUSE = "FUSE", _("Fuse")
    SWITCH = "SWITCH", _("Switch")
    TIE = "TIE", _("Tie switch")
    TRANSFORMER = "TRANSFORMER", _("Transformer")


class Branch(models.Model):
    """What joins two connectivity nodes: a line, a switch, a transformer. ``is_open`` is its present position.

    ``org_path`` is that of ``serving_org``; who may operate it follows ``operating_org`` (domain reference §1.5).
    ``transformer`` is the named equipment that this transformer branch is, its second node the low-voltage side.
    """

    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=20, choices=BranchKind)
    from_node = models.ForeignKey(ConnectivityNode, on_delete=models.PROTECT, related_name="branches_from")
    to_node = models.ForeignKey(ConnectivityNode, on_delete=models.PROTECT, related_name="branches_to")
    phases = models.CharField(max_length=8, default="ABC")
    length_m = models.FloatField(default=0)
    rating_kva = models.FloatField(null=True, blank=True)
    device = models.CharField(max_length=20, choices=DeviceKind, blank=True, default="")
    normally_open = models.BooleanField(default=False)
    is_open = models.BooleanField(default=False, help_text=_("Present position"))
    telemetered = models.BooleanField(default=False, help_text=_("The control system reports its position"))
    feeder = models.ForeignKey(
        SupplyNode, null=True, blank=True, on_delete=models.PROTECT, related_name="feeder_branches"
    )
    transformer = models.ForeignKey(
        SupplyNode, null=True, blank=True, on_delete=models.PROTECT, related_name="transformer_branches"
    )
    operating_org = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="operated_branches")
    serving_org = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="served_branches")
    org_path = models.CharField(max_length=120)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = BranchQuerySet.as_manager()

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        constraints = [
            models.CheckConstraint(
                condition=~Q(device="") | Q(is_open=False, normally_open=False), name="only_a_device_opens"
            ),
            models.CheckConstraint(condition=~Q(from_node=F("to_node")), name="a_branch_joins_two_nodes"),
            models.CheckConstraint(condition=Q(kind__in=BranchKind.values), name="branch_kind_is_known"),
            models.CheckConstraint(condition=Q(device__in=["", *DeviceKind.values]), name="device_kind_is_known"),
            models.UniqueConstraint(
                fields=["transformer"],
                condition=Q(retired_at=None, transformer__isnull=False),
                name="one_live_branch_per_transformer",
            ),
        ]
        indexes = [
            # The present state of a province is the normal one and these few rows.
            models.Index(fields=["id"], condition=~Q(is_open=F("normally_open")), name="branch_off_normal"),
            models.Index(OpClass("org_path", "varchar_pattern_ops"), name="branch_path_prefix"),
        ]

    def __str__(self) -> str:
        return self.name or self.code


class OperationSource(models.TextChoices):
    SCADA = "SCADA", _("Control system")
    CREW = "CREW", _("Crew")
    DESK = "DESK", _("Desk")
    SIMULATION = "SIMULATION", _("Simulation")
    IMPORT = "IMPORT", _("Import")


class SwitchOperation(models.Model):
    """A device was opened or closed. ``at`` is when it moved, ``recorded_at`` when we heard. Append-only by trigger."""

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="operations")
    opened = models.BooleanField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    source = models.CharField(max_length=20, choices=OperationSource)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("switch operation")
        verbose_name_plural = _("switch operations")
        constraints = [
            models.CheckConstraint(condition=Q(source__in=OperationSource.values), name="operation_source_is_known")
        ]
        indexes = [
            models.Index(fields=["branch", "-at"], name="operations_of_a_branch"),
            models.Index(fields=["at"], name="operations_since"),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {'open' if self.opened else 'closed'} {self.at:%F %T}"


class ModelImport(models.Model):
    """One import of the network: what the file said against what was there. ``applied`` is false for what was refused.

    ``diff`` holds codes by what happened to them, ``errors`` rows of ``{file, line, what}``; both are cut to what a person
    reads, the counts are whole.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of what was read"))
    applied = models.BooleanField(default=False)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    retired = models.PositiveIntegerField(default=0)
    diff = models.JSONField(default=dict)
    errors = models.JSONField(default=list)

    class Meta:
        verbose_name = _("network import")
        verbose_name_plural = _("network imports")

    def __str__(self) -> str:
        return f"{self.source} {self.at:%F %T}"


class ModelVersion(models.Model):
    """The stamp of the graph's structure, raised by trigger whatever changes it; switching does not raise it."""

    version = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("model version")
        verbose_name_plural = _("model versions")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="there_is_one_model_version")]

    def __str__(self) -> str:
        return str(self.version)
