"""The present snapshot: from this process, from the cache, or built anew; the last one when the database does not answer.

Built at most every 30 seconds by all processes together. A storm's visitors read memory, not tables.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError
from django.utils.dateparse import parse_datetime

from command_center.ground.core.process_cache import register_cache
from command_center.screens.status.building import Snapshot, build

log = structlog.get_logger(__name__)

FRESH = timedelta(seconds=30)
KEY = "public-status"
BUILDING = "public-status-building"
KEPT_SECONDS = 24 * 3600


class NothingKept(Exception):
    """The database is away and nothing was ever built."""


@dataclass
class _Held:
    snapshot: Snapshot | None = None

    def clear(self) -> None:
        self.snapshot = None


_held = _Held()
register_cache(_held)
_lock = threading.Lock()


def present(*, at: datetime) -> Snapshot:
    """The newest snapshot there is; its ``built_at`` says how old. Raises ``NothingKept``."""
    if _fresh(_held.snapshot, at):
        return _held.snapshot  # type: ignore[return-value]
    with _lock:
        if not _fresh(_held.snapshot, at):
            _held.snapshot = _renewed(_newer(_held.snapshot, _forgiving(cache.get, KEY)), at)
    return _held.snapshot  # type: ignore[return-value]


def _renewed(known: Snapshot | None, at: datetime) -> Snapshot:
    if known is not None and (_fresh(known, at) or not _my_turn()):
        return known
    try:
        built = build(at=at)
    except (DatabaseError, InterfaceError) as problem:
        log.warning("public_status_is_old", error=repr(problem))
        if known is None:
            raise NothingKept from problem
        return known
    _forgiving(cache.set, KEY, built, KEPT_SECONDS)
    return built


def _my_turn() -> bool:
    """One of all processes builds; the others show what there is meanwhile. Without a cache everybody does."""
    return _forgiving(cache.add, BUILDING, 1, int(FRESH.total_seconds())) is not False


def built_at(snapshot: Snapshot) -> datetime:
    moment = parse_datetime(snapshot["built_at"])
    assert moment is not None
    return moment


def _fresh(snapshot: Snapshot | None, at: datetime) -> bool:
    return snapshot is not None and at - built_at(snapshot) < FRESH


def _newer(one: Snapshot | None, other: Snapshot | None) -> Snapshot | None:
    if one is None or other is None:
        return one or other
    return max(one, other, key=built_at)


def _forgiving(ask: Callable[..., Any], *arguments: Any) -> Any:
    """None while the cache's server is away."""
    try:
        return ask(*arguments)
    except Exception as problem:  # whatever the cache's client raises
        log.warning("public_status_without_cache", error=repr(problem))
        return None
