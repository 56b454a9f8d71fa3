"""What an answer by link is worth. Pure: what was said and how things stand go in, the name of a rule comes out.

Accepted: it changes what the rule says. Doubtful: a person is asked. Unreadable: it changes nothing, and the customer reads so.
No published text says how far a pin is to be believed; every rule names its source, mostly ours ("assumed").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Question(StrEnum):
    PLACE = "PLACE"
    PHOTO = "PHOTO"
    EXTENT = "EXTENT"
    SUPPLY = "SUPPLY"


class Verdict(StrEnum):
    ACCEPTED = "ACCEPTED"
    DOUBTFUL = "DOUBTFUL"
    UNREADABLE = "UNREADABLE"


class Change(StrEnum):
    """What an answer changed."""

    NONE = "NONE"
    KEPT = "KEPT"  # it says nothing new, or nothing that still counts
    SHOWN = "SHOWN"  # desk and crew read it
    PLACE_SET = "PLACE_SET"
    PLACE_MOVED = "PLACE_MOVED"
    EVIDENCE = "EVIDENCE"  # the judge of outages hears it
    REPORTED = "REPORTED"  # a report like any call: it urges, reopens or nests
    CONFIRMED = "CONFIRMED"  # it answers whether power is back


class Stage(StrEnum):
    """How far the repair is that this customer waits for, theirs or the one that theirs follows."""

    BEFORE = "BEFORE"
    AT_SITE = "AT_SITE"
    BACK = "BACK"
    OVER = "OVER"


class Extent(StrEnum):
    ONLY_US = "ONLY_US"
    NEIGHBOURS = "NEIGHBOURS"
    UNKNOWN = "UNKNOWN"


class Supply(StrEnum):
    ON = "ON"
    OFF = "OFF"


# Why a person is asked to look at an order: an answer is doubtful; nobody has looked in time.
LOOK, LATE = "customer_answer", "customer_answer_late"
ANSWERS_OPEN = (LOOK, LATE)
# Metres. A pin counts near the supply it is about (as ``report_location.NEAR_SUPPLY_M``). Assumed.
FAR_M = 2000.0
# A pin of a phone outdoors is right within some ten metres; the next house stands further off. Assumed.
SAME_M = 30.0
# A phone that knows no better than this knows the village, not the house. Assumed.
COARSE_M = 500.0
A, D, U = Verdict.ACCEPTED, Verdict.DOUBTFUL, Verdict.UNREADABLE
ASSUMED = "assumed"


@dataclass(frozen=True)
class Rule:
    """``source``: who says so."""

    verdict: Verdict
    change: Change
    source: str = ASSUMED


RULES: Mapping[str, Rule] = {
    "pin_unreadable": Rule(U, Change.NONE),
    "pin_in_words": Rule(D, Change.SHOWN, "what a person typed is never dropped: a person reads it"),
    "pin_too_late": Rule(A, Change.KEPT),
    "pin_follows": Rule(A, Change.SHOWN, "domain reference §2.4: a merged order has no place of its own to go to"),
    "pin_coarse": Rule(D, Change.SHOWN),
    "pin_coarse_kept": Rule(A, Change.KEPT),
    "pin_outside": Rule(D, Change.SHOWN, "no unit of ours serves a place outside the province"),
    "pin_far": Rule(D, Change.SHOWN),
    "pin_other_county": Rule(D, Change.SHOWN),
    "pin_same": Rule(A, Change.KEPT),
    "pin_crew_there": Rule(D, Change.SHOWN, "a crew that stands there is told by a person, not by a pin"),
    "pin_sets": Rule(A, Change.PLACE_SET),
    "pin_moves": Rule(A, Change.PLACE_MOVED),
    "photo_unreadable": Rule(U, Change.NONE),
    "photo_too_late": Rule(A, Change.KEPT),
    "photo_shown": Rule(A, Change.SHOWN, "a picture decides nothing: people look at it"),
    "extent_unreadable": Rule(U, Change.NONE),
    "extent_unknown": Rule(A, Change.KEPT),
    "extent_too_late": Rule(A, Change.KEPT),
    "neighbours_dark": Rule(A, Change.EVIDENCE, "domain reference §4.5: one more place that reports darkness"),
    "only_us": Rule(A, Change.SHOWN),
    "neighbours_lit": Rule(D, Change.SHOWN, "the ledger says that the neighbours are dark too"),
    "supply_unreadable": Rule(U, Change.NONE),
    "off_reported": Rule(A, Change.REPORTED, "domain reference §4.5: a call after the return of power is judged anew"),
    "off_again": Rule(A, Change.KEPT),
    "on_confirmed": Rule(A, Change.CONFIRMED, "domain reference §4.5: customers are asked whether power is back"),
    "on_at_site": Rule(A, Change.SHOWN, "the crew on site says it"),
    "on_before_repair": Rule(D, Change.SHOWN, "nobody repaired anything: perhaps another house, perhaps for a moment"),
    "on_but_dark": Rule(D, Change.SHOWN, "the ledger says that this supply is out"),
    "on_later_outage": Rule(A, Change.KEPT, "the matter of this link is over; the later outage asks its own customers"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Pin:
    """WGS-84 degrees. ``accuracy_m`` as the phone says, None where nobody knows."""

    latitude: float
    longitude: float
    accuracy_m: float | None = None


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer as far as it can be read. ``pin`` and ``words`` of a place, ``is_picture`` of a photo; else ``choice``."""

    question: Question
    pin: Pin | None = None
    words: str = ""
    is_picture: bool = False
    choice: str = ""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """How things stand. The metres are from the pin, None where nothing is known to measure to.

    ``follows``: the order has no crew of its own. ``dark_customers``: how many are out in the outage that this supply is out by,
    0 where the ledger knows of none. ``said_off``: they told us lately, and nothing has changed since.
    """

    stage: Stage
    follows: bool = False
    is_located: bool = False
    is_inside: bool = True
    is_own_county: bool = True
    metres_to_supply: float | None = None
    metres_to_place: float | None = None
    dark_customers: int = 0
    said_off: bool = False


def rule_for(said: Said, facts: Facts) -> str:
    """The name of the rule in ``RULES`` that decides this answer."""
    return _DECIDE[said.question](said, facts)


def _place(said: Said, facts: Facts) -> str:
    pin = said.pin
    if pin is None:
        return _place_in_words(said, facts)
    if not (-90 <= pin.latitude <= 90 and -180 <= pin.longitude <= 180):
        return "pin_unreadable"
    if facts.stage in (Stage.BACK, Stage.OVER):
        return "pin_too_late"
    if facts.follows:
        return "pin_follows"
    if not facts.is_inside:
        return "pin_outside"
    if pin.accuracy_m is not None and pin.accuracy_m > COARSE_M:
        return "pin_coarse_kept" if facts.is_located else "pin_coarse"
    return _plausible(facts)


def _place_in_words(said: Said, facts: Facts) -> str:
    if not said.words.strip():
        return "pin_unreadable"
    if facts.stage in (Stage.BACK, Stage.OVER):
        return "pin_too_late"
    return "pin_follows" if facts.follows else "pin_in_words"


def _plausible(facts: Facts) -> str:
    """A known supply outweighs the place told before, and both outweigh the county that words name."""
    if facts.metres_to_place is not None and facts.metres_to_place <= SAME_M:
        return "pin_same"
    if facts.stage == Stage.AT_SITE:
        return "pin_crew_there"
    known = facts.metres_to_supply if facts.metres_to_supply is not None else facts.metres_to_place
    if known is not None and known > FAR_M:
        return "pin_far"
    if known is None and not facts.is_own_county:
        return "pin_other_county"
    return "pin_moves" if facts.is_located else "pin_sets"


def _photo(said: Said, facts: Facts) -> str:
    if not said.is_picture:
        return "photo_unreadable"
    return "photo_too_late" if facts.stage in (Stage.BACK, Stage.OVER) else "photo_shown"


def _extent(said: Said, facts: Facts) -> str:
    if said.choice not in set(Extent):
        return "extent_unreadable"
    if facts.stage in (Stage.BACK, Stage.OVER):
        return "extent_too_late"
    if said.choice == Extent.UNKNOWN:
        return "extent_unknown"
    if said.choice == Extent.NEIGHBOURS:
        return "neighbours_dark"
    return "neighbours_lit" if facts.dark_customers > 1 else "only_us"


def _supply(said: Said, facts: Facts) -> str:
    if said.choice not in set(Supply):
        return "supply_unreadable"
    if said.choice == Supply.OFF:
        return "off_again" if facts.said_off else "off_reported"
    if facts.stage == Stage.AT_SITE:
        return "on_at_site"
    if facts.stage == Stage.BEFORE:
        return "on_before_repair"
    if not facts.dark_customers:
        return "on_confirmed"
    return "on_but_dark" if facts.stage == Stage.BACK else "on_later_outage"


_DECIDE = {Question.PLACE: _place, Question.PHOTO: _photo, Question.EXTENT: _extent, Question.SUPPLY: _supply}
