"""Screens on a wall: made by somebody with the right, paired once by a code, seen by their cookie, revoked at once.

The code is short because a hand types it at a television's remote control, and lives for half an hour and one use. What the
screen keeps instead is 256 bits in a cookie that no script reads. The table holds the hashes of both.
"""

import hashlib
import re
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from command_center.ground.core import audit, realtime
from command_center.ground.core.errors import NotFound
from command_center.ground.organisation.models import OrgUnit, User
from command_center.ground.organisation.wall_models import WallScreen

COOKIE = "wall_screen"
COOKIE_SECONDS = 400 * 86_400  # as long as a browser keeps any; given anew with every page
CODE_LASTS = timedelta(minutes=30)
CODE_LETTERS, CODE_LENGTH = "23456789ABCDEFGHJKMNPQRSTVWXYZ", 8  # none that is read for another: 39 bits
SEEN_EVERY = timedelta(minutes=5)


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def screen_group(token: str) -> str:
    """The channel group of the sockets that one screen has open. The secret itself stays out of Redis."""
    return _group_of(hashed(token))


def _group_of(token_hash: str) -> str:
    return f"wall.{token_hash[:32]}"


@transaction.atomic
def make(*, name: str, unit: OrgUnit, by: User, at: datetime) -> tuple[WallScreen, str]:
    """A new screen and its pairing code, which nobody can read again."""
    screen = WallScreen.objects.create(name=name, unit=unit, made_by=by, made_at=at)
    return screen, give_code(screen, by=by, at=at)


@transaction.atomic
def give_code(screen: WallScreen, *, by: User, at: datetime) -> str:
    """A code for this screen; the one before is worth nothing any more. Raises ``NotFound`` for a revoked screen."""
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    live = WallScreen.objects.filter(pk=screen.pk, revoked_at=None)
    if not live.update(code_hash=hashed(code), code_until=at + CODE_LASTS):
        raise NotFound()
    audit.record(
        actor=by, action="wall_code_given", object_kind="wallscreen", object_ref=str(screen.pk), unit=screen.unit.code
    )
    return f"{code[:4]}-{code[4:]}"


@transaction.atomic
def pair(code: str, *, at: datetime, address: str = "") -> str | None:
    """The secret for the cookie of the screen that typed this code; None for a wrong, used or old one.

    A screen that was paired before is now this one: the old one's secret opens nothing and its sockets close.
    """
    typed = re.sub(r"[^A-Z0-9]", "", code.upper())
    waiting = WallScreen.objects.select_for_update(no_key=True).filter(code_hash=hashed(typed), code_until__gt=at)
    screen = waiting.first() if typed else None
    if screen is None:
        return None
    _close([screen.token_hash])
    token = secrets.token_urlsafe(32)
    screen.code_hash, screen.code_until = "", None
    screen.token_hash, screen.paired_at, screen.seen_at = hashed(token), at, at
    screen.save(update_fields=["code_hash", "code_until", "token_hash", "paired_at", "seen_at"])
    audit.record(actor=None, action="wall_paired", object_kind="wallscreen", object_ref=str(screen.pk), address=address)
    return token


@transaction.atomic
def revoke(ids: Collection[int], *, by: User, at: datetime) -> int:
    """From now on these screens see nothing; how many that were. Open sockets close after the commit."""
    screens = list(WallScreen.objects.select_for_update(no_key=True).filter(pk__in=ids, revoked_at=None))
    _close([screen.token_hash for screen in screens])
    WallScreen.objects.filter(pk__in=[screen.pk for screen in screens]).update(
        revoked_at=at, code_hash="", code_until=None, token_hash=""
    )
    for screen in screens:
        audit.record(actor=by, action="wall_revoked", object_kind="wallscreen", object_ref=str(screen.pk))
    return len(screens)


def screens_of(tokens: Sequence[str]) -> list[WallScreen | None]:
    """Whose secret each is, with its unit; None when it was revoked, replaced or never given out. One query."""
    hashes = [hashed(token) for token in tokens]
    wanted = [each for token, each in zip(tokens, hashes, strict=True) if token]
    found = WallScreen.objects.filter(token_hash__in=wanted).select_related("unit").defer("unit__area")
    by_hash = {screen.token_hash: screen for screen in found}
    return [by_hash.get(each) for each in hashes]


def screen_of(token: str) -> WallScreen | None:
    return screens_of([token])[0] if token else None


def note_seen(screen: WallScreen, *, at: datetime) -> None:
    """A sign of life, every five minutes: whoever keeps the screens sees which ones hang dark."""
    if screen.seen_at is None or screen.seen_at <= at - SEEN_EVERY:
        WallScreen.objects.filter(pk=screen.pk).update(seen_at=at)


def _close(token_hashes: Collection[str]) -> None:
    """After the commit. A push may be lost; the sockets also look once a minute."""
    frames = [(_group_of(each), {"type": "wall.revoked"}) for each in token_hashes if each]
    transaction.on_commit(lambda: realtime.push(frames), robust=True)
