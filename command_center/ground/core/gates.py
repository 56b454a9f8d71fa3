"""What is told to fewer people than see the place it belongs to: a subject stands behind a gate, by name, or behind none.

Which rights open a gate is said by ``organisation/roles.py``, which subjects stand behind one by whoever keeps them
(``gated_by``, installed by the wiring); whoever tells somebody of a subject asks here or, with a person at hand,
``organisation/hearing.py``.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

OPEN = ""
"""Behind no gate."""

# Of one kind of subject the rows behind any gate, as a query with the columns ``pk`` and ``gate``.
Gated = Callable[[], "QuerySet[Any]"]

_gated: dict[str, Gated] = {}


def gated_by(table: Mapping[str, Gated]) -> None:
    """Install the wiring: kind of subject → those behind a gate. Called once, by ``command_center.wiring``."""
    _gated.clear()
    _gated.update(table)


def gated(subject: str) -> "QuerySet[Any]":
    """The rows of this kind behind any gate."""
    return _gated[subject]()


def kinds_of_subjects() -> list[str]:
    return list(_gated)


def gates_of(subject: str, ids: Iterable[int]) -> dict[int, str]:
    """The gates of those among these rows that stand behind one. One query; none for a subject that has no gates."""
    wanted = sorted(set(ids))
    if subject not in _gated or not wanted:
        return {}
    return dict(_gated[subject]().filter(pk__in=wanted).values_list("pk", "gate"))


def behind(subject: str, gates: Collection[str]) -> "QuerySet[Any]":
    """Ids of the rows behind one of these gates, to be asked within another query."""
    return _gated[subject]().filter(gate__in=list(gates)).values("pk")
