"""Planned work: its customers had a notice, so the beginning is no news to them; a later end is, and the return of power."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from customers.messages.catalogue import PromiseKind
from customers.messages.models import Promise
from customers.messages.promises import Pledge
from customers.messages.services import book
from outages.life.choices import PREARRANGED
from outages.life.models import Outage
from outages.planned.models.plan import PlannedOutage
from outages.telling.selectors import Standing


def carry_notices(outages: Sequence[Outage], stands: Mapping[int, Sequence[Standing]], *, at: datetime) -> int:
    """Who read the notice was told the end by it: that is the last word about their supply when the work begins; how many.

    Three statements, and one where none of the outages is planned work.
    """
    planned = [outage for outage in outages if outage.kind in PREARRANGED]
    plan_of = _plans([outage.pk for outage in planned])
    rows = [
        (f"plan:{plan_of[outage.pk]}:{each.point_id}", each, outage)
        for outage in planned
        if outage.pk in plan_of
        for each in stands.get(outage.pk, [])
        if each.on_at is None
    ]
    notices = _notices([chain for chain, _, _ in rows])
    lasts = book.last_words(f"supply:{each.point_id}" for chain, each, _ in rows if chain in notices)
    entries = [
        _entry(notices[chain], each, outage)
        for chain, each, outage in rows
        if chain in notices and not _spoken_of(lasts.get(f"supply:{each.point_id}"), each)
    ]
    return len(book.note_told(entries, at=at)) if entries else 0


def _plans(outage_ids: Sequence[int]) -> dict[int, int]:
    """Outage id → its plan. No query where there is none to ask for."""
    if not outage_ids:
        return {}
    return dict(PlannedOutage.objects.filter(outage_id__in=outage_ids).values_list("outage_id", "pk"))


def _notices(chains: Sequence[str]) -> dict[str, Promise]:
    """Chain → the window that was told last and still stands."""
    if not chains:
        return {}
    rows = Promise.objects.filter(chain__in=chains, void_at=None).order_by("chain", "-told_at", "-pk").distinct("chain")
    return {row.chain: row for row in rows if row.until_at is not None}


def _spoken_of(last: book.Last | None, each: Standing) -> bool:
    """Whether the last word about this supply is of this interruption already."""
    return last is not None and last.told.since_at is not None and last.told.since_at >= each.off_at


def _entry(notice: Promise, each: Standing, outage: Outage) -> book.Entry:
    return book.Entry(
        chain=f"supply:{each.point_id}",
        pledge=Pledge(kind=PromiseKind.BACK_BY, until_at=notice.until_at, since_at=each.off_at),
        channel=notice.channel,
        subject_kind="outage",
        subject_id=outage.pk,
        subject_ref=outage.number,
        org_path=outage.org_path,
        customer_id=notice.customer_id,
        reason="plan_changed",
    )


def windows_kept(stands: Mapping[int, Sequence[Standing]]) -> int:
    """Planned work that is over: the window of the notice was kept or not; how many words."""
    back = {pk: [each for each in rows if each.on_at is not None] for pk, rows in stands.items()}
    plan_of = _plans([pk for pk, rows in back.items() if rows])
    return book.came_true(
        PromiseKind.WINDOW,
        {
            f"plan:{plan_of[pk]}:{e.point_id}": e.on_at
            for pk, rows in back.items()
            if pk in plan_of
            for e in rows
            if e.on_at
        },
    )
