"""What crews found, told to people: on the order, in its timeline, on the phone."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from outages.findings import labels as labels
from outages.findings.rules import Effect
from outages.judging.models.evidence import Evidence, EvidenceKind, Extent
from outages.life.choices import CauseClass
from workorders.selectors.timeline import Entry

FINDING = "finding"


def findings_of(order_id: int) -> list[dict[str, Any]]:
    """Oldest first, JSON-ready except for its moment. One query."""
    return [told(row) for row in _rows().filter(order_id=order_id)]


def latest_findings(order_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Order id → the last thing its crew found, JSON-ready. One query; none without orders."""
    rows = _rows().filter(order_id__in=order_ids) if order_ids else []
    return {row.order_id: told(row) | {"at": row.at.isoformat()} for row in rows if row.order_id}


def finding_timeline(order_id: int) -> list[Entry]:
    """Rows of the order's timeline; ``code`` is the extent. One query."""
    return [
        Entry(at=row.at, kind=FINDING, code=row.detail["extent"], text=in_words(row), actor=_name(row.author))
        for row in _rows().filter(order_id=order_id)
    ]


def told(row: Evidence) -> dict[str, Any]:
    return {
        **row.detail,
        "at": row.at,
        "author": _name(row.author),
        "device": {"code": row.branch.code, "name": str(row.branch), "kind": row.branch.device} if row.branch else None,
        "outage": row.outage.number if row.outage else None,
    }


def in_words(row: Evidence) -> str:
    """E.g. “Everybody behind a device is dark: FU2 · Nature, lightning · outage moved here”."""
    said = row.detail
    where = str(Extent(said["extent"]).label)
    place = f"{where}: {row.branch}" if row.branch else where
    cause = str(CauseClass(said["cause_class"]).label) if said["cause_class"] else ""
    words = [place, cause, said["cause"], said["note"], _("danger") if said["hazard"] else ""]
    return " · ".join(word for word in [*words, str(labels.EFFECT[Effect(said["effect"])])] if word)


def _rows() -> "QuerySet[Evidence]":
    return (
        Evidence.objects.filter(kind=EvidenceKind.CREW)
        .select_related("author", "branch", "outage")
        .order_by("at", "pk")
    )


def _name(person: Any) -> str:
    return str(person) if person else ""
