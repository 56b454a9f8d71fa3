"""Rights of a person have changed: what follows at once."""

from django.db import transaction

from command_center.core import realtime
from command_center.organisation.models import User


def rights_group(user_id: int) -> str:
    """The channel group of every socket a person has open."""
    return f"user.{user_id}"


def close_open_sockets(user: User) -> None:
    """After the commit, every open socket of the person ends and has to sign in again under the new rights.

    A push may be lost; the sockets also compare ``rights_version`` once a minute.
    """
    message = {"type": "rights.changed"}
    transaction.on_commit(lambda: realtime.push([(rights_group(user.pk), message)]), robust=True)
