"""The test database as the migrations left it, and the way back there after a test that committed.

Django's own way is ``flush``: it truncates all tables, which makes hundreds of new files for the disk, it forgets the rows that
migrations wrote, and it knows no sequences and no partitions. This one empties each table where it is (most hold nothing) and
copies back what was kept at the start. It is a function of the test database itself, so nothing else can be emptied with it.
"""

from django.db import OperationalError, connection
from psycopg2.errors import LockNotAvailable

# A replica's role minds neither foreign keys nor triggers, or histories could not be emptied; setting it takes a superuser.
KEEP = """
DROP SCHEMA IF EXISTS as_migrated CASCADE;
CREATE SCHEMA as_migrated;
CREATE TABLE as_migrated._tables AS SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public';
CREATE TABLE as_migrated._sequences AS SELECT sequencename AS name, coalesce(last_value, start_value) AS number,
    last_value IS NOT NULL AS is_called FROM pg_sequences WHERE schemaname = 'public';

DO $$
DECLARE table_name text; holds_rows bool;
BEGIN
    FOR table_name IN SELECT name FROM as_migrated._tables LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', table_name) INTO holds_rows;
        IF holds_rows THEN
            EXECUTE format('CREATE TABLE as_migrated.%1$I AS TABLE public.%1$I', table_name);
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION as_migrated.come_back() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE table_name text;
BEGIN
    FOR table_name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        IF NOT EXISTS (SELECT FROM as_migrated._tables WHERE name = table_name) THEN
            EXECUTE format('DROP TABLE public.%I', table_name);
            CONTINUE;
        END IF;
        -- A thread of the test that has not committed yet is waited for; its rows would be the next test's.
        EXECUTE format('LOCK TABLE public.%I IN SHARE ROW EXCLUSIVE MODE', table_name);
        EXECUTE format('DELETE FROM public.%I', table_name);
        IF to_regclass(format('as_migrated.%I', table_name)) IS NOT NULL THEN
            EXECUTE format('INSERT INTO public.%1$I TABLE as_migrated.%1$I', table_name);
        END IF;
    END LOOP;
    PERFORM setval(format('public.%I', name), number, is_called)
    FROM as_migrated._sequences kept JOIN pg_sequences now ON now.sequencename = kept.name AND now.schemaname = 'public'
    WHERE now.last_value IS DISTINCT FROM CASE WHEN is_called THEN number END;
END $$;
"""


def keep() -> None:
    """Once, when the migrations have run."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP)


OTHERS = """
SELECT pid, state, query FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
"""


class LeftOpen(AssertionError):
    """A thread of the test began a transaction and never ended it."""


def come_back() -> None:
    """After a test that committed. Whoever still writes is waited for; who does not end is ended and told of (``LeftOpen``)."""
    try:
        _come_back()
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        left_open = _end_others()
        _come_back()
        raise LeftOpen(left_open) from error


def _come_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT as_migrated.come_back()")


def _end_others() -> list[tuple[str, str]]:
    """State and last statement of each connection that is ended: the next test starts without it."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        others = cursor.fetchall()
        cursor.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s) AS pid", [[pid for pid, *_ in others]])
    return [(state, query) for _, state, query in others]
