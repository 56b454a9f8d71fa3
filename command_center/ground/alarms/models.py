"""Alarms: what a person must look at, shared by everybody at a desk and kept as a record of who saw it when."""

from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.custody.models import ItemKind
from command_center.ground.custody.services.holding import Item


class SubjectKind(models.TextChoices):
    ORDER = "order", _("Order")
    OUTAGE = "outage", _("Outage")
    PLAN = "plan", _("Planned outage")
    CREW = "crew", _("Crew")
    UNIT = "unit", _("Unit")
    PERSON = "person", _("Person")


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def open(self) -> "AlarmQuerySet":
        """The matter is not over, acknowledged or not."""
        return self.filter(cleared_at=None)

    def about(self, kind: str, ids: list[int]) -> "AlarmQuerySet":
        return self.filter(subject_kind=kind, subject_id__in=ids)

    def locked(self) -> "AlarmQuerySet":
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")


class Alarm(models.Model):
    """One reason about one subject, from when it arose until the matter was over. Its time never changes (a trigger)."""

    subject_kind = models.CharField(max_length=10, choices=SubjectKind)
    subject_id = models.BigIntegerField()
    subject_name = models.CharField(max_length=80, blank=True, help_text=_("Number of the order, name of the crew"))
    code = models.CharField(max_length=40)
    grade = models.PositiveSmallIntegerField(help_text=_("1: act now, 3: when there is time"))
    org_path = models.CharField(max_length=120)
    addressee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Called by name; empty: everybody at the desks of the area"),
    )
    detail = models.JSONField(default=dict, blank=True, help_text=_("Where and what, e.g. the last fix of a crew"))
    raised_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "code", "addressee"],
                condition=Q(cleared_at=None),
                nulls_distinct=False,
                name="one_open_alarm_per_subject_code_and_addressee",
            ),
            models.CheckConstraint(condition=Q(grade__range=(1, 3)), name="alarm_grade_is_1_to_3"),
            models.CheckConstraint(condition=Q(subject_kind__in=SubjectKind.values), name="alarm_subject_is_known"),
            models.CheckConstraint(
                condition=Q(acknowledged_by=None, acknowledged_at=None)
                | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
                name="who_acknowledged_says_when",
            ),
        ]
        indexes = [
            models.Index(
                OpClass("org_path", "varchar_pattern_ops"), condition=Q(cleared_at=None), name="alarm_open_by_path"
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="alarm_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_name or self.subject_id} {self.code}"

    @property
    def item(self) -> Item:
        """It, as what somebody answers for by name."""
        return Item(ItemKind.ALARM, self.pk, self.org_path, "alarm")
