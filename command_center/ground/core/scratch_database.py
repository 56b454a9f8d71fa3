"""A scratch database, migrated, empty and dropped afterwards: where a trial may open a thousand outages unseen."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def scratch_database(purpose: str) -> Iterator[None]:
    """Every query of the body goes to a new, migrated, empty database ``scratch_<purpose>_<process id>``.

    It stands on the server of ``DATABASE_URL`` beside the real one, whose rows and locks are never touched. Not for a
    process that serves: the connection is exchanged for all its threads to come.
    """
    real_name, test_settings = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    before = test_settings.get("NAME")
    test_settings["NAME"] = f"scratch_{purpose}_{os.getpid()}"
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(real_name, verbosity=0)
    finally:
        test_settings["NAME"] = before
