"""Whether planned outages were told of early enough, as a row of the catalogue."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Min, OuterRef, Q, Subquery, Value
from django.utils.translation import gettext_lazy as _

from command_center.ground.figures.declaring import SHARE, Better, Figure, Split, Unit
from command_center.ground.figures.facts import TableFacts, Window, one_if
from command_center.ground.figures.words import OURS
from outages.planned.choices import PLAN_KINDS
from outages.planned.models.notices import Audience, Notice, NoticeRule
from outages.planned.models.plan import PlannedOutage
from outages.planned.states import PlanStatus

GROUP = "promises"
# Wanted by everybody concerned, and not called off or put off: customers had to be told.
TO_BE_TOLD = (
    PlanStatus.APPROVED, PlanStatus.NOTIFYING, PlanStatus.ANNOUNCED, PlanStatus.IN_PROGRESS, PlanStatus.RESTORED,
    PlanStatus.CLOSED,
)  # fmt: skip
AN_HOUR = Value(timedelta(hours=1), output_field=DurationField())


def _told(window: Window) -> TableFacts:
    """Plans whose start has come and of which a rule says how early everybody is told; never told is told late.

    The first notice of the round that stands: who postpones has to tell anew.
    """
    notices = Notice.objects.filter(plan=OuterRef("pk"), round=OuterRef("round")).order_by().values("plan")
    rules = NoticeRule.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=OuterRef("planned_start_at__date")),
        kind=OuterRef("kind"), audience=Audience.ALL, valid_from__lte=OuterRef("planned_start_at__date"),
    )  # fmt: skip
    plans = PlannedOutage.objects.filter(status__in=TO_BE_TOLD, planned_start_at__lte=window.at).annotate(
        told_at=Subquery(notices.annotate(first=Min("sent_at")).values("first")),
        hours_before=Subquery(rules.order_by("-hours_before").values("hours_before")[:1]),
    )
    lead = ExpressionWrapper(F("hours_before") * AN_HOUR, output_field=DurationField())
    latest = ExpressionWrapper(F("planned_start_at") - lead, output_field=DateTimeField())
    return TableFacts(
        rows=plans.filter(hours_before__isnull=False), at="planned_start_at", top=one_if(Q(told_at__lte=latest)),
        splits={Split.KIND: "kind"},
    )  # fmt: skip


def plans_begun(since: datetime, until: datetime) -> Collection[int]:
    """Plans whose start came between the two moments: from then on they are counted. One query."""
    between = PlannedOutage.objects.filter(planned_start_at__gt=since, planned_start_at__lte=until)
    return set(between.values_list("pk", flat=True))


FIGURES = (
    Figure(
        code="notice_in_time_percent", group=GROUP, label=_("Outages announced in time"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.MORE, source=OURS, facts=_told, splits={Split.KIND: lambda: dict(PLAN_KINDS)},
        rows_are="planned_outage",
        means=_("Planned outages of which customers were told as early as the notice rule of their kind asks (7 days, temporary ones 24 hours) ÷ those that were to begin in the period and were neither postponed nor called off. Told late with a supervisor's leave is late. Faults are told of by the system itself and are not in it."),
    ),
)  # fmt: skip
