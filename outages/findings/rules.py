"""What a crew's finding makes of the outage it speaks about: one table of words, no database.

A finding beats a prediction and whatever the desk supposed. It never beats telemetry, nor what happened after it was seen.
"""

from dataclasses import dataclass
from enum import StrEnum

from outages.life.states import Status


class Effect(StrEnum):
    """What became of a finding; kept with it."""

    NOTED = "NOTED"
    """Kept, nothing changes: one household is no outage, or the story is past."""
    OPENED = "OPENED"
    CONFIRMED = "CONFIRMED"
    MOVED = "MOVED"
    JOINED = "JOINED"
    """Another live outage names the device already: this one is part of it."""
    SPLIT = "SPLIT"
    """The device above is open as well: those below the found one have an outage of their own."""
    NESTED = "NESTED"
    """Dark still after the return of power."""
    CORRECTED = "CORRECTED"
    """This customer was never dark by the outage."""
    DISMISSED = "DISMISSED"
    DISPUTED = "DISPUTED"
    """Telemetry, a plan or restored customers speak against it: kept, and a person looks."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """``several``: more than one customer is dark. ``closed``: telemetry shows the device closed. ``same``: the outage names
    this very device. ``within`` and ``beyond``: whether every found customer is among the claimed ones, and whether claimed
    ones are left outside. ``past``: power was back after the crew saw it."""

    several: bool
    closed: bool = False
    same: bool = False
    within: bool = False
    beyond: bool = False
    past: bool = False


@dataclass(frozen=True, kw_only=True)
class Known:
    """``reported``: telemetry itself says that the outage's device is open. ``planned``: it was arranged beforehand."""

    status: Status
    reported: bool = False
    planned: bool = False


def effect_of_darkness(found: Found, known: Known | None) -> Effect:
    """A device, a village, a building or a house is dark."""
    if found.closed:
        return Effect.DISPUTED
    if known is None:
        return Effect.OPENED if found.several else Effect.NOTED
    if known.status in (Status.RESTORED, Status.VERIFIED):
        return Effect.NOTED if found.past else Effect.NESTED
    if known.status not in _OPEN:
        return Effect.NOTED
    if found.same or (known.reported and found.within and not found.beyond):
        return Effect.CONFIRMED
    if known.planned:
        return Effect.DISPUTED
    if known.reported or known.status == Status.PARTIALLY_RESTORED:
        return _beside_a_fact(found, known)
    return Effect.MOVED


def _beside_a_fact(found: Found, known: Known) -> Effect:
    """Its device is open for certain, or some have power again: below it there is another fault, above it a larger one."""
    if found.within and found.beyond:
        return Effect.SPLIT
    wider = not found.beyond and known.status != Status.PARTIALLY_RESTORED
    return Effect.MOVED if wider else Effect.DISPUTED


def effect_of_power(known: Known | None, *, alone: bool) -> Effect:
    """This customer's meter has power; ``alone``: nobody else is claimed by the outage."""
    if known is None or known.status not in _OPEN:
        return Effect.NOTED
    if known.reported:
        return Effect.DISPUTED
    if known.planned:
        return Effect.CORRECTED
    return Effect.DISMISSED if alone or known.status in _UNSURE else Effect.CORRECTED


_UNSURE = (Status.PREDICTED, Status.PROBABLE)
_OPEN = (*_UNSURE, Status.CONFIRMED, Status.PARTIALLY_RESTORED)
