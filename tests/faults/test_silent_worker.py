"""A real worker that has stopped taking from its queues, and sees no error, ends itself when its patience is at an end."""

import pytest
from celery import Celery
from celery.utils.nodenames import default_nodename, worker_direct

from command_center.ground.core.watchdog import EXIT_STATUS
from tests.faults.engines import QUEUES
from tests.waiting import until

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def watchdog_patience():
    """Nine seconds are three looks; what half a minute means to the watchdog is asked in ``tests/core/test_watchdog.py``."""
    return 9.0


def test_a_worker_that_takes_nothing_ends_itself(stack):
    centre = Celery(set_as_current=False, broker=stack.worker.environment["REDIS_URL"])
    name = default_nodename(None)
    until(lambda: centre.control.ping([name], timeout=2), "the worker answers")
    for queue in [*QUEUES.split(","), worker_direct(name).name]:
        centre.control.cancel_consumer(queue, destination=[name], reply=True, timeout=5)
    until(lambda: stack.worker.has_given_up, "the silent worker has ended")
    assert stack.worker.process.returncode == EXIT_STATUS
