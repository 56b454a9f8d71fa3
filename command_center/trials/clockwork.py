"""The event path and the beat by hand: what relay, workers and beat do, at a story's time and without Redis."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import time_machine

from command_center.ground.core import relay
from command_center.ground.core.events import reactions_to, rebuild
from dispatch.tasks import route_waiting, tick_offers
from outages.tasks import tick as tick_outages
from workorders.tasks import tick_clocks

MOST_ROUNDS = 200
# The beat table of command_center/celery.py, as far as a night needs it; every tick also says what the others left.
BEAT: tuple[Callable[[], object], ...] = (tick_outages, route_waiting, tick_offers, tick_clocks)
BEAT_EVERY = timedelta(seconds=10)


class EventsNeverRest(RuntimeError):
    """Reactions answer each other for ever; the message names the last events."""


@contextmanager
def at_moment(moment: datetime) -> Iterator[None]:
    """Whatever asks for the time in the body gets this moment: handlers and tasks are the edge where ``now()`` is asked."""
    with time_machine.travel(moment, tick=False):
        yield


def settle() -> int:
    """Publish what happened and let every reaction of the wiring run, until nothing happens any more; how many events."""
    count = 0
    for _ in range(MOST_ROUNDS):
        events = relay.publish_round().events
        if not events:
            return count
        count += len(events)
        batches: dict[str, tuple[Callable[..., None], list[object]]] = {}
        for event in events:
            for reaction in reactions_to(event.name):
                batches.setdefault(reaction.name, (reaction.handler, []))[1].append(rebuild(event))
        for handler, batch in batches.values():
            handler(batch)
    raise EventsNeverRest(", ".join(event.name for event in events[-5:]))


def advance(start: datetime, end: datetime, *, also: Callable[[datetime], object] | None = None) -> None:
    """Let the beat run from ``start`` to ``end``, each ten seconds in the first minute and each minute after it.

    ``also`` is called at every beat with its moment: what people do meanwhile.
    """
    moment = start
    while (moment := moment + (BEAT_EVERY if moment - start < timedelta(minutes=1) else 6 * BEAT_EVERY)) < end:
        with at_moment(moment):
            if also is not None:
                also(moment)
                settle()
            for tick in BEAT:
                tick()
                settle()
