"""Rights of a person have changed, or a sign-in has ended: what follows at once on open sockets."""

import hashlib

from django.db import transaction

from command_center.ground.core import realtime
from command_center.ground.organisation.models import User


def rights_group(user_id: int) -> str:
    """The channel group of every socket a person has open."""
    return f"user.{user_id}"


def session_group(session_key: str) -> str:
    """The group of the sockets that one browser has open. The key itself stays out of Redis."""
    return "session." + hashlib.sha256(session_key.encode()).hexdigest()[:32]


def close_open_sockets(user: User) -> None:
    """After the commit, every open socket of the person ends and has to sign in again under the new rights.

    A push may be lost; the sockets also look at the session and ``rights_version`` once a minute.
    """
    _push(rights_group(user.pk), "rights.changed")


def close_sockets_of_session(session_key: str) -> None:
    """Somebody signed out in this browser. Their phone, which has a session of its own, goes on."""
    _push(session_group(session_key), "session.ended")


def _push(group: str, kind: str) -> None:
    transaction.on_commit(lambda: realtime.push([(group, {"type": kind})]), robust=True)
