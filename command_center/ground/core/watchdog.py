"""A worker that is alive and takes nothing from its queue any more is ended, so that its supervisor starts it again.

Celery on Redis gets there: an acknowledgement that fails while Redis is away (it is only logged) keeps its place in the
prefetch count for ever, and with all places gone the worker asks for nothing and sees no error. So each worker sends a
canary to a queue of its own, on the same connection as every other queue, and counts what its children really began.
The second way out of trouble is Celery's own: it gives up, and must not hang while it does.
"""

import os
import signal
import threading
import time
from typing import Any

import structlog
from billiard.process import active_children
from celery import bootsteps
from celery.utils.nodenames import worker_direct
from celery.worker import state
from django.db import connection

from command_center.ground.core import doorbell
from command_center.ground.core.tasks import canary

log = structlog.get_logger(__name__)

LOOK_EVERY_SECONDS = 5.0
PATIENCE_SECONDS = 30.0  # longer than any task may take
CANARY_KEPT_SECONDS = 300
EXIT_STATUS = 70


class Silence:
    """How long the worker has begun nothing although both engines answered. Moments in seconds of any steady clock."""

    def __init__(self) -> None:
        self.begun = -1
        self.since = self.looked_at = 0.0

    def look(self, *, begun: int, engines_answer: bool, at: float) -> float:
        """Seconds of silence at ``at``; ``begun`` is the number of tasks begun so far."""
        # Looks far apart: the whole machine stood still, or is so busy that nobody can be blamed.
        stood_still = at - self.looked_at > 3 * LOOK_EVERY_SECONDS
        if begun != self.begun or not engines_answer or stood_still:
            self.begun, self.since = begun, at
        self.looked_at = at
        return at - self.since


class Watchdog(bootsteps.StartStopStep):
    """Part of the worker's main process: a thread that looks every five seconds. The patience is an option of the worker."""

    requires = {"celery.worker.components:Pool"}

    def __init__(self, worker: Any, *, watchdog_patience: float | None = None, **options: Any) -> None:
        super().__init__(worker, **options)
        self.patience = watchdog_patience or PATIENCE_SECONDS
        self.queue = worker_direct(worker.hostname).name
        self.stopping = threading.Event()

    def start(self, worker: Any) -> None:
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def stop(self, worker: Any) -> None:
        self.stopping.set()

    terminate = stop

    def _watch(self) -> None:
        silence = Silence()
        while not self.stopping.wait(LOOK_EVERY_SECONDS):
            answer = engines_answer(self.queue)
            seconds = silence.look(begun=state.all_total_count[0], engines_answer=answer, at=time.monotonic())
            if seconds > self.patience:
                log.error("worker_takes_nothing", seconds=round(seconds), queue=self.queue)
                return end_this_process()
        # A worker that gives up ("Unrecoverable error") may hang on its way out, with nobody left to hurry it.
        time.sleep(self.patience)
        log.error("worker_does_not_end", queue=self.queue)
        end_this_process()


def engines_answer(queue: str) -> bool:
    """Send a canary to ``queue``; whether Redis took it and PostgreSQL answers."""
    try:
        canary.apply_async(exchange="", routing_key=queue, retry=False, expires=PATIENCE_SECONDS)
        # The queue of a worker that is gone for good must not stay.
        doorbell.client().expire(queue, CANARY_KEPT_SECONDS)
        canary()
    except Exception as error:
        log.warning("watchdog_waits", error=repr(error))
        return False
    finally:
        connection.close()
    return True


def end_this_process() -> None:
    """At once and with its children: an unfinished batch is rolled back by PostgreSQL and taken by the next worker."""
    for child in active_children():
        os.kill(child.pid, signal.SIGKILL)
    os._exit(EXIT_STATUS)
