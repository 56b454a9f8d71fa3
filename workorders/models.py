"""Orders, their history, their clocks and what was said about them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from command_center.network.models import SupplyNode
from command_center.organisation.models import AreaKind, OrgUnit, ServiceGrid
from customers.models import Customer, ServicePoint
from workorders import labels
from workorders.querysets import ClockQuerySet, WorkOrderQuerySet
from workorders.states import Status

STATUSES = [(status.value, labels.STATUS[status]) for status in Status]


class Source(models.TextChoices):
    HOTLINE_95598 = "HOTLINE_95598", _("95598 hotline")
    HOTLINE_12345 = "HOTLINE_12345", _("12345 hotline")
    HOTLINE_12398 = "HOTLINE_12398", _("12398 hotline")
    APP = "APP", _("Customer app")
    WECHAT = "WECHAT", _("WeChat")
    PHONE = "PHONE", _("Local phone")
    GRID_MANAGER = "GRID_MANAGER", _("Grid manager")
    WALK_IN = "WALK_IN", _("Walk-in")
    SOCIAL = "SOCIAL", _("110, fire, mayor line")
    ALARM = "ALARM", _("Meter or terminal alarm")


class FaultKind(models.TextChoices):
    MV = "MV", _("Medium voltage")
    LV = "LV", _("Low voltage")
    METERING = "METERING", _("Metering")
    CUSTOMER_SIDE = "CUSTOMER_SIDE", _("Customer side")
    QUALITY = "QUALITY", _("Power quality")
    NOT_ELECTRICAL = "NOT_ELECTRICAL", _("Not electrical")
    UNKNOWN = "UNKNOWN", _("Unknown")


class Urgency(models.TextChoices):
    NORMAL = "NORMAL", _("Normal")
    IMPORTANT = "IMPORTANT", _("Important")
    URGENT = "URGENT", _("Urgent")


class OrderKind(models.TextChoices):
    FAULT = "FAULT", _("Fault report")


class WorkOrder(models.Model):
    """An order with its process. ``rev`` rises with every change of the row and is the ETag of the API."""

    number = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=20, choices=OrderKind, default=OrderKind.FAULT)
    status = models.CharField(max_length=20, choices=STATUSES, default=Status.RECEIVED.value)
    suspended_from = models.CharField(max_length=20, blank=True)
    rev = models.PositiveIntegerField(default=1)

    centre = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="orders")
    unit = models.ForeignKey(OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="unit_orders")
    grid = models.ForeignKey(ServiceGrid, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    org_path = models.CharField(max_length=120)

    source = models.CharField(max_length=20, choices=Source)
    reporter_name = models.CharField(max_length=80, blank=True)
    reporter_phone = models.CharField(max_length=20, blank=True)
    customer = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")
    service_point = models.ForeignKey(
        ServicePoint, null=True, blank=True, on_delete=models.PROTECT, related_name="orders"
    )
    node = models.ForeignKey(SupplyNode, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")

    description = models.TextField()
    address = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    area_kind = models.CharField(max_length=10, choices=AreaKind, default=AreaKind.RURAL)
    fault_kind = models.CharField(max_length=20, choices=FaultKind, default=FaultKind.UNKNOWN)
    grade = models.PositiveSmallIntegerField(default=3)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NORMAL)
    grade_reasons = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    hazard = models.BooleanField(default=False)

    custodian_count = models.PositiveSmallIntegerField(default=1)
    urge_count = models.PositiveSmallIntegerField(default=0)
    attention = models.CharField(max_length=30, blank=True, help_text=_("Why a person should look: a code"))
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_orders")

    permit_number = models.CharField(max_length=60, blank=True)
    etr_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField()
    received_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    restored_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    next_due_code = models.CharField(max_length=20, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = WorkOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("work order")
        verbose_name_plural = _("work orders")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=[s.value for s in Status]), name="order_status_is_known"),
            models.CheckConstraint(condition=Q(grade__range=(1, 3)), name="order_grade_is_1_to_3"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="a_place_has_two_coordinates",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.MERGED.value) | Q(parent__isnull=False), name="a_merged_order_has_a_parent"
            ),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("pk")), name="no_order_is_its_own_parent"),
        ]
        indexes = [
            models.Index(OpClass("org_path", "varchar_pattern_ops"), "status", name="order_path_and_status"),
            models.Index(fields=["status", "next_due_at"], name="order_by_time_left"),
            models.Index(fields=["updated_at"], name="order_by_update"),
            models.Index(fields=["reported_at"], name="order_by_report"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def located(self) -> bool:
        return self.latitude is not None


class StatusChange(models.Model):
    """One move of an order. Append-only by trigger: history, disputes and durations are answered from here."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="status_changes")
    old = models.CharField(max_length=20, choices=STATUSES, blank=True)
    new = models.CharField(max_length=20, choices=STATUSES)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        verbose_name = _("status change")
        verbose_name_plural = _("status changes")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(new__in=[s.value for s in Status]), name="change_status_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class ClockCode(models.TextChoices):
    ACCEPT = "ACCEPT", _("Acceptance")
    CREW_ACCEPT = "CREW_ACCEPT", _("Crew acceptance")
    ARRIVE = "ARRIVE", _("Arrival")
    RESTORE = "RESTORE", _("Restoration")
    REPLY = "REPLY", _("Reply")
    REVIEW = "REVIEW", _("Review")
    CALLBACK = "CALLBACK", _("Callback")


class Outcome(models.TextChoices):
    MET = "MET", _("In time")
    MISSED = "MISSED", _("Late")
    VOID = "VOID", _("Not counted")


class TimeLimit(models.Model):
    """A limit of the trade as effective-dated data: rules differ by year and province."""

    code = models.CharField(max_length=20, choices=ClockCode)
    area_kind = models.CharField(max_length=10, choices=AreaKind, blank=True, help_text=_("Empty: every area"))
    limit_minutes = models.PositiveIntegerField()
    warn_percents = ArrayField(models.PositiveSmallIntegerField(), default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("time limit")
        verbose_name_plural = _("time limits")
        constraints = [
            models.UniqueConstraint(fields=["code", "area_kind", "valid_from"], name="one_limit_per_code_area_and_date")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.area_kind} {self.limit_minutes} min"


class Clock(models.Model):
    """One promise about one order. A reassignment never restarts it; the next moment something is due is indexed."""

    order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="clocks")
    code = models.CharField(max_length=20, choices=ClockCode)
    started_at = models.DateTimeField()
    limit_minutes = models.PositiveIntegerField()
    warn_percents = ArrayField(models.PositiveSmallIntegerField(), default=list)
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_seconds = models.PositiveIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    warned_percent = models.PositiveSmallIntegerField(default=0)
    next_warning_at = models.DateTimeField(null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "code"], condition=Q(stopped_at=None), name="one_running_clock_per_order_and_code"
            ),
            models.CheckConstraint(condition=Q(code__in=ClockCode.values), name="clock_code_is_known"),
        ]
        indexes = [
            # The timer reads due rows only.
            models.Index(fields=["next_warning_at"], condition=Q(stopped_at=None, paused_at=None), name="clock_due")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.due_at:%F %T}"


class Pause(models.Model):
    """A stretch in which the listed clocks stood still: who, why, until when. At most three an order."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=30)
    detail = models.TextField(blank=True)
    started_at = models.DateTimeField()
    expected_resume_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(ended_at=None), name="one_open_pause_per_order")
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.reason}"


class FaultReport(models.Model):
    """What somebody told us, as they told it. Each leads to exactly one order."""

    source = models.CharField(max_length=20, choices=Source)
    source_id = models.CharField(max_length=100)
    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, related_name="report")
    payload = models.JSONField()
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("fault report")
        verbose_name_plural = _("fault reports")
        constraints = [models.UniqueConstraint(fields=["source", "source_id"], name="one_report_per_source_and_id")]

    def __str__(self) -> str:
        return f"{self.source} {self.source_id}"


class Reply(models.Model):
    """回单: the reply checklist as fields (domain reference §2.5); rework overwrites by a new row."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=60)
    measures = models.TextField()
    outage_started_at = models.DateTimeField(null=True, blank=True)
    restored_at = models.DateTimeField()
    contacted = models.BooleanField()
    contacted_at = models.DateTimeField(null=True, blank=True)
    not_contacted_reason = models.CharField(max_length=200, blank=True)
    site_check = models.TextField(blank=True)
    customer_opinion = models.TextField(blank=True)
    photo = models.ImageField(upload_to="replies/%Y/%m/", blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contacted=True) | ~Q(not_contacted_reason=""), name="not_contacted_needs_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(contacted=False) | Q(not_contacted_reason=""), name="contacted_or_not_but_never_both"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.cause}"


class Satisfaction(models.TextChoices):
    SATISFIED = "SATISFIED", _("Satisfied")
    FAIR = "FAIR", _("Fairly satisfied")
    UNSATISFIED = "UNSATISFIED", _("Not satisfied")
    NOT_REACHED = "NOT_REACHED", _("Not reached")
    NOT_RATED = "NOT_RATED", _("No rating given")


class Callback(models.Model):
    """One call to the customer after the repair."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="callbacks")
    satisfaction = models.CharField(max_length=20, choices=Satisfaction)
    comment = models.TextField(blank=True)
    caller = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("callback")
        verbose_name_plural = _("callbacks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.order_id} {self.satisfaction}"


class Note(models.Model):
    """A remark in the order's file, and the urges (催办): never an order of its own."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    urge = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:40]


class TrackingLink(models.Model):
    """The customer's own link to one order: unguessable, expiring, revocable. Only the token's hash is stored."""

    order = models.OneToOneField(WorkOrder, on_delete=models.CASCADE, related_name="tracking_link")
    nonce = models.UUIDField()
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("tracking link")
        verbose_name_plural = _("tracking links")

    def __str__(self) -> str:
        return f"{self.order_id}"


class Rating(models.Model):
    """What the customer thought, once, after the reply."""

    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [models.CheckConstraint(condition=Q(score__range=(1, 5)), name="rating_is_1_to_5")]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.score}"
