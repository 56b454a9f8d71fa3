"""Whose minute it is, as rows: no minute of a case without an owner, none with two. And what a case waits for in the grid."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workorders.kinds.connection.owners import Owner
from workorders.models.orders import WorkOrder

OWNERS = [
    (Owner.UTILITY.value, _("the utility")),
    (Owner.CUSTOMER.value, _("the customer")),
    (Owner.PERMIT_OFFICE.value, _("the permit office")),
    (Owner.CONTRACTOR.value, _("the contractor")),
]


class GridDependency(models.Model):
    """配套工程: what has to be built or permitted first, who holds it up, who is answerable for it and until when."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="grid_dependencies")
    owner = models.CharField(max_length=20, choices=OWNERS)
    blocker = models.CharField(max_length=200, help_text=_("The project, permit or work that it waits for"))
    responsible = models.CharField(max_length=80, blank=True, help_text=_("Who is answerable for it, by name"))
    since = models.DateTimeField()
    expected_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("grid works that a case waits for")
        verbose_name_plural = _("grid works that cases wait for")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(ended_at=None), name="a_case_waits_for_one_thing_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(owner__in=[code for code, _word in OWNERS]), name="a_dependency_has_a_known_owner"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("since")), name="a_wait_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.blocker[:60]


class OwnedPeriod(models.Model):
    """``during`` is half-open; that it leaves no gap is a trigger (migration ``connection_cases``)."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="owned_periods")
    owner = models.CharField(max_length=20, choices=OWNERS)
    during = DateTimeRangeField()
    state = models.CharField(max_length=20, help_text=_("The state in which it began"))
    dependency = models.ForeignKey(
        GridDependency, null=True, blank=True, on_delete=models.PROTECT, related_name="periods"
    )

    class Meta:
        verbose_name = _("minutes of one owner")
        verbose_name_plural = _("minutes by owner")
        ordering = ["pk"]
        constraints = [
            ExclusionConstraint(
                name="every_minute_of_a_case_has_one_owner",
                expressions=[("order", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False), name="a_period_of_a_case_has_a_start"
            ),
            models.CheckConstraint(
                condition=Q(owner__in=[code for code, _word in OWNERS]), name="a_period_has_a_known_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.owner}"
