"""The arithmetic of promises: does a word take the last one back, and was a word kept? Pure.

Words are compared as the customer reads them, by the minute. *By nine at the latest* followed by *by half past eight* takes
nothing back; *by ten* does. The same rules stand once more in SQL (``selectors/book.py``), which the audit asks.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from customers.messages.catalogue import PromiseKind

# A time that moves by less is not worth a message (peers: early is forgiven, each change costs trust). Assumed.
WORTH_TELLING = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class Pledge:
    """What is said. ``since_at``: since when the supply is out, as the word claims."""

    kind: PromiseKind
    from_at: datetime | None = None
    until_at: datetime | None = None
    since_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Told(Pledge):
    """What somebody was told last, and when."""

    told_at: datetime


class News(StrEnum):
    """How a word stands to the last one of its chain."""

    FIRST = "FIRST"
    SAME = "SAME"
    NARROWS = "NARROWS"
    CONTRADICTS = "CONTRADICTS"
    ENDS = "ENDS"  # the matter is over as it was said, or a new one begins


class Verdict(StrEnum):
    OPEN = "OPEN"
    KEPT = "KEPT"
    BROKEN = "BROKEN"
    MOVED = "MOVED"
    NEVER_TOLD = "NEVER_TOLD"


def by_minute(moment: datetime | None) -> datetime | None:
    return moment.replace(second=0, microsecond=0) if moment else None


def news(last: Told | None, new: Pledge) -> News:
    """How ``new`` stands to the last word in the same chain. To whom nobody was promised nothing new is said by *nobody comes*."""
    if last is None:
        return News.SAME if takes_back_only(new) else News.FIRST
    if last.kind == PromiseKind.BACK and new.kind == PromiseKind.BACK_BY:
        return News.CONTRADICTS if is_dark_through(new, last.told_at) else News.ENDS
    if last.kind != new.kind:
        return News.ENDS
    if new.kind == PromiseKind.BACK:
        return News.SAME
    if new.kind in (PromiseKind.SLOT, PromiseKind.WINDOW):
        same = _window(last) == _window(new)
        return News.SAME if same else News.CONTRADICTS
    return _deadline(by_minute(last.until_at), by_minute(new.until_at))


def takes_back_only(word: Pledge) -> bool:
    """Whether it says that nobody comes, or that nothing is planned: a word for those who were told otherwise."""
    return word.kind in (PromiseKind.SLOT, PromiseKind.WINDOW) and word.until_at is None


def is_dark_through(word: Pledge, moment: datetime) -> bool:
    """Whether the word says that the supply was out at that moment already."""
    return word.since_at is None or word.since_at <= moment


def _window(word: Pledge) -> tuple[datetime | None, datetime | None]:
    return by_minute(word.from_at), by_minute(word.until_at)


def _deadline(last: datetime | None, new: datetime | None) -> News:
    if last == new:
        return News.SAME
    if last is None:
        return News.NARROWS
    return News.CONTRADICTS if new is None or new > last else News.NARROWS


def is_worth_telling(last: Told | None, new: Pledge) -> bool:
    """Whether the customer learns something: another deadline by a quarter of an hour or more, or anything else new."""
    how = news(last, new)
    if how is News.SAME:
        return False
    if last is None or new.kind not in (PromiseKind.BACK_BY, PromiseKind.ARRIVAL) or last.kind != new.kind:
        return True
    if new.until_at is None:  # the time known is no longer known: the last word stands until there is a better one
        return False
    return last.until_at is None or abs(new.until_at - last.until_at) >= WORTH_TELLING


def verdict(
    word: Pledge,
    *,
    at: datetime,
    came_true_at: datetime | None = None,
    replaced_at: datetime | None = None,
    is_void: bool = False,
) -> Verdict:
    """Kept or broken, as of ``at``.

    ``came_true_at``: power back, arrival; of a ``BACK`` the moment at which it turned out to be wrong. ``replaced_at``: when
    another word followed. A word that was replaced before its time was moved, neither kept nor broken: counted beside.
    """
    if is_void:
        return Verdict.NEVER_TOLD
    if word.kind == PromiseKind.BACK:
        return Verdict.KEPT if came_true_at is None else Verdict.BROKEN
    if word.until_at is None:
        return Verdict.OPEN if came_true_at is None and replaced_at is None else Verdict.MOVED
    due = word.until_at
    if replaced_at is not None and replaced_at <= due and (came_true_at is None or came_true_at > replaced_at):
        return Verdict.MOVED
    if came_true_at is not None:
        return Verdict.KEPT if came_true_at <= due else Verdict.BROKEN
    return Verdict.OPEN if at <= due else Verdict.BROKEN
