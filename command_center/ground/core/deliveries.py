"""Draining: a handler runs on whatever is due for it, in batches, each batch one transaction.

The handler's effects and the ``done`` mark commit together, so a killed worker leaves either both or neither. What a
batch is about to do is counted before (``claims.py``), so that an item that kills its worker is found and set aside.
"""

import time
from collections import defaultdict
from datetime import datetime, timedelta

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from structlog.contextvars import bound_contextvars

from command_center.ground.core import doorbell
from command_center.ground.core.claims import SUSPECT_AFTER, Claimed, claim, is_due, release
from command_center.ground.core.events import Reaction, is_wired, reaction_named, rebuild, taking_along
from command_center.ground.core.models import Delivery
from command_center.ground.core.postgres import commit_without_waiting, held_if_free, lock_until_commit, set_columns
from command_center.ground.core.prepared import prepared

log = structlog.get_logger(__name__)

BATCH = 300
DRAIN_SECONDS = 5.0
MAX_TRIES = 8
FIRST_PAUSE_SECONDS = 2
LONGEST_PAUSE_SECONDS = 3600
LONGER_THAN_A_TASK_SECONDS = 60
UNKNOWN_REACTION = "No reaction of this name is wired; it waits."


def drain_and_go_on(handler_name: str) -> None:
    """``drain``, and then whatever its batches have made for a reaction that is done at once (``Reaction.at_once``).

    The relay rings as ever for what nobody has taken when the relay numbers it, as in a storm, where the first drain is long.
    """
    until = time.monotonic() + DRAIN_SECONDS
    with taking_along() as names:
        drain(handler_name)
        while names and time.monotonic() < until:
            drain(names.pop(0))


def drain(handler_name: str) -> int:
    """Run the handler on everything that is due; the number of deliveries finished.

    A serial handler that is busy in another process is left alone: whoever runs it loops until nothing is due.
    """
    if not is_wired(handler_name):
        log.error("reaction_unknown", handler=handler_name)
        return 0
    reaction, until = reaction_named(handler_name), time.monotonic() + DRAIN_SECONDS
    doorbell.answered(handler_name)
    if not reaction.serial:
        return _drain(reaction, until)
    finished = 0
    while True:
        with held_if_free(_lock_of(reaction)) as is_ours:
            newly = _drain(reaction, until) if is_ours else 0
        finished += newly
        # What came in between the last look and the release of the lock was left alone by whoever brought it.
        if not newly or time.monotonic() > until or not is_due(reaction.name, now()):
            return finished


def _drain(reaction: Reaction, until: float) -> int:
    finished = 0
    while True:
        claimed = _claim(reaction, _batch_sizes[reaction.name])
        finished += _drain_batch(reaction, claimed.ids)
        # Nothing more is due. Whatever is published from now on rings again, because the ring was answered before
        # this look.
        if claimed.is_last:
            return finished
        if time.monotonic() > until:
            # A storm: ring for the next turn rather than be ended in the middle by the task's time limit.
            _ring_again(reaction)
            return finished


# Handler → how many it takes at a time in this process. Halved when a batch runs into the time limit.
_batch_sizes: defaultdict[str, int] = defaultdict(lambda: BATCH)


def _ring_again(reaction: Reaction) -> None:
    try:
        doorbell.wake(reaction.name, reaction.queue)
    except Exception as error:  # the sweep rings in any case
        log.warning("doorbell_unreachable", error=repr(error))


@transaction.atomic
def _claim(reaction: Reaction, size: int) -> Claimed:
    # now() per batch: a later batch must see what became due while an earlier one ran. And after any wait: a claim's
    # lease begins when the claim is made.
    at = now()
    commit_without_waiting()  # the batch's own commit comes after it; undone with the machine, nothing was lost either
    claimed = claim(reaction.name, size, at)
    if claimed.lost:
        log.error("delivery_ended_its_process", handler=reaction.name, delivery=claimed.lost.pk)
        _postpone(claimed.lost, ProcessEnded("the process ended while it ran alone"), at, claims=SUSPECT_AFTER)
    return claimed


def _drain_batch(reaction: Reaction, ids: list[int]) -> int:
    """Run one claimed batch; how many deliveries were in it."""
    if not ids:
        return 0
    try:
        return _run_batch(reaction, ids)
    except SoftTimeLimitExceeded:
        # Not the fault of any item: the batch was too large for this machine at this moment.
        _batch_sizes[reaction.name] = max(len(ids) // 2, 1)
        release(ids)
        if len(ids) == 1:
            _behind_the_others(reaction, ids[0])
        raise


def _behind_the_others(reaction: Reaction, delivery_id: int) -> None:
    """One item alone takes longer than a task may: no failure of it, but its neighbours go first from now on."""
    log.error("delivery_takes_longer_than_a_task", handler=reaction.name, delivery=delivery_id)
    waits = timedelta(seconds=LONGER_THAN_A_TASK_SECONDS)
    Delivery.objects.filter(pk=delivery_id).update(due_at=now() + waits, error="It takes longer than a task may last.")


def _lock_of(reaction: Reaction) -> str:
    return f"drain:{reaction.name}"


@transaction.atomic
def _run_batch(reaction: Reaction, ids: list[int]) -> int:
    # Undone with the machine, the done mark is undone too, and it is done again. Nobody was given a word for it: events
    # are told after the relay's commit, which waits for the disk and so for this one.
    commit_without_waiting()
    if reaction.serial:
        # Held already by this connection; it waits only where the connection was lost and made anew in between.
        lock_until_commit(_lock_of(reaction))
    deliveries = _locked(ids)
    if not deliveries:
        return 0
    try:
        with transaction.atomic(), bound_contextvars(request_id=_request_of(deliveries)):
            reaction.handler([rebuild(delivery.event) for delivery in deliveries])
        done = deliveries
        _batch_sizes[reaction.name] = min(2 * _batch_sizes[reaction.name], BATCH)
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:
        log.warning("batch_failed", handler=reaction.name, size=len(deliveries), error=repr(error))
        done = [delivery for delivery in deliveries if _run_alone(reaction, delivery)]
    set_columns(Delivery, [delivery.pk for delivery in done], done_at=now())
    return len(deliveries)


@prepared
def _locked(ids: list[int]) -> "QuerySet[Delivery]":
    """Those that are still to be done and that nobody else is at, with their events, oldest first."""
    rows = Delivery.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
    return rows.filter(pk__in=ids, done_at=None, dead_at=None).select_related("event").order_by("due_at", "event_id")


def _request_of(deliveries: list[Delivery]) -> str:
    """The request that set this batch in motion, for the log and the facts that follow: ``id`` or ``id+others``."""
    requests = list(dict.fromkeys(delivery.event.request_id for delivery in deliveries))
    return requests[0][:56] + (f"+{len(requests) - 1}" if len(requests) > 1 else "")


def _run_alone(reaction: Reaction, delivery: Delivery) -> bool:
    """One poisoned item must not stop its neighbours: it is tried again later, with growing pauses."""
    try:
        with transaction.atomic(), bound_contextvars(request_id=delivery.event.request_id):
            reaction.handler([rebuild(delivery.event)])
    except SoftTimeLimitExceeded:
        raise  # the batch's time is over, which this item may have had no part in
    except Exception as error:
        log.error("delivery_failed", handler=reaction.name, event_id=delivery.event_id, exc_info=error)
        _postpone(delivery, error, now())
        return False
    return True


class ProcessEnded(Exception):
    """What is written into a delivery that ended its process: out of memory, a crash in a library, a kill."""


def _postpone(delivery: Delivery, error: Exception, at: datetime, *, claims: int = 0) -> None:
    delivery.tries += 1
    delivery.claims, delivery.claimed_at = claims, None
    delivery.error = f"{type(error).__name__}: {error}"[:2000]
    delivery.due_at = at + pause_after(delivery.tries)
    delivery.dead_at = at if delivery.tries >= MAX_TRIES else None
    delivery.save(update_fields=["tries", "error", "due_at", "dead_at", "claims", "claimed_at"])


def pause_after(tries: int) -> timedelta:
    """2 s, 4 s, 8 s … at most an hour."""
    return timedelta(seconds=min(FIRST_PAUSE_SECONDS * 2 ** (tries - 1), LONGEST_PAUSE_SECONDS))


def sweep(at: datetime) -> list[str]:
    """Ring every handler that has unfinished work due; the names rung. Redis may have lost any earlier ring."""
    due = Delivery.objects.filter(done_at=None, dead_at=None, due_at__lte=at).order_by("handler")
    names = list(due.values_list("handler", flat=True).distinct())
    # A name that the wiring does not have waits for a person; it must not silence the others.
    wired = [name for name in names if is_wired(name)]
    _tell_of_unknown(sorted(set(names) - set(wired)))
    for name in wired:
        doorbell.wake(name, reaction_named(name).queue)
    return wired


def _tell_of_unknown(names: list[str]) -> None:
    """Work that nobody does any more: said once in the log, and for good in the back office."""
    for name in names:
        news = Delivery.objects.filter(handler=name, done_at=None, dead_at=None).exclude(error=UNKNOWN_REACTION)
        if count := news.update(error=UNKNOWN_REACTION):
            log.error("reaction_unknown", handler=name, deliveries=count)


def revive(delivery_ids: list[int], at: datetime) -> int:
    """A person asks for another try of dead deliveries; how many were dead."""
    return Delivery.objects.filter(pk__in=delivery_ids, done_at=None).update(dead_at=None, tries=0, claims=0, due_at=at)
