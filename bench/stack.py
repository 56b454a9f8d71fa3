"""A stack of its own for measuring: a fresh database on the same server, real processes on a free port."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg2

DATABASE = "command_centre_bench"


def prepare() -> str:
    """Create the database afresh and point this process's environment at it; the DSN. Before ``django.setup()``."""
    url = urlsplit(os.environ["DATABASE_URL"])
    admin = psycopg2.connect(urlunsplit(url))
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    admin.close()
    dsn = urlunsplit(url._replace(path=f"/{DATABASE}"))
    redis = urlsplit(os.environ["REDIS_URL"])
    port = free_port()
    os.environ |= {
        "DATABASE_URL": dsn,
        "REDIS_URL": urlunsplit(redis._replace(path="/15")),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DEBUG": "0",
        "LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "command_center.settings",
    }
    return dsn


def migrate() -> None:
    """Set Django up on the database of ``prepare()`` and bring all tables."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def processes(*, workers: int = 2) -> Iterator[str]:
    """Web, relay and worker; the base URL. All are ended on the way out."""
    with behind(workers=workers), web() as (base, _):
        yield base


@contextlib.contextmanager
def behind(*, workers: int = 2) -> Iterator[None]:
    """Relay and worker."""
    commands = [
        [sys.executable, "manage.py", "relay"],
        [sys.executable, "-m", "celery", "-A", "command_center", "worker", "--concurrency", str(workers), "--without-gossip",
         "--without-mingle", "-Q", "core,workorders,dispatch,outages,customers", "-l", "WARNING"],
    ]  # fmt: skip
    with _running(commands):
        yield


@contextlib.contextmanager
def web(*, until: str = "/readyz") -> Iterator[tuple[str, int]]:
    """The web process: its base URL and its process id, once it answers ``until`` with 200."""
    base = os.environ["SITE_URL"]
    port = urlsplit(base).port
    command = [sys.executable, "-m", "uvicorn", "command_center.asgi:application", "--port", str(port), "--log-level", "warning", "--no-access-log"]  # fmt: skip
    with _running([command]) as (process,):
        _wait_until_ready(base, until)
        yield base, process.pid


@contextlib.contextmanager
def _running(commands: list[list[str]]) -> Iterator[list[subprocess.Popen[bytes]]]:
    running = [subprocess.Popen(command) for command in commands]
    try:
        yield running
    finally:
        for process in running:
            process.terminate()
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(15)
            process.kill()


def _wait_until_ready(base: str, path: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{base}{path}", timeout=2).status_code == 200:
                return
        time.sleep(0.1)
    raise SystemExit("the processes did not become ready within 60 s")
