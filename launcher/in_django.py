"""The part of the preparation that needs Django; run by the environment's Python as ``-m launcher.in_django``."""

import hashlib
import io
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, get_commands
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from launcher import home
from launcher.speech import line, say, step


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")
    django.setup()
    # A ./run that was killed may have left such a process at work: two must not load the province at once.
    with home.alone("prepare.lock"):
        migrate()
        collect_static_files()
        seed()
        write_logins()


def migrate() -> None:
    """Apply what is missing; asking first is quick, ``migrate`` itself visits every content type."""
    from workorders.declared import keep_declared  # models: only once Django is set up

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        with step("database", f"applying {len(plan)} migrations") as now:
            call_command("migrate", interactive=False, verbosity=0)
            now.outcome = f"{len(plan)} migrations applied"
    else:
        keep_declared()


def collect_static_files() -> None:
    """Copy styles and scripts to STATIC_ROOT when one of them has changed."""
    stamp, wanted = home.LOCAL / "static.stamp", _static_fingerprint()
    if Path(settings.STATIC_ROOT).is_dir() and stamp.exists() and stamp.read_text() == wanted:
        return
    with step("static files", "collecting") as now:
        call_command("collectstatic", interactive=False, verbosity=0)
        now.outcome = "collected"
    stamp.write_text(wanted)


def _static_fingerprint() -> str:
    seen = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = os.stat(storage.path(path))
            seen.update(f"{path} {found.st_mtime_ns} {found.st_size}\n".encode())
    return seen.hexdigest()


def seed() -> None:
    """The demo province, if the database has none; the command itself shows its progress."""
    if "seed_province" not in get_commands():
        say(line("demo province", "there is no seed_province command, so the database stays as it is"))
        return
    call_command("seed_province", if_empty=True)


def write_logins() -> None:
    """Keep what ``demo_logins`` prints; ./run shows it when everything is up."""
    words = io.StringIO()
    if "demo_logins" in get_commands():
        call_command("demo_logins", stdout=words)
    (home.LOCAL / "demo-logins.txt").write_text(words.getvalue())


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    except (OperationalError, CommandError, ImproperlyConfigured) as error:
        say(" ".join(str(error).split()))
        sys.exit(1)
