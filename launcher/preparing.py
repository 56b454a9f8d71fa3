"""Database, static files and demo province, in one child process: starting Django once takes long enough."""

import subprocess
from collections.abc import Mapping

from launcher import home
from launcher.speech import Refusal


def prepare(env: Mapping[str, str]) -> None:
    """Run :mod:`launcher.in_django` with the environment's Python. Raises Refusal when it fails."""
    words = [str(home.PYTHON), "-m", "launcher.in_django"]
    # Its stdout is our stderr: progress of the seed belongs beside ours.
    if subprocess.run(words, env=dict(env), cwd=home.ROOT, stdout=2).returncode:
        raise Refusal("The database could not be prepared; the reason is above. ./run reset starts afresh.")
