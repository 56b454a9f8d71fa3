"""The book of promises: the last word of each chain, another word, and what came of it. Always in sets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from customers.messages.catalogue import PromiseKind
from customers.messages.models import MessageChannel, Promise
from customers.messages.promises import News, Pledge, Told, news


class Last(NamedTuple):
    """The word that stands last in a chain, and its row."""

    id: int
    told: Told


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One word to be written into the book."""

    chain: str
    pledge: Pledge
    channel: MessageChannel | str
    subject_kind: str
    subject_id: int
    subject_ref: str
    org_path: str
    customer_id: int | None = None
    message_id: int | None = None
    teller_id: int | None = None
    reason: str = ""


LAST = f"""
SELECT c.chain, l.id, l.kind, l.from_at, l.until_at, l.since_at, l.told_at FROM unnest(%s::text[]) AS c (chain)
CROSS JOIN LATERAL (SELECT p.* FROM {Promise._meta.db_table} p WHERE p.chain = c.chain AND p.void_at IS NULL
    ORDER BY p.told_at DESC, p.id DESC LIMIT 1) l
"""


def last_words(chains: Iterable[str]) -> dict[str, Last]:
    """Chain → the last word told in it. One query."""
    asked = sorted(set(chains))
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(LAST, [asked])
        return {
            chain: Last(
                pk,
                Told(kind=PromiseKind(kind), from_at=from_at, until_at=until_at, since_at=since_at, told_at=told_at),
            )
            for chain, pk, kind, from_at, until_at, since_at, told_at in cursor.fetchall()
        }


def lock_chains(chains: Iterable[str]) -> None:
    """Nobody else writes a word into these chains until the commit; always taken in one order. One query."""
    asked = sorted(set(chains))
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(key) FROM (SELECT DISTINCT hashtextextended(c, 7) AS key"
                " FROM unnest(%s::text[]) c ORDER BY 1) k",
                [asked],
            )


def write_down(entries: Sequence[Entry], *, at: datetime, lasts: Mapping[str, Last]) -> list[Promise]:
    """Words that are told now, within the caller's transaction, the chains locked; ``lasts`` as read under that lock.

    A word that takes the last one back is marked so; the database refuses it without a reason.
    """
    rows = []
    for each in entries:
        last = lasts.get(each.chain)
        contradicts = last.id if last is not None and news(last.told, each.pledge) is News.CONTRADICTS else None
        said = {name: value for name, value in vars(each).items() if name != "pledge"}
        rows.append(Promise(**said, **vars(each.pledge), told_at=at, contradicts_id=contradicts))
    return Promise.objects.bulk_create(rows)


@transaction.atomic
def note_told(entries: Sequence[Entry], *, at: datetime) -> list[Promise]:
    """Words told otherwise than by message: on the phone, on a page. The same word again is no new promise."""
    lock_chains(each.chain for each in entries)
    lasts = last_words(each.chain for each in entries)
    fresh = [e for e in entries if e.chain not in lasts or news(lasts[e.chain].told, e.pledge) is not News.SAME]
    return write_down(fresh, at=at, lasts=lasts) if fresh else []


CAME_TRUE = f"""
UPDATE {Promise._meta.db_table} p SET came_true_at = f.at
FROM (SELECT chain, max(at) AS at FROM unnest(%(chains)s::text[], %(moments)s::timestamptz[]) AS u (chain, at) GROUP BY 1) f
WHERE p.chain = f.chain AND p.kind = %(kind)s AND p.came_true_at IS NULL AND p.void_at IS NULL
    AND (p.since_at IS NULL OR p.since_at < f.at)
"""
TURNED_OUT_WRONG = f"""
UPDATE {Promise._meta.db_table} p SET came_true_at = %(at)s
FROM unnest(%(chains)s::text[], %(since)s::timestamptz[]) AS f (chain, since)
WHERE p.chain = f.chain AND p.kind = '{PromiseKind.BACK}' AND p.came_true_at IS NULL AND p.void_at IS NULL
    AND p.told_at >= f.since
"""


def came_true(kind: PromiseKind, moments: Mapping[str, datetime]) -> int:
    """Chain → when that happened which was promised: power back, arrival. Said again it changes nothing; how many rows."""
    return _run(CAME_TRUE, {"kind": str(kind), "chains": list(moments), "moments": list(moments.values())})


def turned_out_wrong(dark_since: Mapping[str, datetime], *, at: datetime) -> int:
    """Chain → since when the supply is out: who was told after that moment that power is back was told wrongly."""
    return _run(TURNED_OUT_WRONG, {"chains": list(dark_since), "since": list(dark_since.values()), "at": at})


def never_heard(message_ids: Sequence[int], *, at: datetime) -> None:
    """The messages did not leave or did not arrive: nobody heard their words."""
    if message_ids:
        Promise.objects.filter(message_id__in=list(message_ids), void_at=None).update(void_at=at)


def _run(statement: str, parameters: dict[str, Any]) -> int:
    if not parameters["chains"]:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)
