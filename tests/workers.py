"""Several test processes beside each other, each with a Redis of its own: another database number and other channels.

Loaded as a plugin (``-p`` in pyproject.toml), because the settings read the environment before any conftest is.
"""

import os
from urllib.parse import urlsplit, urlunsplit

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

if WORKER:
    own = f"/{1 + int(WORKER.removeprefix('gw'))}"
    os.environ["REDIS_URL"] = urlunsplit(urlsplit(os.environ["REDIS_URL"])._replace(path=own))
    # Pushes know no database number: the name of the channel tells them apart.
    os.environ["CHANNEL_PREFIX"] = f"board-{WORKER}"
