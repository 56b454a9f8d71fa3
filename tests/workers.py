"""Several test processes beside each other, and what must be in the environment before any conftest is read; ``-p`` in pyproject.toml.

Each process has a Redis of its own, another database number and other channels, and a database that is a copy: the migrations
run once, in the first process, while the others start. PostgreSQL answers a commit before the disk has it: that shows only after
the server or the machine has crashed, and no test makes them. Who waits two minutes for a lock waits for ever: the limit a test
has cannot interrupt a call into the database, so the server itself ends it.
"""

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

os.environ["PGOPTIONS"] = "-c synchronous_commit=off -c lock_timeout=120s"

if WORKER:
    own = f"/{1 + int(WORKER.removeprefix('gw'))}"
    os.environ["REDIS_URL"] = urlunsplit(urlsplit(os.environ["REDIS_URL"])._replace(path=own))
    # Pushes know no database number: the name of the channel tells them apart.
    os.environ["CHANNEL_PREFIX"] = f"board-{WORKER}"


class Template:
    """The database that the others are copied from; it lives in the process that hands out the tests."""

    def __init__(self, config: pytest.Config) -> None:
        from pytest_django.plugin import blocking_manager_key

        self.blocker, self.made = config.stash[blocking_manager_key], []

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionstart(self) -> Iterator[None]:
        yield  # the others are started first: they read the tests meanwhile
        from django.db import connection
        from django.test.utils import setup_databases

        from tests import migrated

        with self.blocker.unblock():
            migrated.use()
            self.made = setup_databases(0, interactive=False, aliases={"default"}, serialized_aliases=set())
            migrated.keep()
            connection.close()  # a database in use cannot be copied

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionfinish(self) -> Iterator[Any]:
        yield
        from django.test.utils import teardown_databases

        with self.blocker.unblock():
            teardown_databases(self.made, verbosity=0)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("dist", "no") != "no" and not WORKER:
        config.pluginmanager.register(Template(config))
