"""The arithmetic of the ledger for one service point: what each act does to its interruptions. Pure.

The services do the same to ten thousand points in one statement; tests hold both against a simulation minute by minute.
A moment is anything that compares: seconds, minutes or datetimes.

The rules, in the trade's words:
- A customer is in one interruption at a time. Who is already dark stays in the interruption he is in.
- An outage's claim is believed back to the customer's last recorded return of power, and no further.
- A claim that reaches further back than the interruption the customer is in makes that one begin earlier.
- A person's correction of a time never runs over the neighbouring interruption.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

Moment = Any


@dataclass(frozen=True)
class Span:
    """Without power over ``[off, on)``, by ``outage``; ``on`` None while it lasts."""

    off: Moment
    on: Moment | None
    outage: int


Spans = tuple[Span, ...]


def claim(spans: Spans, *, outage: int, since: Moment) -> Spans:
    """The outage says: dark since ``since``, and still."""
    start = max([since, *(span.on for span in spans if span.on is not None)])
    dark = next((span for span in spans if span.on is None), None)
    if dark is None:
        return _sorted([*spans, Span(start, None, outage)])
    return _swap(spans, dark, replace(dark, off=start)) if start < dark.off else spans


def power_back(spans: Spans, *, outage: int, at: Moment) -> Spans:
    """Power returned to a customer whom this outage keeps dark. Others are not touched. Raises ``ValueError`` if too early."""
    dark = next((span for span in spans if span.on is None and span.outage == outage), None)
    if dark is None:
        return spans
    if at <= dark.off:
        raise ValueError("power returns after it went")
    return _swap(spans, dark, replace(dark, on=at))


def move_start(spans: Spans, *, outage: int, old: Moment, new: Moment) -> Spans:
    """The interruption of this outage that began at ``old`` began at ``new``, or at the return of power before it."""
    span = next((span for span in spans if span.outage == outage and span.off == old), None)
    if span is None:
        return spans
    start = max([new, *(other.on for other in spans if other.on is not None and other.on <= span.off)])
    if span.on is not None and start >= span.on:
        raise ValueError("power returns after it went")
    return _swap(spans, span, replace(span, off=start))


def move_end(spans: Spans, *, outage: int, old: Moment, new: Moment) -> Spans:
    """The interruption of this outage that ended at ``old`` ended at ``new``, or when the next one began."""
    span = next((span for span in spans if span.outage == outage and span.on == old), None)
    if span is None:
        return spans
    end = min([new, *(other.off for other in spans if other.off >= old)])
    if end <= span.off:
        raise ValueError("power returns after it went")
    return _swap(spans, span, replace(span, on=end))


def never_off(spans: Spans, *, outage: int) -> Spans:
    """This outage never touched the customer."""
    return tuple(span for span in spans if span.outage != outage)


def was_off(spans: Spans, *, outage: int, off: Moment, on: Moment) -> Spans:
    """The customer was dark over ``[off, on)`` too: what no other interruption covers is appended."""
    return _sorted([*spans, *(Span(a, b, outage) for a, b in gaps(spans, off, on))])


def still_off(spans: Spans, *, outage: int, nested: int) -> Spans:
    """Power never returned: the same interruption goes on under another outage, so no minute counts twice.

    Only for the customer's last interruption: whoever was dark again later had power in between.
    """
    last = spans[-1] if spans else None
    if last is None or last.outage != outage:
        return spans
    return _swap(spans, last, Span(last.off, None, nested))


def hand_over(spans: Spans, *, outage: int, to: int) -> Spans:
    """The customer's interruptions by one outage were by another: merged, split, moved."""
    return tuple(replace(span, outage=to) if span.outage == outage else span for span in spans)


def gaps(spans: Spans, off: Moment, on: Moment) -> list[tuple[Moment, Moment]]:
    """The parts of ``[off, on)`` in which nothing is recorded."""
    free, start = [], off
    for span in spans:
        if span.off > start:
            free.append((start, min(span.off, on)))
        start = on if span.on is None else max(start, span.on)
        if start >= on:
            break
    if start < on:
        free.append((start, on))
    return [(a, b) for a, b in free if a < b]


def changes(old: Spans, new: Spans) -> tuple[list[Span], list[Span]]:
    """What a correction retracts and what it appends."""
    return [span for span in old if span not in new], [span for span in new if span not in old]


def overlapping(spans: Sequence[Span]) -> bool:
    return any(a.on is None or a.on > b.off for a, b in pairwise(spans))


def dark_time(spans: Iterable[Span], start: Moment, end: Moment) -> Any:
    """Time without power within ``[start, end)``, in the unit of the moments' difference."""
    parts = [min(end if span.on is None else span.on, end) - max(span.off, start) for span in spans]
    zero = end - end
    return sum((part for part in parts if part > zero), start=zero)


def sustained(spans: Iterable[Span], limit: Any) -> list[Span]:
    """Ended interruptions that lasted longer than ``limit``: the limit is a parameter of the figure, not of the row."""
    return [span for span in spans if span.on is not None and span.on - span.off > limit]


def _sorted(spans: Iterable[Span]) -> Spans:
    return tuple(sorted(spans, key=lambda span: span.off))


def _swap(spans: Spans, old: Span, new: Span) -> Spans:
    return _sorted(new if span is old else span for span in spans)
