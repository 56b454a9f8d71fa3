"""Why a person should look, when there are several reasons: the gravest stands first, none is overwritten. Pure."""

from collections.abc import Iterable
from typing import Any

# The gravest first; a reason that is not listed is the mildest.
GRAVITY = (
    "life_support",
    "important_customer",
    "restore_unverified",
    "restore_unanswered",
    "late_restore",
    "time_critical",
    "notice_refused",
    "not_started",
    "end_is_near",
    "started_early",
)
# What a later reason says better: an end that is over is near no more.
SAYS_BETTER = {"late_restore": frozenset({"end_is_near"})}


def with_reason(reasons: Iterable[str], code: str) -> list[str]:
    """The reasons and this one, the gravest first."""
    standing = set(reasons)
    said_better: frozenset[str] = frozenset().union(*(SAYS_BETTER.get(each, frozenset()) for each in standing))
    added = set() if code in said_better else {code}
    return ranked((standing | added) - SAYS_BETTER.get(code, frozenset()))


def without(reasons: Iterable[str], *answered: str) -> list[str]:
    return [code for code in reasons if code not in answered]


def ranked(reasons: Iterable[str]) -> list[str]:
    return sorted(set(reasons), key=lambda code: (GRAVITY.index(code) if code in GRAVITY else len(GRAVITY), code))


def columns(reasons: Iterable[str]) -> dict[str, Any]:
    """The two columns of a row: the gravest reason, which lists and alarms show, and the others behind it."""
    first, *others = [*ranked(reasons)] or [""]
    return {"attention": first, "attention_also": others}
