"""Crews, where they are, what they are offered and what they do."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.models import OrgUnit, ServiceGrid
from dispatch.crew_messages.models import CrewMessage
from dispatch.querysets import AssignmentQuerySet, OfferQuerySet, ShiftQuerySet
from workorders.models import WorkOrder

__all__ = [
    "Assignment",
    "Certificate",
    "Crew",
    "CrewMember",
    "CrewMessage",
    "CrewPosition",
    "Decision",
    "DispatchPolicy",
    "Mode",
    "Offer",
    "OfferStatus",
    "PositionDevice",
    "PositionFix",
    "RejectReason",
    "RoutingLook",
    "Shift",
    "Skill",
]  # fmt: skip


class Skill(models.TextChoices):
    LV = "LV", _("Low voltage")
    MV = "MV", _("Medium voltage")
    LIVE_LINE = "LIVE_LINE", _("Live line")
    METERING = "METERING", _("Metering")


class Crew(models.Model):
    """A team that repairs. It belongs to exactly one centre at a time."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=80)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="crews")
    centre = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    org_path = models.CharField(max_length=120)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="led_crews"
    )
    base_latitude = models.FloatField()
    base_longitude = models.FloatField()
    grids = models.ManyToManyField(ServiceGrid, blank=True, related_name="crews")
    plate = models.CharField(max_length=20, blank=True)
    vehicle_kind = models.CharField(max_length=30, blank=True)
    vehicle_inspected_to = models.DateField(null=True, blank=True)
    workload_limit = models.PositiveSmallIntegerField(default=3)
    active = models.BooleanField(default=True)
    rev = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("crew")
        verbose_name_plural = _("crews")
        ordering = ["code"]
        indexes = [
            models.Index(OpClass("org_path", "varchar_pattern_ops"), name="crew_path_prefix"),
        ]

    def __str__(self) -> str:
        return self.name


class CrewMember(models.Model):
    """Who belongs to which crew, from when to when."""

    crew = models.ForeignKey(Crew, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="crew_memberships")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("crew member")
        verbose_name_plural = _("crew members")
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(to_on=None), name="a_person_is_in_one_crew")
        ]

    def __str__(self) -> str:
        return f"{self.person} @ {self.crew}"


class Certificate(models.Model):
    """A qualification of a crew's people with its expiry; without it no such order is offered."""

    crew = models.ForeignKey(Crew, on_delete=models.CASCADE, related_name="certificates")
    skill = models.CharField(max_length=20, choices=Skill)
    expires_on = models.DateField()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(fields=["crew", "skill"], name="one_certificate_per_crew_and_skill"),
            models.CheckConstraint(condition=Q(skill__in=Skill.values), name="skill_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.crew} {self.skill} → {self.expires_on}"


class Shift(models.Model):
    """When a crew is on duty."""

    crew = models.ForeignKey(Crew, on_delete=models.CASCADE, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    people = models.PositiveSmallIntegerField(default=2)
    handover_note = models.TextField(blank=True)
    updated_at = models.DateTimeField(auto_now=True, db_default=Now())

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="a_shift_ends_after_it_starts")
        ]
        indexes = [
            models.Index(fields=["crew", "ends_at"], name="shift_by_crew"),
            models.Index(fields=["updated_at"], name="shift_by_update"),
        ]

    def __str__(self) -> str:
        return f"{self.crew} {self.starts_at:%F %H:%M}–{self.ends_at:%H:%M}"


class CrewPosition(models.Model):
    """The last known place of a crew: one row a crew. ``fixed_at`` moves only forward."""

    crew = models.OneToOneField(Crew, on_delete=models.CASCADE, primary_key=True, related_name="position")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    fixed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    accuracy_m = models.FloatField(null=True)
    speed_ms = models.FloatField(null=True)
    heading = models.FloatField(null=True)
    battery_percent = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("crew position")
        verbose_name_plural = _("crew positions")
        indexes = [
            models.Index(fields=["seen_at"], name="position_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.crew_id} @ {self.latitude}, {self.longitude}"


class PositionDevice(models.Model):
    """A phone or tracker that reports for a crew. The token is hashed at rest and bound to the device."""

    crew = models.ForeignKey(Crew, on_delete=models.CASCADE, related_name="devices")
    device_id = models.CharField(max_length=60, blank=True, help_text=_("Empty: bound by the first message"))
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True, help_text=_("To the minute"))
    mock_count = models.PositiveIntegerField(default=0, help_text=_("Positions that an app made up; set aside"))
    other_device_id = models.CharField(max_length=60, blank=True, help_text=_("Sends with this token and is not bound"))
    other_heard_at = models.DateTimeField(null=True, blank=True)
    other_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("position device")
        verbose_name_plural = _("position devices")

    def __str__(self) -> str:
        return f"{self.crew} {self.device_id}"


class OfferStatus(models.TextChoices):
    OFFERED = "OFFERED", _("Offered")
    ACCEPTED = "ACCEPTED", _("Accepted")
    REJECTED = "REJECTED", _("Rejected")
    EXPIRED = "EXPIRED", _("Expired")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class RejectReason(models.TextChoices):
    BUSY = "BUSY", _("Busy with another job")
    TOO_FAR = "TOO_FAR", _("Too far away")
    NO_SKILL = "NO_SKILL", _("Qualification missing")
    NO_PARTS = "NO_PARTS", _("Parts missing")
    VEHICLE = "VEHICLE", _("Vehicle trouble")
    OTHER = "OTHER", _("Other")


class Mode(models.TextChoices):
    SUGGEST = "SUGGEST", _("Suggest only")
    DELAYED = "DELAYED", _("Automatic after a pause")
    AUTO = "AUTO", _("Automatic")


class DispatchPolicy(models.Model):
    """How a centre dispatches. A centre without a row is automatic."""

    centre = models.OneToOneField(OrgUnit, on_delete=models.CASCADE, related_name="dispatch_policy")
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.AUTO)
    pause_seconds = models.PositiveSmallIntegerField(default=30)

    class Meta:
        verbose_name = _("dispatch policy")
        verbose_name_plural = _("dispatch policies")

    def __str__(self) -> str:
        return f"{self.centre}: {self.mode}"


class Decision(models.Model):
    """Why this crew: the whole candidate set, the choice and its regret (chosen arrival − best feasible arrival)."""

    order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="decisions")
    at = models.DateTimeField()
    mode = models.CharField(max_length=10, choices=Mode)
    candidates = models.JSONField(default=list)
    rejected = models.JSONField(default=list)
    chosen_crew_ids = ArrayField(models.BigIntegerField(), default=list)
    regret_minutes = models.FloatField(null=True)
    reason = models.CharField(max_length=60, blank=True)
    release_at = models.DateTimeField(null=True, blank=True, help_text=_("Offers go out then, unless a person acts"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    override_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [
            models.Index(fields=["order", "-id"], name="decision_latest"),
            models.Index(fields=["release_at"], condition=Q(release_at__isnull=False), name="decision_to_release"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} → {self.chosen_crew_ids}"


class Offer(models.Model):
    """One order put before one crew. Exactly one wins."""

    order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="offers")
    crew = models.ForeignKey(Crew, on_delete=models.CASCADE, related_name="offers")
    decision = models.ForeignKey(Decision, null=True, on_delete=models.SET_NULL, related_name="offers")
    status = models.CharField(max_length=10, choices=OfferStatus, default=OfferStatus.OFFERED)
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    on_behalf = models.BooleanField(default=False, help_text=_("A seat answered for the crew"))
    reject_reason = models.CharField(max_length=20, choices=RejectReason, blank=True)
    reject_detail = models.CharField(max_length=200, blank=True)
    eta_minutes = models.FloatField(null=True)
    updated_at = models.DateTimeField(auto_now=True, db_default=Now())

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=OfferStatus.values), name="offer_status_is_known"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(status="ACCEPTED"), name="one_accepted_offer_per_order"
            ),
            models.UniqueConstraint(fields=["crew"], condition=Q(status="OFFERED"), name="one_open_offer_per_crew"),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(status="OFFERED"), name="offer_to_expire"),
            models.Index(fields=["order", "status"], name="offer_by_order"),
            models.Index(fields=["updated_at"], name="offer_by_update"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} → {self.crew_id} {self.status}"

    def close(self, status: OfferStatus, *, at: datetime, by: object = None) -> None:
        self.status, self.answered_at = status, at
        self.answered_by_id = getattr(by, "pk", None)
        answer = ["status", "answered_at", "answered_by", "on_behalf", "reject_reason", "reject_detail"]
        self.save(update_fields=[*answer, "updated_at"])


class Assignment(models.Model):
    """A crew holds an order. ``engaged``: under way to it or working on it, which a crew can do for one job only."""

    order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="assignments")
    crew = models.ForeignKey(Crew, on_delete=models.CASCADE, related_name="assignments")
    offer = models.OneToOneField(Offer, null=True, on_delete=models.SET_NULL, related_name="assignment")
    engaged = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    release_reason = models.CharField(max_length=60, blank=True)
    eta_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(released_at=None), name="one_live_assignment_per_order"
            ),
            models.UniqueConstraint(
                fields=["crew"], condition=Q(released_at=None, engaged=True), name="one_engaged_job_per_crew"
            ),
        ]
        indexes = [models.Index(fields=["crew"], condition=Q(released_at=None), name="assignment_live_by_crew")]

    def __str__(self) -> str:
        return f"{self.order_id} @ {self.crew_id}"


class RoutingLook(models.Model):
    """When the planner last looked at an order that waits: the longest unseen is next. No part of the order's card."""

    order = models.OneToOneField(WorkOrder, on_delete=models.CASCADE, primary_key=True, related_name="routing_look")
    looked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("look at a waiting order")
        verbose_name_plural = _("looks at waiting orders")

    def __str__(self) -> str:
        return f"{self.order_id} {self.looked_at:%F %T}"


class PositionFix(models.Model):
    """History of positions: partitioned by day in PostgreSQL (migration 0002), written in batches, kept 90 days."""

    pk_uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    crew_id = models.BigIntegerField()
    fixed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    latitude = models.FloatField()
    longitude = models.FloatField()
    accuracy_m = models.FloatField(null=True)
    speed_ms = models.FloatField(null=True)
    heading = models.FloatField(null=True)
    verdict = models.CharField(max_length=30, blank=True, help_text=_("Empty: good; else why it was set aside"))

    class Meta:
        managed = False
        db_table = "dispatch_positionfix"
        verbose_name = _("position fix")
        verbose_name_plural = _("position history")

    def __str__(self) -> str:
        return f"{self.crew_id} {self.fixed_at:%F %T}"
