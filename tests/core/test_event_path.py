"""Facts are stored with the change, numbered when published, delivered once, retried with growing pauses."""

import os
import threading
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction
from django.utils.timezone import now
from structlog.contextvars import bound_contextvars
from structlog.testing import capture_logs

from command_center.ground.core import claims, deliveries, doorbell, events, relay
from command_center.ground.core.events import Reaction, deliver_what_was_left, emit
from command_center.ground.core.models import Delivery, EventRecord
from tests.core.event_path import PATH, opened, publish, seen_by
from workorders.events import NoteAdded


@pytest.fixture(autouse=True)
def _quiet_doorbell(monkeypatch):
    monkeypatch.setattr(doorbell, "ring", lambda: None)
    monkeypatch.setattr(doorbell, "answered", lambda name: None)


def waits_for_the_disk() -> bool:
    """Whether a commit of this connection would do so now."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return cursor.fetchone() == ("on",)


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

    def test_the_work_is_stored_with_the_fact_and_forgotten_with_it(self, monkeypatch):
        name = seen_by(monkeypatch, lambda batch: None)
        with transaction.atomic():
            emit(opened(1), NoteAdded(work_order_id=1, org_path=PATH))
        assert list(Delivery.objects.values_list("handler", "event__name")) == [(name, "workorder.opened")]
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            emit(opened(2))
            _ = 1 / 0
        assert Delivery.objects.count() == 1

    def test_a_relay_that_begins_delivers_what_an_earlier_program_left_to_it(self, monkeypatch):
        name = seen_by(monkeypatch, lambda batch: None)
        with transaction.atomic():
            emit(opened(1), opened(2))
        Delivery.objects.filter(event__subject_id=2).delete()
        assert [deliver_what_was_left(now()), deliver_what_was_left(now())] == [1, 0]
        assert sorted(Delivery.objects.values_list("handler", "event__subject_id")) == [(name, 1), (name, 2)]

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
        assert [event.subject_id for event in published] == list(range(5)), "in the order in which they were written"
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

    def test_nobody_is_woken_for_what_somebody_has_taken(self, monkeypatch):
        name = seen_by(monkeypatch, lambda batch: None)
        with transaction.atomic():
            emit(opened(1))
        deliveries.drain(name)
        assert (len((done := relay.publish_round()).events), done.wake) == (1, {})


@pytest.mark.django_db(transaction=True)
class TestGoingOn:
    """Whoever has made work for a reaction that is done at once goes on with it; all other work is rung for."""

    def told(self, monkeypatch, *, at_once):
        """Wire a reaction to notes beside one to openings that makes a note of each; the name of the first, and what the second saw."""
        seen = []
        first = seen_by(
            monkeypatch, lambda batch: emit(*(NoteAdded(work_order_id=e.work_order_id, org_path=PATH) for e in batch))
        )
        second = Reaction("tests.second", lambda batch: seen.extend(batch), queue="core", at_once=at_once)
        monkeypatch.setitem(events._reactions, "workorder.note_added", [second])
        monkeypatch.setitem(events._by_name, second.name, second)
        return first, seen

    def test_it_is_done_next_without_a_ring_and_without_the_relay(self, monkeypatch):
        first, seen = self.told(monkeypatch, at_once=True)
        publish(3)
        deliveries.drain_and_go_on(first)
        assert sorted(event.work_order_id for event in seen) == [0, 1, 2]
        assert relay.publish_round().wake == {}

    def test_other_work_waits_for_its_ring(self, monkeypatch):
        first, seen = self.told(monkeypatch, at_once=False)
        publish(3)
        deliveries.drain_and_go_on(first)
        assert seen == [] and list(relay.publish_round().wake) == ["tests.second"]

    def test_what_was_undone_is_not_gone_on_with(self, monkeypatch):
        first, seen = self.told(monkeypatch, at_once=True)

        def fails(batch):
            emit(NoteAdded(work_order_id=9, org_path=PATH))
            raise ValueError

        monkeypatch.setitem(events._by_name, first, Reaction(first, fails, queue="core"))
        publish(1)
        deliveries.drain_and_go_on(first)
        assert seen == [] and not Delivery.objects.filter(handler="tests.second").exists()


@pytest.mark.django_db(transaction=True)
class TestDraining:
    def test_it_hands_over_a_batch_and_marks_it_done(self, monkeypatch):
        batches = []
        name = seen_by(monkeypatch, lambda batch: batches.append([e.work_order_id for e in batch]))
        publish(3)
        assert deliveries.drain(name) == 3
        assert batches == [[0, 1, 2]]
        assert deliveries.drain(name) == 0

    def test_only_what_is_done_again_by_itself_does_not_wait_for_the_disk(self, monkeypatch):
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO on")  # as in production; the tests' server is in a hurry
        waits = []
        name = seen_by(monkeypatch, lambda batch: waits.append(waits_for_the_disk()))
        with transaction.atomic():
            emit(opened())
            waits.append(waits_for_the_disk())
        relay.publish_round()
        deliveries.drain(name)
        waits.append(waits_for_the_disk())
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")
        assert waits == [True, False, True]

    def test_a_poisoned_item_does_not_stop_its_neighbours(self, monkeypatch):
        good = []

        def handler(batch):
            for event in batch:
                if event.work_order_id == 1:
                    raise ValueError("poison")
                good.append(event.work_order_id)

        name = seen_by(monkeypatch, handler)
        publish(3)
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
        publish(1)
        deliveries.drain(name)
        assert not EventRecord.objects.filter(seq=10**9).exists()

    def test_the_pauses_grow_and_then_a_person_is_asked(self, monkeypatch):
        def handler(batch):
            raise ValueError("always")

        name = seen_by(monkeypatch, handler)
        publish(1)
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
        publish(1)
        deliveries.sweep(now() + timedelta(seconds=1))
        assert rung == [(name, "core")]

    def test_a_handler_that_the_wiring_no_longer_knows_does_not_silence_the_others(self, monkeypatch):
        rung = []
        monkeypatch.setattr(doorbell, "wake", lambda name, queue: rung.append(name))
        name = seen_by(monkeypatch, lambda batch: None)
        publish(2)
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
    publish(4)
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
        publish(2)
        deliveries.drain(name)
        assert counted == [1, 1]

    def test_nobody_else_claims_it_between_the_claim_and_the_batch(self, monkeypatch):
        name = seen_by(monkeypatch, lambda batch: None)
        publish(2)
        assert len(claims.claim(name, 300, later(1)).ids) == 2
        assert claims.claim(name, 300, later(2)).ids == []
        assert len(claims.claim(name, 300, later(4)).ids) == 2

    def test_what_was_lost_in_company_is_then_tried_alone(self, monkeypatch):
        sizes = []
        name = seen_by(monkeypatch, lambda batch: sizes.append(len(batch)))
        publish(3)
        self.lose(name, claims.SUSPECT_AFTER)
        assert deliveries.drain(name) == 3
        assert sizes == [1, 1, 1]
        assert not Delivery.objects.filter(done_at=None).exists()

    def test_new_work_runs_in_company_beside_a_suspect(self, monkeypatch):
        sizes = []
        name = seen_by(monkeypatch, lambda batch: sizes.append(len(batch)))
        publish(1)
        self.lose(name, claims.SUSPECT_AFTER)
        publish(3)
        deliveries.drain(name)
        assert sizes == [1, 3]

    def test_what_ends_its_process_alone_waits_and_then_asks_a_person(self, monkeypatch):
        name = seen_by(monkeypatch, lambda batch: pytest.fail("it would have ended this process"))
        publish(1)
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
        publish(1)
        deliveries.drain(name)
        assert Delivery.objects.get().claims == 0

    def test_a_handler_that_ends_its_process_leaves_a_count_and_nothing_else(self, monkeypatch):
        def handler(batch):
            EventRecord.objects.create(name="x", subject="x", subject_id=1, org_path=PATH, payload={}, seq=10**9)
            os._exit(9)

        name = seen_by(monkeypatch, handler)
        publish(2)
        connection.close()  # the child must not share it
        child = os.fork()
        if child == 0:
            deliveries.drain(name)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        assert not EventRecord.objects.filter(seq=10**9).exists()
        assert list(Delivery.objects.values_list("claims", "tries", "done_at")) == [(1, 0, None)] * 2
