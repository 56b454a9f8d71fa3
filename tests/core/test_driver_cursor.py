"""What PostgreSQL refuses is an error of Django's on every way to it, also past Django's own cursor."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.utils.timezone import now

from command_center.ground.core.api.unavailable import is_away
from command_center.ground.core.pg_copy import copy_rows, read_numbers
from command_center.ground.core.postgres import insert_rows, update_rows
from customers.models import Customer
from tests.house.sources import APPS, calls, python_files

TABLE = Customer._meta.db_table
# Longer than its column: PostgreSQL refuses it.
TOO_LONG = Customer(pk=1, number="1" * 21, name="冉小明", org_path="/42/", updated_at=now())


def out_of_room() -> None:
    """A function of the database that says what a full disk says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.full() RETURNS trigger AS $$ BEGIN RAISE disk_full; END $$ LANGUAGE plpgsql"
        )
        cursor.execute(f"CREATE TRIGGER no_room BEFORE INSERT ON {TABLE} EXECUTE FUNCTION pg_temp.full()")


@pytest.mark.parametrize(
    "way",
    [
        lambda: insert_rows([TOO_LONG], ["number", "name", "org_path"]),
        lambda: copy_rows(TABLE, ["number", "name", "org_path"], [("1" * 21, "冉小明", "/42/")]),
        lambda: read_numbers(Customer.objects.extra(where=["1 / 0 > 0"]), {"pk": int}),
        lambda: update_rows([Customer(pk=1, number="1", kind="ALIEN")], ["kind", "updated_at"]),
    ],
    ids=["insert", "copy in", "copy out", "update"],
)
def test_a_refused_row_is_an_error_of_djangos(db, way: Callable[[], None]):
    Customer.objects.create(pk=1, number="1", name="冉小明", org_path="/42/")
    with pytest.raises(DatabaseError):
        way()


def test_a_full_disk_is_told_as_later(db):
    out_of_room()
    with pytest.raises(OperationalError) as told:
        copy_rows(TABLE, ["number", "name", "org_path"], [("2", "冉小明", "/42/")])
    assert is_away(told.value)


def test_nobody_goes_past_it():
    past = [
        path.name
        for path in python_files(*APPS)
        for name, _ in calls(path)
        if name in {"execute_values", "copy_expert", "execute_batch"} and path.name not in {"postgres.py", "pg_copy.py"}
    ]
    assert past == []
