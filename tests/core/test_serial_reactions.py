"""A serial handler runs once at a time and parks nobody; a time limit is no item's failure; reactions keep their names."""

import threading
from contextlib import contextmanager
from importlib import import_module

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection
from django.utils.timezone import now

from command_center.ground.core import deliveries, doorbell, events
from command_center.ground.core.events import Reaction
from command_center.ground.core.models import Delivery
from command_center.ground.core.postgres import held_if_free
from tests.at_once import at_once
from tests.core.event_path import publish, seen_by
from workorders.events import NoteAdded, WorkOrderOpened


@pytest.fixture(autouse=True)
def _quiet_doorbell(monkeypatch):
    monkeypatch.setattr(doorbell, "ring", lambda: None)
    monkeypatch.setattr(doorbell, "answered", lambda name: None)


class TestTimeLimits:
    """A time limit says that there was too much to do at this moment, never that an item failed."""

    pytestmark = [pytest.mark.django_db(transaction=True)]

    def test_it_is_nobodys_failure_when_items_are_tried_alone(self, monkeypatch):
        def handler(batch):
            if len(batch) > 1:
                raise ValueError("one of them is poison")
            if batch[0].work_order_id == 1:
                raise SoftTimeLimitExceeded

        name = seen_by(monkeypatch, handler)
        publish(3)
        with pytest.raises(SoftTimeLimitExceeded):
            deliveries.drain(name)
        assert list(Delivery.objects.values_list("tries", "claims", "claimed_at")) == [(0, 0, None)] * 3

    def test_one_that_takes_longer_than_a_task_lets_its_neighbours_go_first(self, monkeypatch):
        done = []

        def handler(batch):
            if any(event.work_order_id == 0 for event in batch):
                raise SoftTimeLimitExceeded
            done.extend(event.work_order_id for event in batch)

        name = seen_by(monkeypatch, handler)
        monkeypatch.setitem(deliveries._batch_sizes, name, 1)
        publish(3)
        with pytest.raises(SoftTimeLimitExceeded):
            deliveries.drain(name)
        assert deliveries.drain(name) == 2
        slow = Delivery.objects.get(done_at=None)
        assert done == [1, 2] and slow.due_at > now() and "longer" in slow.error and slow.tries == 0


@pytest.mark.django_db(transaction=True)
class TestSerial:
    """The batches of a serial handler run one at a time; who comes meanwhile leaves the work to the one that runs."""

    def test_a_busy_handler_is_left_alone_and_its_runner_does_what_came_meanwhile(self, monkeypatch):
        batches, running, go_on = [], threading.Event(), threading.Event()

        def handler(batch):
            batches.append(len(batch))
            running.set()
            assert go_on.wait(20)

        name = seen_by(monkeypatch, handler, serial=True)
        publish(2)
        monkeypatch.setattr(deliveries, "DRAIN_SECONDS", 30)
        finished = []

        def run():
            try:
                finished.append(deliveries.drain(name))
            finally:
                connection.close()

        runner = threading.Thread(target=run)
        runner.start()
        assert running.wait(20)
        publish(3)
        assert deliveries.drain(name) == 0, "it does not stand in the queue"
        assert sorted(Delivery.objects.values_list("claims", flat=True)) == [0, 0, 0, 1, 1], "nor does it claim"
        go_on.set()
        runner.join(20)
        assert (finished, batches) == ([5], [2, 3])

    def test_what_comes_between_the_last_look_and_the_release_is_done_as_well(self, monkeypatch):
        batches, late = [], []
        name = seen_by(monkeypatch, lambda batch: batches.append(len(batch)), serial=True)
        really = deliveries.held_if_free

        @contextmanager
        def slow_release(lock):
            with really(lock) as is_ours:
                yield is_ours
                if not late:
                    late.append(publish(1))

        monkeypatch.setattr(deliveries, "held_if_free", slow_release)
        publish(2)
        assert deliveries.drain(name) == 3
        assert batches == [2, 1]

    def test_the_lock_is_free_again_when_the_handler_fails(self, monkeypatch):
        def handler(batch):
            raise SoftTimeLimitExceeded

        name = seen_by(monkeypatch, handler, serial=True)
        publish(1)
        with pytest.raises(SoftTimeLimitExceeded):
            deliveries.drain(name)
        tried = at_once(lambda: list(_tries(f"drain:{name}")))
        assert tried == [[True]]


def _tries(lock):
    with held_if_free(lock) as is_ours:
        yield is_ours


@pytest.mark.django_db(transaction=True)
def test_undone_work_is_renamed_from_python_paths_to_names(monkeypatch):
    name = seen_by(monkeypatch, lambda batch: None)
    publish(3)
    first, second, _third = Delivery.objects.order_by("pk")
    for row, handler in ((first, "outages.handlers.judge_reports"), (second, "dispatch.handlers.free_crews")):
        Delivery.objects.filter(pk=row.pk).update(handler=handler)
    Delivery.objects.create(event=second.event, handler="dispatch.free_crews", due_at=now())
    with connection.cursor() as cursor:
        cursor.execute(import_module("command_center.ground.core.migrations.0006_reaction_names").RENAME)
    names = list(Delivery.objects.order_by("pk").values_list("handler", flat=True))
    assert names == ["outages.judge_reports", name, "dispatch.free_crews"]


def test_two_reactions_never_share_a_name():
    table = {WorkOrderOpened: [Reaction("a", print, queue="x")], NoteAdded: [Reaction("a", repr, queue="x")]}
    kept = (dict(events._reactions), dict(events._classes), dict(events._by_name))
    try:
        with pytest.raises(ValueError, match="two reactions are called a"):
            events.subscribe(table)
    finally:
        for store, content in zip((events._reactions, events._classes, events._by_name), kept, strict=True):
            store.clear()
            store.update(content)
