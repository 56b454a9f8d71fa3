"""Real processes that a test may kill: a Redis of its own, the relay, the worker and the web server on the test database."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import pytest
from django.db import connection

from command_center.env import BASE_DIR, database_url
from command_center.ground.core.watchdog import PATIENCE_SECONDS
from tests.waiting import until

QUEUES = "core,workorders,dispatch,outages,customers"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def redis_program() -> str:
    """The one that ./run found for the tests, else the machine's."""
    found = os.environ.get("REDIS_SERVER") or shutil.which("redis-server") or shutil.which("valkey-server")
    return found or pytest.skip("no redis-server here: install one, or start the tests by ./run test")


class Engine:
    """A child process in a process group of its own, so that a kill takes its children with it."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        self.command, self.environment, self.log = command, environment, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=BASE_DIR,
                env=os.environ | self.environment,
                start_new_session=True,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def has_given_up(self) -> bool:
        """It ended by itself, which a kill is not."""
        return self.process is not None and self.process.poll() is not None

    def kill(self) -> None:
        """SIGKILL: no farewell, nothing written down, nothing handed over."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
            self.process = None


class Stack:
    """Redis, relay, worker and web on free ports; all of them write into one log."""

    def __init__(self, log: Path, database: str, *, watchdog_patience: float = PATIENCE_SECONDS) -> None:
        redis_port, web_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{web_port}"
        environment = {
            "DATABASE_URL": database,
            # The tests commit without waiting for the disk (tests/workers.py); what is killed here must not.
            "PGOPTIONS": "",
            "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
            "SITE_URL": self.url,
            "DEBUG": "1",
            "STATIC_FROM_SOURCE": "1",
            "LOG_LEVEL": "WARNING",
        }
        redis = [redis_program(), "--port", str(redis_port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        worker = ["-m", "celery", "-A", "command_center", "worker", "--concurrency", "2", "--without-gossip"]
        worker += ["--without-mingle", "-Q", QUEUES, "--watchdog-patience", str(watchdog_patience)]
        web = ["-m", "uvicorn", "command_center.asgi:application", "--port", str(web_port), "--log-level", "warning"]
        self.redis = Engine(redis, {}, log)
        self.relay = Engine([sys.executable, "manage.py", "relay"], environment, log)
        self.worker = Engine([sys.executable, *worker], environment, log)
        self.web = Engine([sys.executable, *web], environment, log)
        self.engines = (self.redis, self.relay, self.worker, self.web)

    def start(self) -> None:
        for engine in self.engines:
            engine.start()
        until(self.is_ready, "the processes are ready")

    def is_ready(self) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"{self.url}/readyz", timeout=2).status_code == 200
        return False

    def keep_up(self) -> None:
        """The supervisor's part: what gave up is started again. Celery is known to end now and then with its Redis."""
        for engine in self.engines:
            if engine.has_given_up:
                engine.start()

    def stop(self) -> None:
        for engine in reversed(self.engines):
            engine.kill()


def url_of_test_database() -> str:
    """The address of the database that this test run made for itself."""
    name = connection.settings_dict["NAME"]
    return urlunsplit(urlsplit(database_url())._replace(path=f"/{name}"))
