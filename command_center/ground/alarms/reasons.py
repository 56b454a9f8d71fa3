"""Several reasons at once: the gravest stands first, none is overwritten, each ends by what answers it. Pure."""

from collections.abc import Iterable
from typing import Any

from command_center.ground.alarms.codes import CODES, RANK, Step

# What a later reason says better: an end that is over is near no more.
SAYS_BETTER = {"late_restore": frozenset({"end_is_near"})}


def with_reason(reasons: Iterable[str], code: str) -> list[str]:
    """The reasons and this one, the gravest first. A code that is not in the table is a mistake: ``KeyError``."""
    if code not in CODES:
        raise KeyError(f"{code} is not in command_center/ground/alarms/codes.py")
    standing = set(reasons)
    said_better: frozenset[str] = frozenset().union(*(SAYS_BETTER.get(each, frozenset()) for each in standing))
    added = set() if code in said_better else {code}
    return ranked((standing | added) - SAYS_BETTER.get(code, frozenset()))


def without(reasons: Iterable[str], *answered: str) -> list[str]:
    return [code for code in reasons if code not in answered]


def after(reasons: Iterable[str], step: Step) -> list[str]:
    """What is still open once an order has come so far. A code of an older release ends with its order."""
    return [code for code in reasons if (CODES[code].until if code in CODES else Step.ENDED) > step]


def ranked(reasons: Iterable[str]) -> list[str]:
    return sorted(set(reasons), key=lambda code: (RANK.get(code, len(RANK)), code))


def columns(reasons: Iterable[str]) -> dict[str, Any]:
    """The two columns of a row: the gravest reason, which lists and alarms show, and the others behind it."""
    first, *others = [*ranked(reasons)] or [""]
    return {"attention": first, "attention_also": others}
