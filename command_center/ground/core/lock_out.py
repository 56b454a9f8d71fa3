"""Five wrong passwords for one name from one address: fifteen minutes in which not even the right one opens.

Behind many addresses one could go on guessing: fifty failures within an hour close the name for every address but those
from which its person has come in within a month. A guesser thus locks nobody out of their own desk.

Counted in Redis. While that is away everybody with the right password is let in: a dispatcher must reach the desk.
"""

import hashlib
import time
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from django.contrib.auth.backends import ModelBackend
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.utils.translation import ngettext

from command_center.ground.core.api.throttles import LoginThrottle

log = structlog.get_logger(__name__)

FAILURES = 5
LOCKED_SECONDS = 15 * 60
FAILURES_AN_HOUR = 50
HOUR_SECONDS = 3600
KNOWN_SECONDS = 30 * 86_400
SECONDS_LEFT = "locked_out_seconds"
"""Attribute of a request that was refused: how long it still lasts."""

T = TypeVar("T")


class LockOutBackend(ModelBackend):
    """Name and password, wherever they are typed: the sign-in page, the back office, ``auth/login/``."""

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        if request is None or username is None:
            return super().authenticate(request, username, password, **kwargs)
        if left := locked_seconds(request, username):
            setattr(request, SECONDS_LEFT, left)
            raise PermissionDenied  # no other backend is asked
        user = super().authenticate(request, username, password, **kwargs)
        note(request, username, right=user is not None)
        if user:
            LoginThrottle().give_back(request)
        return user


def locked_seconds(request: Any, username: str) -> int:
    """How long nothing opens for this name from this address; 0 while something may."""
    who, name, at = _who(username, request), _hashed(username), time.time()
    return _forgiving(lambda: max(seconds_left(who, at=at), seconds_closed(name, who, at=at)), 0)


def note(request: Any, username: str, *, right: bool) -> None:
    """Somebody showed a password or a code for this name."""
    who, name, at = _who(username, request), _hashed(username), time.time()
    if right:
        _forgiving(lambda: welcome(who), None)
    else:
        _forgiving(lambda: note_failure(who, at=at), None)
        _forgiving(lambda: count_failure(name, at=at), None)


def seconds_left(who: str, *, at: float) -> int:
    """How long ``who`` is still locked out; 0 for who is not."""
    until = cache.get(f"{who}:until")
    return max(0, round(until - at)) if until else 0


def note_failure(who: str, *, at: float) -> None:
    """A wrong password; the fifth within fifteen minutes locks."""
    cache.add(who, 0, LOCKED_SECONDS)
    if cache.incr(who) >= FAILURES:
        cache.set(f"{who}:until", at + LOCKED_SECONDS, LOCKED_SECONDS)
        cache.delete(who)
        log.warning("sign_in_locked", who=who)


def welcome(who: str) -> None:
    """The right password: counted from the beginning, and this address is known for this name."""
    cache.delete(who)
    cache.set(f"{who}:known", True, KNOWN_SECONDS)


def seconds_closed(name: str, who: str, *, at: float) -> int:
    """How long the name is still closed for an address that is not known for it."""
    hour, since = divmod(at, HOUR_SECONDS)
    if (cache.get(f"{name}:{hour:.0f}") or 0) < FAILURES_AN_HOUR or cache.get(f"{who}:known"):
        return 0
    return round(HOUR_SECONDS - since) or 1


def count_failure(name: str, *, at: float) -> None:
    key = f"{name}:{at // HOUR_SECONDS:.0f}"
    cache.add(key, 0, 2 * HOUR_SECONDS)
    if cache.incr(key) == FAILURES_AN_HOUR:
        log.warning("name_closed_to_strangers", name=name)


def sentence(seconds: int) -> str:
    """What a person reads who is locked out."""
    minutes = max(1, -(-seconds // 60))
    words = ngettext(
        "Too many wrong passwords. Try again in %(minutes)d minute.",
        "Too many wrong passwords. Try again in %(minutes)d minutes.",
        minutes,
    )
    return words % {"minutes": minutes}


def _who(username: str, request: Any) -> str:
    # Hashed: neither names nor addresses lie about in Redis, and no name is too long for a key.
    return _hashed(f"{username.strip().lower()}\n{LoginThrottle().get_ident(request)}")


def _hashed(words: str) -> str:
    return "sign-in:" + hashlib.sha256(words.strip().lower().encode(errors="replace")).hexdigest()


def _forgiving(work: Callable[[], T], otherwise: T) -> T:
    try:
        return work()
    except Exception as error:  # whatever the cache's client raises when its server is away
        log.warning("lock_out_unreachable", error=repr(error))
        return otherwise
