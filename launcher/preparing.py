"""Database, static files and demo province, in one child process: starting Django once takes long enough.

When nothing that it looks at has changed since the last time, even that one start is saved.
"""

import hashlib
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from launcher import home
from launcher.engines import Engines
from launcher.speech import Refusal

STAMP = home.LOCAL / "prepared.stamp"
# What the preparation reads, below the checkout; `.local` and hidden folders never match.
WATCHED = (
    "requirements.txt",
    "command_center/settings.py",
    "[a-z]*/migrations/*.py",
    "[a-z]*/[a-z]*/migrations/*.py",
    "[a-z]*/[a-z]*/[a-z]*/migrations/*.py",
    "workorders/kinds/**/*.py",
    "static/**/*",
    "[a-z]*/static/**/*",
    "[a-z]*/[a-z]*/static/**/*",
)


def prepare(engines: Engines, env: Mapping[str, str]) -> None:
    """Run :mod:`launcher.in_django` with the environment's Python. Raises Refusal when it fails."""
    wanted = fingerprint(home.ROOT, env["STATIC_ROOT"])
    # Somebody else may have changed an outside database, so that one is always looked at.
    if engines.cluster and STAMP.exists() and STAMP.read_text() == wanted:
        return
    words = [str(home.PYTHON), "-m", "launcher.in_django"]
    # Its stdout is our stderr: progress of the seed belongs beside ours.
    if subprocess.run(words, env=dict(env), cwd=home.ROOT, stdout=2).returncode:
        advice = " ./run reset starts with an empty database." if engines.cluster else ""
        raise Refusal(f"The preparation failed; the reason is above.{advice}")
    STAMP.write_text(wanted)


def forget() -> None:
    """Somebody may change the database by hand now: look again at the next start."""
    STAMP.unlink(missing_ok=True)


def fingerprint(root: Path, *more: str) -> str:
    """Changes when a watched file changes, comes or goes."""
    seen = hashlib.sha256("\n".join(more).encode())
    for path in sorted(_watched(root)):
        found = path.stat()
        seen.update(f"{path} {found.st_mtime_ns} {found.st_size}\n".encode())
    return seen.hexdigest()


def _watched(root: Path) -> Iterator[Path]:
    for pattern in WATCHED:
        yield from (path for path in root.glob(pattern) if path.is_file())
