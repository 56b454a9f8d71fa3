"""What the suite needs before any conftest is read: databases and a Redis that several test processes can share.

Several test processes beside each other have a Redis each: another database number and other channels. A test that commits leaves
the tables as the migrations left them, whichever test comes next in its process. Loaded by ``-p`` in pyproject.toml.
"""

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

if WORKER:
    own = f"/{1 + int(WORKER.removeprefix('gw'))}"
    os.environ["REDIS_URL"] = urlunsplit(urlsplit(os.environ["REDIS_URL"])._replace(path=own))
    # Pushes know no database number: the name of the channel tells them apart.
    os.environ["CHANNEL_PREFIX"] = f"board-{WORKER}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[Any]:
    result = yield
    # After the last test the test database is gone, and the connection would lead to the real one.
    if nextitem is not None and commits(item):
        _write_what_migrations_wrote(item.config)
    return result


def commits(item: pytest.Item) -> bool:
    """Whether the test's database is flushed after it, and not rolled back."""
    marker = item.get_closest_marker("django_db")
    asked = marker is not None and marker.kwargs.get("transaction", False)
    return asked or not {"transactional_db", "live_server"}.isdisjoint(getattr(item, "fixturenames", ()))


def _write_what_migrations_wrote(config: pytest.Config) -> None:
    from django.db import connection
    from pytest_django.plugin import blocking_manager_key

    if not str(connection.settings_dict["NAME"]).startswith("test_"):
        raise RuntimeError("the tests would write into a database that is not theirs")
    with config.stash[blocking_manager_key].unblock():
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
        connection.close()
