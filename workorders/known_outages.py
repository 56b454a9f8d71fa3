"""What a caller can be told at once about the outage he is in. Outages live a storey higher: the wiring installs who knows."""

from collections.abc import Callable, Iterable
from typing import Any

# Service point ids → for those who are dark by a known outage, what they are told (JSON values).
KnownOutages = Callable[[Iterable[int]], dict[int, dict[str, Any]]]

# The status of an outage that calls only let suspect: the ledger says of nobody that they are dark by it.
SUSPECTED = "PREDICTED"

_known_by: list[KnownOutages] = []


def known_outages_from(known: KnownOutages) -> None:
    """Called once, by ``command_center.wiring``."""
    _known_by[:] = [known]


def known_outages(point_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    ids = list(point_ids)
    return _known_by[0](ids) if _known_by and ids else {}
