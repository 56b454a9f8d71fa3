"""The values of the headline table for one period and one person's area. Each group of figures is one function."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Avg, Count, F, Q

from command_center.ground.core.values import CHINA
from command_center.ground.network.models import SupplyNode
from command_center.ground.organisation.scope import scoped
from customers.models import Customer
from outages.reliability.frequency import find
from outages.reliability.frequency_rules import Entity
from outages.reliability.selectors.figures import Question, availability
from outages.reliability.selectors.frequency_rules import rules_of_set
from outages.reliability.selectors.outage_days import outage_days
from workorders.kinds.complaint.figures.selectors import told_matters, trees
from workorders.kinds.complaint.figures.tally import per_million, tally
from workorders.kinds.connection.figures import figures as connection_figures
from workorders.models import Clock, ClockCode, Outcome, WorkOrder

# Three times in two months (domain reference §4.7 A); other rules give other feeders.
RULE_SET = RULE = "A"
FREE_SCHEME = "ZERO"
LOOKED_BACK = timedelta(days=70)  # the rule looks at two months


class Value(NamedTuple):
    """``of``: how many it was reckoned from; None where that says nothing."""

    value: float | None
    of: int | None = None


Values = dict[str, Value]


class Period(NamedTuple):
    """Days, both included, and the moment at which it is asked."""

    since: date
    until: date
    at: datetime

    @property
    def start(self) -> datetime:
        return datetime.combine(self.since, time(), CHINA)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.until + timedelta(days=1), time(), CHINA)


def values(user: Any, period: Period) -> Values:
    """Every figure of ``definitions.DEFINITIONS``. Some twenty queries, whatever the period."""
    return {code: value for group in GROUPS for code, value in group(user, period).items()}


def _durations(user: Any, period: Period) -> Values:
    told = {"reported_at__gte": period.start, "reported_at__lt": period.end}
    found = scoped(WorkOrder.objects.repairs().filter(**told), user).aggregate(
        arrival=Avg(F("arrived_at") - F("reported_at")),
        arrived=Count("arrived_at"),
        repair=Avg(F("restored_at") - F("arrived_at")),
        repaired=Count("pk", filter=Q(arrived_at__isnull=False, restored_at__isnull=False)),
    )
    return {
        "arrival_minutes": Value(_minutes(found["arrival"]), found["arrived"]),
        "repair_minutes": Value(_minutes(found["repair"]), found["repaired"]),
    }


def _minutes(mean: timedelta | None) -> float | None:
    return None if mean is None else round(mean.total_seconds() / 60, 2)


def _in_time(user: Any, period: Period) -> Values:
    """Open overdue ones stand in the denominator: hiding an order makes no figure better."""
    begun = {"started_at__gte": period.start, "started_at__lt": period.end}
    clocks = scoped(Clock.objects.filter(**begun), user, field="order__org_path").exclude(outcome=Outcome.VOID)
    counted = clocks.filter(Q(paused_at=None, due_at__lt=period.at) | ~Q(outcome="")).aggregate(
        accept=Count("pk", filter=Q(code=ClockCode.ACCEPT)),
        accepted=Count("pk", filter=Q(code=ClockCode.ACCEPT, outcome=Outcome.MET)),
        restore=Count("pk", filter=Q(code=ClockCode.RESTORE)),
        restored=Count("pk", filter=Q(code=ClockCode.RESTORE, outcome=Outcome.MET)),
    )
    return {
        "accepted_percent": _share(counted["accepted"], counted["accept"]),
        "handled_percent": _share(counted["restored"], counted["restore"]),
    }


def _share(count: int, of: int) -> Value:
    return Value(round(100 * count / of, 2) if of else None, of)


def _outages(user: Any, period: Period) -> Values:
    path = next(iter(user.scope_paths), "")
    asked = Question(first=period.since, last=period.until, path=path)
    hours = availability(asked).aihc_hours
    return {
        "outage_hours": Value(None if hours is None else round(hours, 2)),
        "frequent_feeders": _feeders(user, period),
    }


def _feeders(user: Any, period: Period) -> Value:
    rules = [rule for rule in rules_of_set(RULE_SET) if (rule.code, rule.entity) == (RULE, Entity.FEEDER)]
    if not rules:
        return Value(None)
    first = period.until - LOOKED_BACK
    days = outage_days("FEEDER", first=first, until=period.until, at=period.at, major=True)
    met = {match.entity for rule in rules for match in find(rule, days, until=period.until)}
    return Value(scoped(SupplyNode.objects.filter(pk__in=met), user).count())


def _complaints(user: Any, period: Period) -> Values:
    *_older, in_force = trees().values()
    told = told_matters(user, since=period.since, until=period.until)
    found = tally((each.row for each in told), in_force)
    customers = scoped(Customer.objects.all(), user).count()
    rate = per_million(found.complaints, customers)
    return {
        "complaints": Value(found.complaints),
        "complaints_per_million": Value(None if rate is None else float(rate), customers),
        "opinions": Value(found.opinions),
        "withdrawn": Value(found.withdrawn + found.downgraded),
    }


def _connections(user: Any, period: Period) -> Values:
    found = connection_figures(user, period.start, period.end, at=period.at)
    shares = {each["code"]: each for each in found["figures"]}
    free = [each for each in found["energised"] if each["scheme"] == FREE_SCHEME]
    return {
        **{f"{code}_percent": _told_share(shares[code]) for code in ("booked", "kept", "satisfied")},
        "served": Value(sum(each["cases"] for each in free)),
        "saved_yuan": Value(sum(each["cost_saved"] for each in found["energised"])),
    }


def _told_share(figure: dict[str, Any]) -> Value:
    return Value(None if figure["percent"] is None else float(figure["percent"]), figure["of"])


GROUPS: tuple[Callable[[Any, Period], Values], ...] = (_durations, _outages, _complaints, _in_time, _connections)
