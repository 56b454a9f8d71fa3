"""What the file of a complaint holds, as lines in the reader's language for whoever may see the order."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from command_center.ground.organisation.unit_names import called_unit
from workorders.kinds.complaint.models import Complaint, Liability, TwoPersons
from workorders.models.orders import WorkOrder


class FileLine(NamedTuple):
    """One line of a file: what it is about, and the words."""

    name: str
    text: str


def file_lines(order: WorkOrder) -> list[FileLine]:
    """What it alleges, the history of outages, liability, measures, what waits for a second person. Five queries."""
    facts = Complaint.objects.filter(order=order).select_related("liability_by", "reopens").first()
    return [*_classified(order), *(_found(facts) if facts else ()), *_measures(order), *_two_persons(order)]


def _classified(order: WorkOrder) -> Iterator[FileLine]:
    for row in order.classifications.select_related("category", "grade", "actor"):
        yield FileLine(_("Alleges"), _joined(row.category.label, row.grade.label, row.reason, row.actor, _when(row.at)))


def _found(facts: Complaint) -> Iterator[FileLine]:
    if facts.reopens:
        yield FileLine(_("Goes on from"), facts.reopens.number)
    if facts.outage_number:
        yield FileLine(_("Set off by the outage"), facts.outage_number)
    if facts.history_pulled_at:
        yield FileLine(_("Outages in a year"), _history(facts))
    if facts.liability:
        words = str(Liability(facts.liability).label)
        decided = _when(facts.liability_at) if facts.liability_at else ""
        yield FileLine(_("Liability"), _joined(words, facts.liability_grounds, facts.liability_by, decided))


def _history(facts: Complaint) -> str:
    rows = facts.outage_history or []
    minutes = sum(row["minutes"] or 0 for row in rows)
    count = ngettext("%(count)d outage", "%(count)d outages", len(rows)) % {"count": len(rows)}
    hours = _("%(hours)s h in all") % {"hours": round(minutes / 60, 1)}
    pulled = _("as of %(day)s") % {"day": _when(facts.history_pulled_at)} if facts.history_pulled_at else ""
    return _joined(count, hours, pulled)


def _measures(order: WorkOrder) -> Iterator[FileLine]:
    for row in order.measures.select_related("unit").defer("unit__area"):
        until = _("until %(day)s") % {"day": f"{row.due_on:%Y-%m-%d}"} if row.due_on else ""
        yield FileLine(_("Mended"), _joined(row.text, row.unit and called_unit(row.unit), until))


def _two_persons(order: WorkOrder) -> Iterator[FileLine]:
    for name, rows in ((_("No complaint?"), order.downgrades), (_("Appeal"), order.appeals)):
        for row in rows.select_related("asked_by", "decided_by"):
            yield FileLine(name, _decided(row))


def _decided(row: TwoPersons) -> str:
    asked = _joined(row.reason, row.asked_by)
    if row.decided_at is None:
        return _joined(asked, _("waits for another person"))
    answer = _("agreed") if row.granted else _("refused")
    return _joined(asked, answer, row.answer, row.decided_by)


def _when(at: datetime) -> str:
    return f"{localtime(at):%m-%d %H:%M}"


def _joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)
