"""A worker that begins nothing for half a minute is ended; one that works, or whose engines are away, is left alone."""

import subprocess
import sys
import textwrap

import pytest
from celery import Celery
from celery.utils.nodenames import worker_direct

from command_center.ground.core import watchdog
from command_center.ground.core.watchdog import LOOK_EVERY_SECONDS, PATIENCE_SECONDS, Silence


def silence_after(seconds, *, begun=lambda at: 7, answer=lambda at: True):
    """Looks every five seconds for so long; the silence that the last of them found."""
    silence, found, at = Silence(), 0.0, 0.0
    while at <= seconds:
        found = silence.look(begun=begun(at), engines_answer=answer(at), at=1000 + at)
        at += LOOK_EVERY_SECONDS
    return found


def test_a_worker_that_begins_nothing_is_noticed():
    assert silence_after(PATIENCE_SECONDS) == PATIENCE_SECONDS
    assert silence_after(PATIENCE_SECONDS + LOOK_EVERY_SECONDS) > PATIENCE_SECONDS


def test_a_worker_that_begins_something_is_left_alone():
    assert silence_after(600, begun=lambda at: at // 20) <= 20


def test_time_without_an_engine_does_not_count():
    assert silence_after(600, answer=lambda at: at > 580) <= 20


def test_a_machine_that_stood_still_is_not_the_workers_fault():
    silence = Silence()
    silence.look(begun=7, engines_answer=True, at=0)
    assert silence.look(begun=7, engines_answer=True, at=3600) == 0


@pytest.fixture
def step(monkeypatch):
    """The watchdog of a worker that exists in name only, with looks that take no time."""
    dog = watchdog.Watchdog(type("Worker", (), {"hostname": "celery@here", "app": Celery(set_as_current=False)})())
    moments = iter(range(1000, 5000, int(LOOK_EVERY_SECONDS)))
    monkeypatch.setattr(watchdog.time, "monotonic", lambda: float(next(moments)))
    dog.ended = []
    monkeypatch.setattr(watchdog, "end_this_process", lambda: dog.ended.append(True))
    monkeypatch.setattr(watchdog.time, "sleep", lambda seconds: dog.ended.append(seconds))
    monkeypatch.setattr(dog.stopping, "wait", lambda seconds: dog.stopping.is_set())
    return dog


def test_it_ends_a_worker_that_takes_nothing(step, monkeypatch):
    sent = []
    monkeypatch.setattr(watchdog, "engines_answer", lambda queue: sent.append(queue) or True)
    monkeypatch.setattr(watchdog.state, "all_total_count", [3])
    step._watch()
    assert set(sent) == {worker_direct("celery@here").name}
    assert len(sent) == PATIENCE_SECONDS / LOOK_EVERY_SECONDS + 2
    assert step.ended == [True]


def test_it_leaves_a_worker_that_answers(step, monkeypatch):
    begun, looks = [0], []

    def canary_is_taken(queue):
        begun[0] += 1
        looks.append(queue)
        if len(looks) == 100:
            step.stop(None)
        return True

    monkeypatch.setattr(watchdog, "engines_answer", canary_is_taken)
    monkeypatch.setattr(watchdog.state, "all_total_count", begun)
    step._watch()
    assert len(looks) == 100
    assert step.ended == [PATIENCE_SECONDS, True], "asked to stop, it has the time to, and is then made to"


def test_the_process_ends_with_its_children():
    program = """
        import billiard, time
        from command_center.ground.core import watchdog
        child = billiard.Process(target=time.sleep, args=[60])
        child.start()
        print(child.pid, flush=True)
        watchdog.end_this_process()
    """
    start = "import os; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'command_center.settings')\nimport django; django.setup()\n"
    ended = subprocess.run(
        [sys.executable, "-c", start + textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == watchdog.EXIT_STATUS, ended.stderr
    # Its output is at an end, which it would not be while the child still held it.
    assert ended.stdout.strip().isdigit()


def test_the_worker_has_it():
    from command_center.celery import add_watchdog, app

    add_watchdog(type("Worker", (), {"app": app})())
    assert watchdog.Watchdog in app.steps["worker"]
    assert app.conf.worker_direct
