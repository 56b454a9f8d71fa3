"""A stack of its own for measuring: a fresh database on the same server, real processes on a free port."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg2

DATABASE = "command_centre_bench"
PATIENCE_SECONDS = 180


def prepare(*, afresh: bool = True) -> str:
    """Create the database, point this process's environment at it; the DSN. Before ``django.setup()``."""
    url = urlsplit(os.environ["DATABASE_URL"])
    if afresh:
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


def servers() -> dict[str, int]:
    """The process ids of the PostgreSQL and the Redis server in use, by name, as far as they run on this machine."""
    import redis
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        (folder,) = cursor.fetchone()
    found = {"redis": int(redis.Redis.from_url(os.environ["REDIS_URL"]).info("server")["process_id"])}
    with contextlib.suppress(OSError):
        found["postgres"] = int(Path(folder, "postmaster.pid").read_text().split()[0])
    return {name: pid for name, pid in found.items() if Path(f"/proc/{pid}").exists()}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def processes(*, workers: int = 2, webs: int = 1) -> Iterator[tuple[str, dict[str, int]]]:
    """Web, relay and worker: the base URL, and the process id of each by name. All are ended on the way out.

    Further web processes (``web2`` …) listen on ports of their own: ``bases()``.
    """
    with contextlib.ExitStack() as running:
        others = running.enter_context(behind(workers=workers))
        base, process_id = running.enter_context(web())
        more = {}
        for number in range(2, webs + 1):
            more[f"web{number}"] = running.enter_context(_ended(web_process(number))).pid
            wait_until("/readyz", base=bases(webs)[number - 1])
        yield base, {"web": process_id, **more, **others}


def bases(webs: int) -> list[str]:
    """The addresses of so many web processes: the ports from that of ``SITE_URL`` on."""
    url = urlsplit(os.environ["SITE_URL"])
    return [urlunsplit(url._replace(netloc=f"{url.hostname}:{(url.port or 80) + more}")) for more in range(webs)]


@contextlib.contextmanager
def behind(*, workers: int = 2) -> Iterator[dict[str, int]]:
    """Relay and worker: the process id of each by name."""
    commands = {
        "relay": [sys.executable, "manage.py", "relay"],
        "worker": [sys.executable, "-m", "celery", "-A", "command_center", "worker", "--concurrency", str(workers), "--without-gossip",
                   "--without-mingle", "-Q", "core,workorders,dispatch,outages,customers", "-l", "WARNING"],
    }  # fmt: skip
    with contextlib.ExitStack() as running:
        yield {name: running.enter_context(_ended(subprocess.Popen(line))).pid for name, line in commands.items()}


@contextlib.contextmanager
def web(*, ready: str = "/readyz") -> Iterator[tuple[str, int]]:
    """The web process: its base URL and its process id, once ``ready`` answers (``/healthz`` where there is no relay)."""
    with _ended(web_process()) as process:
        wait_until(ready)
        yield os.environ["SITE_URL"], process.pid


def web_process(number: int = 1) -> subprocess.Popen[bytes]:
    port = urlsplit(bases(number)[-1]).port
    command = [sys.executable, "-m", "uvicorn", "command_center.asgi:application", "--port", str(port), "--log-level", "warning", "--no-access-log"]  # fmt: skip
    return subprocess.Popen(command)


@contextlib.contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    try:
        yield process
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
        process.kill()


def wait_until(path: str, *, base: str = "") -> None:
    """Until the web process answers ``path`` with 200."""
    base = base or os.environ["SITE_URL"]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{base}{path}", timeout=2).status_code == 200:
                return
        time.sleep(0.1)
    raise SystemExit(f"the processes did not become ready within {PATIENCE_SECONDS} s")
