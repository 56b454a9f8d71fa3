"""The lists of the supervision desk: each a predicate in SQL, so that the figure beside it and the rows below it are the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from command_center.ground.custody.models import Custody, CustodyQuerySet, ItemKind
from command_center.ground.organisation.models import CENTRES, Level, OrgUnit, User
from command_center.ground.organisation.scope import scoped
from command_center.ground.organisation.unit_names import unit_name
from command_center.screens.open_items.lines import Line, lines_of
from command_center.screens.open_items.ranking import NEXT, SOON
from outages.models import PlannedOutage
from workorders.custody import ORDER
from workorders.escalation.selectors import open_escalations
from workorders.kinds.supervision.process import SUPERVISION
from workorders.models import Pause, WorkOrder

SHOWN = 200
# The unit has still to say cause and measure.
UNANSWERED = sorted(str(code) for code, state in SUPERVISION.states.items() if state.phase == "handling")


@dataclass(frozen=True)
class Watch:
    """One list: its words, its tone, and which open orders are on it at a moment."""

    words: Any
    tone: str
    fits: Any


def _pause_over(at: datetime) -> Q:
    over = Pause.objects.filter(order_id=OuterRef("pk"), ended_at=None, expected_resume_at__lt=at)
    return Q(Exists(over))


def _without_holder(_at: datetime) -> Q:
    named = Custody.objects.live().filter(item_kind=ORDER, item_id=OuterRef("pk"), holder__isnull=False)
    return ~Q(Exists(named))


def _asked_for(code: str) -> Q:
    return Q(attention=code) | Q(attention_also__contains=[code])


WATCHES: Mapping[str, Watch] = {
    "escalated": Watch(_("Escalated"), "alarm", lambda at: Q(pk__in=open_escalations())),
    "overdue": Watch(_("Overdue"), "alarm", lambda at: Q(next_due_at__lt=at)),
    "due_15": Watch(_("Due within 15 min"), "near", lambda at: Q(next_due_at__range=(at, at + SOON))),
    "due_30": Watch(_("Due within 30 min"), "near", lambda at: Q(next_due_at__range=(at, at + NEXT))),
    "third_call": Watch(_("Called three times"), "alarm", lambda at: _asked_for("third_call") | Q(urge_count__gte=2)),
    "urged": Watch(_("Urged"), "near", lambda at: Q(urge_count__gte=1)),
    "no_holder": Watch(_("Without a person"), "alarm", _without_holder),
    "resume_over": Watch(_("Pause should be over"), "near", lambda at: _pause_over(at) | _asked_for("resume_due")),
    "supervised": Watch(
        _("Supervision not answered"), "near", lambda at: Q(kind=SUPERVISION.kind, status__in=UNANSWERED)
    ),
}


def open_in(user: User, under: str) -> "QuerySet[WorkOrder]":
    """Every open order below a place that this person may see."""
    return scoped(WorkOrder.objects.held().readable_by(user).filter(org_path__startswith=under), user)


def _ids(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    return rows.values("pk")


Others = Mapping[str, CustodyQuerySet]


def others_in(user: User, under: str, at: datetime) -> Others:
    """What besides orders is on a list: outages, alarms and plans without a person, and plans behind their time."""
    live = Custody.objects.live().filter(org_path__startswith=under)
    alone = live.filter(holder=None)
    plans_near = Q(item_kind=ItemKind.PLAN, item_id__in=_ids(PlannedOutage.objects.needing_a_person(at)))
    found = {
        "no_holder": alone.filter(Q(item_kind__in=(ItemKind.OUTAGE, ItemKind.ALARM)) | plans_near),
        "overdue": live.filter(item_kind=ItemKind.PLAN, item_id__in=_ids(PlannedOutage.objects.behind_time(at))),
    }
    return {code: cast(CustodyQuerySet, scoped(rows, user)) for code, rows in found.items()}


def counts(orders: "QuerySet[WorkOrder]", others: Others, at: datetime) -> dict[str, dict[str, int]]:
    """Centre code → list → how many. One query for all lists of all centres, one for each list with what is no order."""
    figures = {code: Count("pk", filter=watch.fits(at)) for code, watch in WATCHES.items()}
    rows = orders.order_by().values("centre__code").annotate(open=Count("pk"), **figures)
    found: dict[str, dict[str, int]] = {}
    for code, *row in rows.values_list("centre__code", "open", *WATCHES):
        found[str(code)] = dict(zip(("open", *WATCHES), row, strict=True))
    for name, held in others.items():
        for code, count in held.order_by().values_list("centre__code").annotate(count=Count("pk")):
            found.setdefault(code, dict.fromkeys(("open", *WATCHES), 0))[name] += count
    return found


def lines(orders: "QuerySet[WorkOrder]", others: Others, code: str, at: datetime) -> list[Line]:
    """The rows of one list, gravest and soonest first; the soonest ``SHOWN`` of them."""
    wanted = orders.filter(WATCHES[code].fits(at)).order_by("grade", "next_due_at", "pk").values_list("pk", flat=True)
    held = _with_names(Custody.objects.live().filter(item_kind=ORDER, item_id__in=list(wanted[:SHOWN])))
    rows = [*held, *_with_names(others[code])[:SHOWN]] if code in others else held
    return lines_of(rows, at=at, escalated=open_escalations())


def _with_names(rows: CustodyQuerySet) -> CustodyQuerySet:
    return rows.select_related("holder", "centre").defer("centre__area")


def centres_of(user: User, under: str, by_code: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    """The desks one step below ``under``, each with what lies in its whole area: the province shows cities, a city counties."""
    units = scoped(OrgUnit.objects.filter(level__in=(*CENTRES, Level.PROVINCE)), user, field="path")
    desks: list[dict[str, Any]] = list(
        map(
            _named,
            units.filter(path__startswith=under).order_by("path").values("code", "name", "name_en", "path", "level"),
        )
    )
    top = min((desk["path"].count("/") for desk in desks), default=0)
    shown = [desk for desk in desks if desk["path"].count("/") <= top + 1]
    return [
        {**desk, "is_top": desk["path"].count("/") == top, "counts": _sum(desk["path"], desks, by_code)}
        for desk in shown
    ]


def _named(desk: Mapping[str, Any]) -> dict[str, Any]:
    """With its name in the reader's language."""
    told = dict(desk)
    return told | {"name": unit_name(told["name"], told.pop("name_en"))}


def _sum(path: str, desks: list[dict[str, Any]], by_code: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """All below a desk together, its own included."""
    total = dict.fromkeys(["open", *WATCHES], 0)
    for desk in desks:
        if desk["path"].startswith(path):
            for code, count in by_code.get(desk["code"], {}).items():
                total[code] += count
    return total


def shown_watches(by_code: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "words": str(watch.words),
            "tone": watch.tone,
            "count": sum(row.get(code, 0) for row in by_code.values()),
        }
        for code, watch in WATCHES.items()
    ]
