"""Random switching, step by step through the services: after each step the ledger is the trace."""

import random
from datetime import datetime, timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.network.models import Branch, OperationSource
from command_center.ground.network.services.switching import Operation, operate_many
from outages.following.services.supply import follow_switching
from outages.ledger.checks.past import WORDS, past_differences
from outages.life.states import DARK
from outages.models import Interruption, Outage
from tests.grid import make_network
from tests.outages.lines import make_points
from tests.outages.networks import Edge, Oracle, dark_in_ledger, make_small_network

pytestmark = pytest.mark.django_db

STEPS = 14
PHASES = [
    Edge("E1", "N1", "N2", device="BREAKER"),
    Edge("FA", "N2", "N3", "A", "FUSE"),
    Edge("FB", "N2", "N3", "B", "FUSE"),
    Edge("FC", "N2", "N3", "C", "FUSE"),
    Edge("E3", "N3", "N4", "B", "SWITCH"),
    Edge("E4", "N3", "N6", "ABC", "SWITCH"),
    Edge("ET", "N5", "N3", "A", "TIE", normally_open=True),
    Edge("EU", "N5", "N4", "B", "TIE", normally_open=True),
]
ON_PHASES = [
    ("N3", "", 2),
    ("N3", "C", 1),
    ("N4", "B", 2),
    ("N4", "A", 1),
    ("N6", "ABC", 1),
    ("N6", "AB", 2),
    ("N2", "B", 1),
]


@pytest.fixture(params=["three-phase", "by phase"])
def walked(request, province):
    """The devices of a small network, all closed but the ties."""
    if request.param == "three-phase":
        make_network(province)
        for transformer in (province.t1, province.t2, province.t3):
            make_points(transformer, 2)
    else:
        make_small_network(province, PHASES, sources=["N1", "N5"], customers=ON_PHASES)
    return list(Branch.objects.devices().order_by("pk"))


Told = tuple[Branch, bool, datetime]


class Walk:
    """What was told so far, and what the oracle makes of it."""

    def __init__(self, branches: list[Branch]) -> None:
        self.oracle, self.story = Oracle(), []
        self.first = {branch.pk: branch.is_open for branch in branches}
        self.known: list[tuple[datetime, int, int, bool]] = []

    def tell(self, *told: Told, at: datetime) -> None:
        operations = [Operation(branch_id=b.pk, opened=o, at=when, source=OperationSource.SCADA) for b, o, when in told]
        rows = operate_many(operations)
        self.story += [f"{b.code} {'opens' if o else 'closes'} {when:%H:%M}, told {at:%H:%M}" for b, o, when in told]
        self.known += [(row.at, row.pk, row.branch_id, row.opened) for row in rows]
        follow_switching(operation_ids=[row.pk for row in rows], at=at)

    def position(self, at: datetime) -> dict[int, bool]:
        return self.first | {branch: opened for when, _, branch, opened in sorted(self.known) if when <= at}

    def holds(self, at: datetime) -> None:
        """Now: whoever is dark by the switches is dark in the ledger, nobody else, and no live outage is empty."""
        assert dark_in_ledger() == self.oracle.dark(self.position(at)), "\n".join(self.story)
        live = Outage.objects.filter(status__in=[status.value for status in DARK])
        assert not live.filter(customers_out=0).exists(), "\n".join(self.story)

    def holds_for_ever(self) -> None:
        """At every moment so far; what happened at one moment lasted no time."""
        moments = sorted({when for when, *_ in self.known})
        rows = list(Interruption.objects.standing().values_list("service_point_id", "off_at", "on_at"))
        for moment in moments:
            dark = {point for point, off_at, on_at in rows if off_at <= moment and (on_at is None or on_at > moment)}
            assert dark == self.oracle.dark(self.position(moment)), f"{moment:%H:%M}: " + "\n".join(self.story)
        past = past_differences(since=moments[0], until=now(), before=now() + timedelta(hours=1))
        assert (past.found, past.explained) == ({code: [] for code in WORDS}, 0), "\n".join(self.story)


def minutes(begin: datetime, count: int) -> datetime:
    return begin + timedelta(minutes=count)


@pytest.mark.seeds(5)
def test_the_ledger_is_the_trace_after_every_step(walked, seed):
    chance, begin, walk = random.Random(seed), now() - timedelta(days=1), Walk(walked)
    is_open = dict(walk.first)
    for step in range(STEPS):
        moved = chance.sample(walked, k=2 if chance.random() < 0.15 else 1)
        at = minutes(begin, step)
        for branch in moved:
            is_open[branch.pk] = not is_open[branch.pk]
        walk.tell(*((branch, is_open[branch.pk], at) for branch in moved), at=at)
        walk.holds(at)
    walk.holds_for_ever()


@pytest.mark.seeds(5)
def test_late_telegrams_and_corrections_of_earlier_ones_end_in_the_truth(walked, seed):
    chance, begin, walk = random.Random(10_000 + seed), now() - timedelta(days=1), Walk(walked)
    held_back: list[Told] = []
    for step in range(STEPS):
        at, branch = minutes(begin, step), chance.choice(walked)
        moved = (branch, chance.random() < 0.5, at)
        if chance.random() < 0.3:
            held_back.append(moved)
        else:
            walk.tell(moved, at=at)
        if held_back and chance.random() < 0.4:
            walk.tell(held_back.pop(chance.randrange(len(held_back))), at=at)
        if chance.random() < 0.15:
            earlier = chance.randrange(step + 1)
            walk.tell((chance.choice(walked), chance.random() < 0.5, minutes(begin, earlier)), at=at)
        walk.holds(at)
    walk.tell(*held_back, at=minutes(begin, STEPS))
    walk.holds(minutes(begin, STEPS))
    walk.holds_for_ever()


@pytest.mark.parametrize("walked", ["three-phase"], indirect=True)
def test_no_switch_brought_power_back_while_another_stood_open(walked):
    """Told last: the switch in between had been open all along. What the breaker and the fuse did meanwhile lit nobody."""
    begin, walk = now() - timedelta(days=1), Walk(walked)
    at = {branch.code: branch for branch in walked}
    evening = [("CB1", True, 10), ("CB1", False, 12), ("FU2", True, 14), ("FU2", False, 16)]
    for code, opened, minute in evening:
        walk.tell((at[code], opened, minutes(begin, minute)), at=minutes(begin, minute))
    walk.tell((at["SW1"], True, minutes(begin, 5)), at=minutes(begin, 20))
    walk.holds(minutes(begin, 20))
    walk.holds_for_ever()
