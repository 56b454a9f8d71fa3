"""Rules of escalation as effective-dated rows, and what fired: to whom, when, because of what, and when they said they knew."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.models import AreaKind, Level, OrgUnit
from command_center.ground.organisation.roles import Role, role_choices
from workorders.clocks import codes
from workorders.models.clocks import IS_CODE_WORD
from workorders.models.orders import WorkOrder

PERCENTS = (50, 80, 100, 120)


class EscalationRule(models.Model):
    """When an order that fits does this, these people are called. An empty column means every value.

    Of a clock: ``percent`` of its limit is used up. Of a reason: it stands among the order's reasons for attention or among what led
    to its grade (``third_call``, ``important_customer``, ``injury`` …). Named people go before the role; a level at which
    nobody is found passes it on to the next one above.
    """

    name = models.CharField(max_length=80)
    clock = models.CharField(max_length=20, choices=codes.choices, blank=True, help_text=_("Empty: every clock"))
    percent = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=[(percent, f"{percent} %") for percent in PERCENTS]
    )
    reason = models.CharField(max_length=30, blank=True, help_text=_("A code, instead of a share of a limit"))
    kind = models.CharField(
        max_length=20, blank=True, validators=[IS_CODE_WORD], help_text=_("Empty: every kind of order")
    )
    area_kind = models.CharField(max_length=10, choices=AreaKind, blank=True, help_text=_("Empty: every area"))
    grade = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("This grade or a graver one"))
    centre = models.ForeignKey(
        OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text=_("Empty: every centre")
    )
    level = models.CharField(max_length=20, choices=Level)
    role = models.CharField(max_length=30, choices=role_choices, default=Role.SUPERVISOR)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        help_text=_("By name; empty: whoever has the role there"),
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    assumed = models.BooleanField(
        default=False, db_default=False, help_text=_("Nobody published it: to be confirmed by the utility")
    )

    class Meta:
        verbose_name = _("escalation rule")
        verbose_name_plural = _("escalation rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__isnull=False, reason="") | (Q(percent=None, clock="") & ~Q(reason="")),
                name="a_rule_speaks_of_a_limit_or_of_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__in=PERCENTS), name="a_rule_fires_when_clocks_warn"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="a_rule_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Escalation(models.Model):
    """One rule fired for one order. Once per order, rule and threshold, by constraint."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="escalations")
    rule = models.ForeignKey(EscalationRule, on_delete=models.PROTECT, related_name="escalations")
    clock = models.CharField(max_length=20, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=30, blank=True)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    org_path = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "rule", "clock", "percent"], name="one_escalation_per_order_rule_and_threshold"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.because}"

    @property
    def because(self) -> str:
        return self.reason or f"{self.clock} {self.percent} %"


class EscalationCall(models.Model):
    """One person who was called, until they say that they know. Without a person the unit itself is called."""

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="calls")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(max_length=300, blank=True, help_text=_("What they do about it"))

    class Meta:
        verbose_name = _("person called by an escalation")
        verbose_name_plural = _("people called by escalations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["escalation", "person"], nulls_distinct=False, name="one_call_per_escalation_and_person"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="who_knows_of_an_escalation_says_when",
            ),
        ]
        indexes = [models.Index(fields=["person"], condition=Q(acknowledged_at=None), name="escalation_call_open")]

    def __str__(self) -> str:
        return f"{self.escalation_id} {self.person or ''}"
