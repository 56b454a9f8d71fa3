"""A question to the database that may take so long and no longer: whoever asks too widely holds up nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg2 import errorcodes


class TooSlow(Exception):
    """The database was asked longer than it may be; nothing was changed."""


@contextmanager
def statement_timeout(seconds: float) -> Iterator[None]:
    """Every statement within ends after so many seconds, with ``TooSlow``. A transaction of its own, for reading."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [int(seconds * 1000)])
            yield
            # Within a transaction of the caller's the limit would outlive this one.
            cursor.execute("SET LOCAL statement_timeout = 0")
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") != errorcodes.QUERY_CANCELED:
            raise
        raise TooSlow from error
