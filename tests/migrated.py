"""The database as the migrations leave it, kept from one run of the tests to the next.

Running them takes half a minute, and seldom has anybody changed one. The kept database has their digest in its name: with other
migrations it is another one, and the old ones go. What no migration says (roles, declared processes) is written by
``post_migrate``, which still runs.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django import VERSION
from django.apps import apps
from django.db import connection

PREFIX = "migrated_"


def use() -> None:
    """The test database, where none is given to copy yet, is copied from the kept one."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [_name()])
        if cursor.rowcount:
            connection.settings_dict["TEST"]["TEMPLATE"] = _name()


def keep() -> None:
    """Once the test database is there, and before anybody uses it: a database in use cannot be copied."""
    if connection.settings_dict["TEST"].get("TEMPLATE") == _name():
        return
    made = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        for (old,) in cursor.fetchall():
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
        cursor.execute(f'CREATE DATABASE "{_name()}" TEMPLATE "{made}"')


@cache
def _name() -> str:
    digest = sha256(repr(VERSION).encode())
    for config in sorted(apps.get_app_configs(), key=lambda each: each.label):
        for migration in sorted(Path(config.path, "migrations").glob("*.py")):
            digest.update(f"{config.label} {migration.name}".encode() + migration.read_bytes())
    return PREFIX + digest.hexdigest()[:16]
