"""What the code declares, told to the database after every ``migrate``: functions that its constraints ask.

So a new state or a new role is a line of code and no migration, and PostgreSQL refuses what nobody declares all the same.
"""

from collections.abc import Iterable

from django.db import connection

TEXT_OF = "SELECT prosrc FROM pg_proc WHERE proname = %s"


def keep_function(signature: str, body: str) -> bool:
    """A plain SQL function, so that the planner puts its body in place of a call. Whether it says something new."""
    if text_of(signature.partition("(")[0]) == body:
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE OR REPLACE FUNCTION {signature} RETURNS boolean IMMUTABLE LANGUAGE sql AS $${body}$$")
    return True


def text_of(function: str) -> str:
    """What the function says now; "" before the migration that brings it."""
    with connection.cursor() as cursor:
        cursor.execute(TEXT_OF, [function])
        found = cursor.fetchone()
    return found[0] if found else ""


def texts(codes: Iterable[str]) -> str:
    """The codes as a list of SQL texts."""
    return ", ".join(f"'{code}'" for code in codes)
