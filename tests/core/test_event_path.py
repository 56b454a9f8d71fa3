"""Facts are stored with the change, numbered when published, delivered once, retried with growing pauses."""

import os
import threading
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction
from django.utils.timezone import now
from structlog.contextvars import bound_contextvars
from structlog.testing import capture_logs

from command_center.core import claims, deliveries, doorbell, events, relay
from command_center.core.advisory_locks import held_if_free
from command_center.core.events import Reaction, emit
from command_center.core.models import Delivery, EventRecord
from tests.at_once import at_once
from workorders.events import NoteAdded, WorkOrderOpened

PATH = "42/4228/422826/"


@pytest.fixture(autouse=True)
def _quiet_doorbell(monkeypatch):
    monkeypatch.setattr(doorbell, "ring", lambda: None)
    monkeypatch.setattr(doorbell, "answered", lambda name: None)


def opened(order_id=1):
    return WorkOrderOpened(work_order_id=order_id, org_path=PATH)


def seen_by(monkeypatch, handler, *, serial=False):
    """Wire one handler to ``workorder.opened`` for this test; its name."""
    reaction = Reaction("tests.handler", handler, queue="core", serial=serial)
    monkeypatch.setitem(events._reactions, "workorder.opened", [reaction])
    monkeypatch.setitem(events._by_name, reaction.name, reaction)
    monkeypatch.delitem(deliveries._batch_sizes, reaction.name, raising=False)
    return reaction.name


@pytest.mark.django_db(transaction=True)
class TestEmit:
    def test_it_refuses_outside_a_transaction(self):
        with pytest.raises(RuntimeError, match="outside a transaction"):
            emit(opened())

    def test_it_is_forgotten_with_a_rolled_back_change(self):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            emit(opened())
            _ = 1 / 0
        assert not EventRecord.objects.exists()

    def test_many_emits_of_one_transaction_ring_once(self, monkeypatch):
        rings = []

        def ring():
            rings.append(1)

        monkeypatch.setattr(doorbell, "ring", ring)
        with transaction.atomic():
            emit(opened(1))
            emit(opened(2), opened(3))
        assert rings == [1]


@pytest.mark.django_db(transaction=True)
class TestPublishing:
    def test_the_numbers_are_dense_and_in_publishing_order(self):
        with transaction.atomic():
            emit(*(opened(n) for n in range(5)))
        _, before = relay.head()
        published = relay.publish_round().events
        assert [event.seq for event in published] == list(range(before + 1, before + 6))
        assert relay.head()[1] == before + 5
        assert relay.publish_round().events == []

    def test_a_slow_transaction_with_a_lower_id_still_gets_its_number(self):
        emitted, go_on = threading.Event(), threading.Event()

        def slow():
            with transaction.atomic():
                emit(opened(1))
                emitted.set()
                go_on.wait(10)
            connection.close()

        thread = threading.Thread(target=slow)
        thread.start()
        assert emitted.wait(10)
        with transaction.atomic():
            emit(opened(2))
        first = relay.publish_round().events
        go_on.set()
        thread.join()
        second = relay.publish_round().events
        assert [e.subject_id for e in first] == [2]
        assert [e.subject_id for e in second] == [1]
        assert second[0].pk < first[0].pk
        assert second[0].seq == first[0].seq + 1

    def test_each_handler_gets_one_delivery(self, monkeypatch):
        name = seen_by(monkeypatch, lambda batch: None)
        with transaction.atomic():
            emit(opened(1), NoteAdded(work_order_id=1, org_path=PATH))
        round_ = relay.publish_round()
        assert list(round_.wake) == [name]
        assert Delivery.objects.filter(handler=name).count() == 1


@pytest.mark.django_db(transaction=True)
class TestDraining:
    def publish(self, count=3):
        with transaction.atomic():
            emit(*(opened(n) for n in range(count)))
        relay.publish_round()

    def test_it_hands_over_a_batch_and_marks_it_done(self, monkeypatch):
        batches = []
        name = seen_by(monkeypatch, lambda batch: batches.append([e.work_order_id for e in batch]))
        self.publish(3)
        assert deliveries.drain(name) == 3
        assert batches == [[0, 1, 2]]
        assert deliveries.drain(name) == 0

    def test_a_poisoned_item_does_not_stop_its_neighbours(self, monkeypatch):
        good = []

        def handler(batch):
            for event in batch:
                if event.work_order_id == 1:
                    raise ValueError("poison")
                good.append(event.work_order_id)

        name = seen_by(monkeypatch, handler)
        self.publish(3)
        deliveries.drain(name)
        failed = Delivery.objects.get(done_at=None)
        assert failed.event.subject_id == 1
        assert failed.tries == 1
        assert "poison" in failed.error
        assert set(good) == {0, 2}

    def test_what_a_failing_handler_wrote_is_undone(self, monkeypatch):
        def handler(batch):
            EventRecord.objects.create(name="x", subject="x", subject_id=1, org_path=PATH, payload={}, seq=10**9)
            raise ValueError

        name = seen_by(monkeypatch, handler)
        self.publish(1)
        deliveries.drain(name)
        assert not EventRecord.objects.filter(seq=10**9).exists()

    def test_the_pauses_grow_and_then_a_person_is_asked(self, monkeypatch):
        def handler(batch):
            raise ValueError("always")

        name = seen_by(monkeypatch, handler)
        self.publish(1)
        for _ in range(deliveries.MAX_TRIES):
            Delivery.objects.update(due_at=now() - timedelta(seconds=1))
            deliveries.drain(name)
        dead = Delivery.objects.get()
        assert dead.dead_at is not None
        assert deliveries.revive([dead.pk], now()) == 1
        dead.refresh_from_db()
        assert (dead.dead_at, dead.tries) == (None, 0)

    def test_the_sweep_rings_for_whatever_is_unfinished(self, monkeypatch):
        rung = []
        monkeypatch.setattr(doorbell, "wake", lambda name, queue: rung.append((name, queue)))
        name = seen_by(monkeypatch, lambda batch: None)
        self.publish(1)
        deliveries.sweep(now() + timedelta(seconds=1))
        assert rung == [(name, "core")]

    def test_a_handler_that_the_wiring_no_longer_knows_does_not_silence_the_others(self, monkeypatch):
        rung = []
        monkeypatch.setattr(doorbell, "wake", lambda name, queue: rung.append(name))
        name = seen_by(monkeypatch, lambda batch: None)
        self.publish(2)
        Delivery.objects.filter(event__subject_id=0).update(handler="a.handler.of.last.year")
        with capture_logs() as log:
            for _ in range(2):
                deliveries.sweep(now() + timedelta(seconds=1))
        assert rung == [name] * 2
        told = [line for line in log if line["event"] == "reaction_unknown"]
        assert [(line["handler"], line["deliveries"]) for line in told] == [("a.handler.of.last.year", 1)], "once"
        stranded = Delivery.objects.get(handler="a.handler.of.last.year")
        assert (stranded.done_at, stranded.dead_at) == (None, None) and stranded.error
        assert deliveries.drain("a.handler.of.last.year") == 0


@pytest.mark.parametrize(("tries", "seconds"), [(1, 2), (2, 4), (5, 32), (20, 3600)])
def test_the_pause_doubles_up_to_an_hour(tries, seconds):
    assert deliveries.pause_after(tries) == timedelta(seconds=seconds)


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_runs_into_the_time_limit_is_tried_again_in_halves(monkeypatch):
    sizes = []

    def handler(batch):
        sizes.append(len(batch))
        if len(batch) > 2:
            raise SoftTimeLimitExceeded

    name = seen_by(monkeypatch, handler)
    monkeypatch.setitem(deliveries._batch_sizes, name, 4)
    TestDraining().publish(4)
    with pytest.raises(SoftTimeLimitExceeded):
        deliveries.drain(name)
    assert Delivery.objects.filter(tries__gt=0).count() == 0
    assert deliveries.drain(name) == 4
    assert sizes == [4, 2, 2]


@pytest.mark.django_db(transaction=True)
def test_what_follows_carries_the_request_that_began_it(monkeypatch):
    def handler(batch):
        emit(NoteAdded(work_order_id=7, org_path=PATH))

    name = seen_by(monkeypatch, handler)
    with transaction.atomic(), bound_contextvars(request_id="call-42"):
        emit(opened(7))
    relay.publish_round()
    deliveries.drain(name)
    assert EventRecord.objects.get(name="workorder.note_added").request_id == "call-42"


def later(seconds):
    return now() + timedelta(seconds=seconds)


@pytest.mark.django_db(transaction=True)
class TestLostClaims:
    """A claim without a done mark is all that a killed process leaves."""

    def lose(self, name, times, *, size=300):
        """So many processes claim what is due and end before they have done anything; the batches they claimed."""
        batches = []
        for _ in range(times):
            Delivery.objects.update(claimed_at=None)  # the lease is over
            batches.append(claims.claim(name, size, later(1)).ids)
        Delivery.objects.update(claimed_at=None)
        return batches

    def test_a_claim_is_counted_before_the_handler_runs(self, monkeypatch):
        counted = []
        name = seen_by(monkeypatch, lambda batch: counted.extend(Delivery.objects.values_list("claims", flat=True)))
        TestDraining().publish(2)
        deliveries.drain(name)
        assert counted == [1, 1]

    def test_nobody_else_claims_it_between_the_claim_and_the_batch(self, monkeypatch):
        name = seen_by(monkeypatch, lambda batch: None)
        TestDraining().publish(2)
        assert len(claims.claim(name, 300, later(1)).ids) == 2
        assert claims.claim(name, 300, later(2)).ids == []
        assert len(claims.claim(name, 300, later(4)).ids) == 2

    def test_what_was_lost_in_company_is_then_tried_alone(self, monkeypatch):
        sizes = []
        name = seen_by(monkeypatch, lambda batch: sizes.append(len(batch)))
        TestDraining().publish(3)
        self.lose(name, claims.SUSPECT_AFTER)
        assert deliveries.drain(name) == 3
        assert sizes == [1, 1, 1]
        assert not Delivery.objects.filter(done_at=None).exists()

    def test_new_work_runs_in_company_beside_a_suspect(self, monkeypatch):
        sizes = []
        name = seen_by(monkeypatch, lambda batch: sizes.append(len(batch)))
        TestDraining().publish(1)
        self.lose(name, claims.SUSPECT_AFTER)
        TestDraining().publish(3)
        deliveries.drain(name)
        assert sizes == [1, 3]

    def test_what_ends_its_process_alone_waits_and_then_asks_a_person(self, monkeypatch):
        name = seen_by(monkeypatch, lambda batch: pytest.fail("it would have ended this process"))
        TestDraining().publish(1)
        self.lose(name, claims.SUSPECT_AFTER)
        for tries in range(1, deliveries.MAX_TRIES + 1):
            Delivery.objects.update(due_at=now() - timedelta(seconds=1))
            assert len(self.lose(name, 1)[0]) == 1
            assert deliveries.drain(name) == 0
            culprit = Delivery.objects.get()
            assert culprit.tries == tries and culprit.due_at > now()
        assert culprit.dead_at is not None
        assert "process ended" in culprit.error

    def test_an_error_is_no_loss(self, monkeypatch):
        def handler(batch):
            raise ValueError

        name = seen_by(monkeypatch, handler)
        TestDraining().publish(1)
        deliveries.drain(name)
        assert Delivery.objects.get().claims == 0

    def test_a_handler_that_ends_its_process_leaves_a_count_and_nothing_else(self, monkeypatch):
        def handler(batch):
            EventRecord.objects.create(name="x", subject="x", subject_id=1, org_path=PATH, payload={}, seq=10**9)
            os._exit(9)

        name = seen_by(monkeypatch, handler)
        TestDraining().publish(2)
        connection.close()  # the child must not share it
        child = os.fork()
        if child == 0:
            deliveries.drain(name)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        assert not EventRecord.objects.filter(seq=10**9).exists()
        assert list(Delivery.objects.values_list("claims", "tries", "done_at")) == [(1, 0, None)] * 2


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
        TestDraining().publish(3)
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
        TestDraining().publish(3)
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
        TestDraining().publish(2)
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
        TestDraining().publish(3)
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
                    late.append(TestDraining().publish(1))

        monkeypatch.setattr(deliveries, "held_if_free", slow_release)
        TestDraining().publish(2)
        assert deliveries.drain(name) == 3
        assert batches == [2, 1]

    def test_the_lock_is_free_again_when_the_handler_fails(self, monkeypatch):
        def handler(batch):
            raise SoftTimeLimitExceeded

        name = seen_by(monkeypatch, handler, serial=True)
        TestDraining().publish(1)
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
    TestDraining().publish(3)
    first, second, _third = Delivery.objects.order_by("pk")
    for row, handler in ((first, "outages.handlers.judge_reports"), (second, "dispatch.handlers.free_crews")):
        Delivery.objects.filter(pk=row.pk).update(handler=handler)
    Delivery.objects.create(event=second.event, handler="dispatch.free_crews", due_at=now())
    with connection.cursor() as cursor:
        cursor.execute(import_module("command_center.core.migrations.0006_reaction_names").RENAME)
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
