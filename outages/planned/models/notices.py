"""Who is told of a plan, when and how; how early that must be; and the days on which nobody should be without power."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.models import Customer, ServicePoint
from outages.planned.choices import PLAN_KINDS, Channel, NoticeOutcome
from outages.planned.models.plan import PlannedOutage, Severity
from outages.sensitive.models import SensitiveClass


class AffectedCustomer(models.Model):
    """A service point that the plan puts in the dark, as the model said when the notices went out. Append-only by trigger.

    Whatever happens to the network afterwards, this is who was told. ``sensitive_class``: the gravest in force then.
    """

    plan = models.ForeignKey(PlannedOutage, on_delete=models.PROTECT, related_name="affected")
    round = models.PositiveSmallIntegerField()
    service_point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT, related_name="planned_outages")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+", db_index=False)
    sensitive_class = models.CharField(max_length=20, choices=SensitiveClass, blank=True)
    org_path = models.CharField(max_length=120)
    frozen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("customer affected by a plan")
        verbose_name_plural = _("customers affected by plans")
        constraints = [
            models.UniqueConstraint(fields=["plan", "round", "service_point"], name="one_row_per_plan_round_and_point"),
            models.CheckConstraint(
                condition=Q(sensitive_class__in=["", *SensitiveClass.values]), name="affected_class_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.service_point_id}"


class Notice(models.Model):
    """One notice of a plan: to everybody (``affected`` is null) or, once a customer, to the one it names."""

    plan = models.ForeignKey(PlannedOutage, on_delete=models.PROTECT, related_name="notices")
    round = models.PositiveSmallIntegerField()
    affected = models.ForeignKey(
        AffectedCustomer, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    channel = models.CharField(max_length=20, choices=Channel)
    sent_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=NoticeOutcome, default=NoticeOutcome.RECORDED)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "round", "channel", "affected"],
                nulls_distinct=False,
                name="one_notice_per_customer_and_channel",
            ),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="notice_channel_is_known"),
            models.CheckConstraint(condition=Q(outcome__in=NoticeOutcome.values), name="notice_outcome_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.sent_at:%F %T}"


class Audience(models.TextChoices):
    ALL = "ALL", _("Everybody")
    IMPORTANT = "IMPORTANT", _("Important customers")


class NoticeRule(models.Model):
    """How early an audience must be told of a kind of outage. Another number is another row with its first day."""

    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=PLAN_KINDS)
    audience = models.CharField(max_length=20, choices=Audience)
    hours_before = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("notice rule")
        verbose_name_plural = _("notice rules")
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_notice_rule_per_code_and_date"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="notice_audience_is_known"),
        ]

    def __str__(self) -> str:
        return self.code


class PeriodKind(models.TextChoices):
    EXAM = "EXAM", _("Exam")
    FESTIVAL = "FESTIVAL", _("Festival")
    EVENT = "EVENT", _("Event")


class ProtectedPeriod(models.Model):
    """Days, both included, on which planned work is avoided; empty ``org_path``: everywhere."""

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=PeriodKind)
    starts_on = models.DateField()
    ends_on = models.DateField()
    org_path = models.CharField(max_length=120, blank=True)
    severity = models.CharField(max_length=10, choices=Severity, default=Severity.WARN)

    class Meta:
        verbose_name = _("protected period")
        verbose_name_plural = _("protected periods")
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="a_period_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(kind__in=PeriodKind.values), name="period_kind_is_known"),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="period_severity_is_known"),
        ]

    def __str__(self) -> str:
        return self.name
