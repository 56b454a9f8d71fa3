"""The relay: stamps a dense, gap-free ``seq`` on committed events, wakes handlers and tells screens.

One relay is active (session advisory lock), others wait. ``seq`` is stamped here and not on insert: a slow
transaction with a lower id may commit after a faster one, and boards resume by the highest seq they saw.

Its turn: wait for the bell, publish a round, wake the handlers, push what is new, keep the pulse. Handlers are woken with every
round, screens get a frame at most twenty times a second. After a quiet moment two go out at once: the order that has come in, and
right behind it the offer, which is what somebody waits for. Building cards takes at most half of the relay's time: the more there
is to show, the rarer the frames, down to four a second.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import redis
import structlog
from django.db import connection
from django.utils.timezone import now

from command_center.ground.core import audit, deliveries, doorbell, realtime
from command_center.ground.core.events import deliver_what_was_left, is_wired, reaction_named, reactions_to
from command_center.ground.core.models import EventRecord, Stream

log = structlog.get_logger(__name__)

RELAY_LOCK = 0x5E9
BATCH = 500
LOOK_EVERY_SECONDS = 0.25
SHORTEST_TURN_SECONDS = 0.02
FRAME_SECONDS = 0.05
LONGEST_FRAME_SECONDS = 0.25
PULSE_SECONDS = 2.0
SWEEP_SECONDS = 2.0
GAP_MEMORY = 5000


@contextmanager
def the_only_relay() -> Iterator[None]:
    """Wait for the session advisory lock. It dies with the connection, so a killed relay frees it at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [RELAY_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [RELAY_LOCK])


@dataclass
class Round:
    """What one round published: events in ``seq`` order, and the handlers with work that nobody has taken, with their queues."""

    events: list[EventRecord] = field(default_factory=list)
    wake: dict[str, str] = field(default_factory=dict)


# In the order of their ids, the counter and the events in one statement; where nothing is new it writes nothing.
STAMP = """
WITH fresh AS (
    SELECT id, row_number() OVER (ORDER BY id) AS place FROM core_eventrecord WHERE seq IS NULL ORDER BY id LIMIT %s
), stream AS (
    UPDATE core_stream SET seq = seq + (SELECT count(*) FROM fresh)
    WHERE id = 1 AND EXISTS (SELECT FROM fresh) RETURNING seq - (SELECT count(*) FROM fresh) AS before
)
UPDATE core_eventrecord event SET seq = stream.before + fresh.place FROM fresh, stream WHERE event.id = fresh.id
RETURNING event.*
"""


# Handlers with work of these events that nobody has taken yet: whoever made it may have gone on with it.
UNTAKEN = """
SELECT DISTINCT handler FROM core_delivery WHERE event_id = ANY(%s) AND claimed_at IS NULL AND done_at IS NULL AND dead_at IS NULL
"""


def publish_round() -> Round:
    """Stamp every committed, unpublished event (at most ``BATCH``). One at a time: ``the_only_relay``."""
    events = sorted(EventRecord.objects.raw(STAMP, [BATCH]), key=lambda event: event.seq or 0)
    reacted_to = [event.pk for event in events if reactions_to(event.name)]
    return Round(events, _untaken(reacted_to) if reacted_to else {})


def _untaken(event_ids: list[int]) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(UNTAKEN, [event_ids])
        return {name: reaction_named(name).queue for (name,) in cursor.fetchall() if is_wired(name)}


def head() -> tuple[str, int]:
    """The stream's epoch and its highest published ``seq``."""
    epoch, seq = Stream.objects.values_list("epoch", "seq").get(pk=1)
    return str(epoch), seq


Messages = list[tuple[str, dict[str, Any]]]
# Extra pushes that the roof installs, e.g. crew positions once a second: (period in seconds, messages()).
_periodic: list[tuple[float, Callable[[], Messages]]] = []


def push_periodically(table: list[tuple[float, Callable[[], Messages]]]) -> None:
    """Install the wiring of periodic pushes. Called once, by ``command_center.wiring``."""
    _periodic[:] = table


def frame_after(building_seconds: float) -> float:
    """Seconds from the start of one frame to the next, when building the first took ``building_seconds``."""
    return min(max(FRAME_SECONDS, 2 * building_seconds), LONGEST_FRAME_SECONDS)


class Publisher:
    """State of the active relay: when each periodic thing is next due, and the last ``seq`` of each group."""

    def __init__(self) -> None:
        deliver_what_was_left(now())
        self.epoch, _ = head()
        self.last_in_group = self._recent_groups()
        self.unpushed: list[EventRecord] = []
        self.paced_to = self.next_frame = self.next_pulse = self.next_sweep = 0.0
        self.next_push = [0.0] * len(_periodic)

    def turn(self) -> None:
        """One turn; lasts between 20 and 250 ms."""
        started = time.monotonic()
        self._wait()
        while self.publish() == BATCH:
            pass
        self._periodic_work(time.monotonic())
        time.sleep(max(0.0, SHORTEST_TURN_SECONDS - (time.monotonic() - started)))

    def publish(self, clock: float | None = None) -> int:
        """Publish one round at ``clock`` (monotonic seconds); the number of events in it."""
        published = publish_round()
        if published.events:
            self._forgiving(self._wake, published.wake)
            self.unpushed += published.events
        self._frame(time.monotonic() if clock is None else clock)
        return len(published.events)

    def _frame(self, clock: float) -> None:
        """Push what is not yet pushed, when a frame is due or a storm has filled it."""
        if self.unpushed and (clock >= self.next_frame or len(self.unpushed) >= BATCH):
            events, self.unpushed, started = self.unpushed, [], time.monotonic()
            self._forgiving(self._push, events)
            self.paced_to = max(self.paced_to, clock) + frame_after(time.monotonic() - started)
            self.next_frame = self.paced_to - FRAME_SECONDS  # one ahead of the pace

    def _wait(self) -> None:
        until_frame = self.next_frame - time.monotonic() if self.unpushed else LOOK_EVERY_SECONDS
        seconds = min(max(until_frame, 0.0), LOOK_EVERY_SECONDS)
        try:
            # Redis reads 0 as "for ever".
            if seconds > 0.001:
                doorbell.wait(seconds)
        except redis.RedisError:
            time.sleep(seconds)

    def _wake(self, handlers: dict[str, str]) -> None:
        for name, queue in handlers.items():
            doorbell.wake(name, queue)

    def _push(self, events: list[EventRecord]) -> None:
        newest, before = events[-1].seq or 0, dict(self.last_in_group)
        # Noted before the cards are built: whatever fails from here on, the next pulse shows the boards their gap.
        self.last_in_group.update(
            {group: newest for event in events for group in realtime.boards_above(event.org_path)}
        )
        messages: Messages = []
        for group, items in realtime.group_items(realtime.items_for(events)).items():
            # `newest` and not the last item: everything up to it that this group may see is in this frame.
            frame = {"group": group, "previous": before.get(group, 0), "seq": newest, "items": items}
            messages.append((group, {"type": "board.items", **frame}))
        realtime.push(messages)

    def _periodic_work(self, clock: float) -> None:
        if clock >= self.next_pulse and not self.unpushed:  # a pulse ahead of its frame would look like a gap
            self.next_pulse = clock + PULSE_SECONDS
            self._forgiving(self._pulse)
        if clock >= self.next_sweep:
            self.next_sweep = clock + SWEEP_SECONDS
            audit.seal_audit()
            self._forgiving(deliveries.sweep, now())
        for index, (period, messages) in enumerate(_periodic):
            if clock >= self.next_push[index]:
                self.next_push[index] = clock + period
                self._forgiving(lambda build=messages: realtime.push(build()))

    def _pulse(self) -> None:
        _, seq = head()
        pulse = {"type": "board.pulse", "epoch": self.epoch, "seq": seq, "groups": self.last_in_group}
        realtime.push([(realtime.PULSE_GROUP, pulse)])
        doorbell.client().set("relay:alive", int(time.time()), ex=30)

    def _recent_groups(self) -> dict[str, int]:
        """The last ``seq`` of each group, from the store: a frame lost before a restart is still noticed."""
        _, newest = head()
        last: dict[str, int] = {}
        recent = EventRecord.objects.filter(seq__gt=newest - GAP_MEMORY).order_by("seq").values_list("org_path", "seq")
        for org_path, seq in recent:
            for group in realtime.boards_above(org_path):
                last[group] = seq or 0
        return last

    @staticmethod
    def _forgiving(work: Callable[..., Any], *arguments: Any) -> None:
        # A push or a ring may fail: the rows are committed, the sweep and the clients' resume repair it.
        try:
            work(*arguments)
        except Exception as error:
            log.warning("push_failed", error=repr(error))
