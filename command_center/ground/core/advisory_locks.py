"""PostgreSQL's advisory locks by name: for work of which one at a time makes sense in the whole house."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.db import DatabaseError, connection

log = structlog.get_logger(__name__)


def lock_until_commit(name: str) -> None:
    """Wait for the lock; it goes with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])


def lock_shared_until_commit(name: str) -> None:
    """Wait for whoever holds the lock alone; many may share it. It goes with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtext(%s))", [name])


@contextmanager
def held_if_free(name: str) -> Iterator[bool]:
    """Take the lock without waiting, over any number of transactions; whether it was free.

    The lock belongs to the connection: a killed process frees it at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
        (is_ours,) = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours:
            _unlock(name)


def _unlock(name: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])
    except DatabaseError as error:
        # The connection is gone, or its transaction broken and about to be rolled back by a caller that gave up.
        log.warning("advisory_lock_not_released", lock=name, error=repr(error))
        connection.close()
