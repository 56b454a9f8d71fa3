"""Where things are: the checkout, ``.local`` beside it, and the few facts remembered there between two starts."""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from launcher.speech import Refusal

PROJECT = "command-centre"
ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
VENV = LOCAL / "venv"
PYTHON = VENV / "bin" / "python"
LOG = LOCAL / "log"
# sockaddr_un holds 108 bytes on Linux and 104 on macOS, with the closing zero.
LONGEST_SOCKET_PATH = 103


def open_home() -> None:
    """Make ``.local``; it must be ours, because programs are run from it."""
    LOCAL.mkdir(exist_ok=True)
    if LOCAL.stat().st_uid != os.geteuid():
        owner = f"user {LOCAL.owner()}" if LOCAL.stat().st_uid else "root"
        raise Refusal(f"The folder {LOCAL} belongs to {owner}: run ./run as that user, or remove the folder first.")
    private_folder(LOG)
    os.chdir(ROOT)


def private_folder(path: Path) -> Path:
    """A folder that only this user can enter."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    return path


def checkout_id(root: Path = ROOT) -> str:
    """Twelve characters that tell this checkout from every other on the machine."""
    return hashlib.sha256(str(root).encode()).hexdigest()[:12]


def socket_path(name: str) -> Path:
    """A place for a Unix socket: in ``.local`` where its path is short enough, else in a private folder under /tmp."""
    inside = LOCAL / name
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_PATH:
        return inside
    return trusted_folder(short_folder(), os.geteuid()) / name


def short_folder() -> Path:
    """Where our sockets go when the path of the checkout is too long for them."""
    return Path(tempfile.gettempdir()) / f"{PROJECT}-{os.geteuid()}-{checkout_id()}"


def trusted_folder(folder: Path, owner_id: int) -> Path:
    """A 700 folder that really belongs to ``owner_id``: anybody may have made one of this name in /tmp before us."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        if owner_id != os.geteuid():
            os.chown(folder, owner_id, -1)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner_id or stat.S_IMODE(found.st_mode) & 0o077:
        raise Refusal(f"{folder} is not a private folder of this program: remove it and start again.")
    return folder


# --- remembered facts ------------------------------------------------------------------------------------------------
def recall(name: str) -> str | None:
    """A fact remembered by an earlier start, such as the port of the web server."""
    return _facts().get(name)


def remember(name: str, value: str) -> str:
    """Write a fact down, readable by this user alone; returns it."""
    path = LOCAL / "remembered.json"
    new = path.with_suffix(f".{os.getpid()}")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump({**_facts(), name: value}, file, indent=1)
    new.replace(path)
    return value


def remembered_secret(name: str) -> str:
    """A random text made once for this checkout."""
    return recall(name) or remember(name, secrets.token_urlsafe(48))


def _facts() -> dict[str, str]:
    with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
        return dict(json.loads((LOCAL / "remembered.json").read_text()))
    return {}


# --- locks: the kernel lets go of them even when the holder is killed ------------------------------------------------
def take_lock(name: str, *, wait: bool = True) -> IO[str] | None:
    """An open file that holds the lock until it is closed; None when ``wait`` is false and somebody else has it."""
    file = open(LOCAL / name, "a+")  # noqa: SIM115  (the open file is the lock)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        file.close()
        return None
    return file


def said_by_holder(name: str) -> str:
    """What the holder of the lock wrote into its file; empty when nobody holds it, for the killed leave their words behind."""
    lock = take_lock(name, wait=False)
    if lock is None:
        return (LOCAL / name).read_text().strip()
    lock.close()
    return ""


@contextlib.contextmanager
def alone(name: str) -> Iterator[None]:
    """One process of this checkout at a time."""
    lock = take_lock(name)
    try:
        yield
    finally:
        if lock:
            lock.close()
