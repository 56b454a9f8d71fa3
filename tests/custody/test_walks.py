"""Walks through nights at the desks, with an oracle that asks at every step: is there an open item without a name?"""

import random
from collections import Counter

import pytest
from django.utils.timezone import now

from command_center.ground.core.errors import DomainError
from command_center.ground.custody.models import Custody, DeskDuty, Handover
from command_center.ground.custody.services import duty, giving, handing_over
from command_center.ground.organisation.models import OrgUnit
from command_center.ground.organisation.roles import Role
from tests.custody.desks import nameless
from tests.custody.paper import Paper, Refused
from tests.grid import IN_LAIFENG, XUANTUO, make_order
from tests.people import make_user
from workorders.services.control import cancel
from workorders.services.locating import locate_order

STEPS, SHORT = 1_000_000, 100_000
AT_MOST_OPEN = 120

CITIES = [f"42/42{city:02d}/" for city in range(3)]
COUNTIES = [f"{city}{city[3:7]}{county}/" for city in CITIES for county in range(3)]
STATIONS = [f"{county}T{station}/" for county in COUNTIES for station in range(2)]
DESKS = ["42/", *CITIES, *COUNTIES]
ROLES = ["DISPATCHER", "DISPATCHER", "SUPERVISOR", "CONTROLLER"]


def crowd():
    """Four people at each county, two at each city, one at the province."""
    at = [(role, county) for county in COUNTIES for role in ROLES]
    at += [(role, city) for city in CITIES for role in ROLES[1:3]] + [("SUPERVISOR", "42/")]
    return dict(enumerate(at))


class Night:
    """One random step after another. Nobody minds whether a step is refused; everybody minds a nameless item."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.paper = Paper(crowd())
        self.number = 0
        self.taken = Counter()
        self.steps = {
            self.open: 24, self.end: 20, self.move: 4, self.give: 6, self.sign_on: 14, self.sign_off: 8, self.relieve: 1,
            self.begin: 8, self.fill: 8, self.set_rest: 6, self.drop: 1, self.close: 10,
        }  # fmt: skip

    def walk(self, steps):
        acts, weights = list(self.steps), list(self.steps.values())
        for act in self.chance.choices(acts, weights, k=steps):
            try:
                act()
                self.taken[act.__name__] += 1
            except (Refused, LookupError):
                self.taken["refused"] += 1
            yield

    def open(self):
        if len(self.paper.items) < AT_MOST_OPEN:
            self.number += 1
            kind = self.chance.choice(["order", "order", "outage", "alarm"])
            self.paper.open((kind, self.number), self.chance.choice([*STATIONS, *COUNTIES, "42/"]))

    def end(self):
        self.paper.end(self._item())

    def move(self):
        self.paper.move(self._item(), self.chance.choice(STATIONS))

    def give(self):
        self.paper.give(self._item(), self._person())

    def sign_on(self):
        """At one's own desk, or as the relief of a desk below."""
        person = self.chance.randrange(len(self.paper.people))
        below = [path for path in DESKS if path.startswith(self.paper.people[person][1])]
        self.paper.sign_on(person, self.chance.choice(below[:1] * 3 + below))

    def sign_off(self):
        self.paper.sign_off(self._person())

    def relieve(self):
        self.paper.relieve(self._person())

    def begin(self):
        self.paper.begin(self._person())

    def fill(self):
        giver = self._giver()
        self.paper.fill(giver, self.chance.choice(tuple(self.paper.held[giver])), self._person())

    def set_rest(self):
        self.paper.set_rest(self._giver(), self._person())

    def drop(self):
        self.paper.drop(self._giver())

    def close(self):
        self.paper.close(self._giver())

    def _item(self):
        return self.chance.choice(tuple(self.paper.items))

    def _person(self):
        return self.chance.choice(tuple(self.paper.duty))

    def _giver(self):
        return self.chance.choice(tuple(self.paper.handovers))


def nobodys(paper):
    """The oracle, item by item: held by somebody who is there, or by the centre while nobody up the ladder could take it."""
    for item, path in paper.items.items():
        holder = paper.holder.get(item, "nobody")
        if holder is None:
            seats = {"DISPATCHER", "SUPERVISOR"} | ({"CONTROLLER"} if item[0] == "outage" else set())
            if any(path.startswith(desk) and paper.people[p][0] in seats for p, desk in paper.duty.items()):
                yield item, "somebody is there"
        elif holder not in paper.duty or not path.startswith(paper.people[holder][1]):
            yield item, holder


def test_a_million_steps_and_never_an_item_without_a_name(request):
    """The short form in every run, 10⁶ steps with ``--long``."""
    long = request.config.getoption("long")
    night = Night(seed=2026)
    paper = night.paper
    for step, _ in enumerate(night.walk(STEPS if long else SHORT)):
        named = sum(len(paper.held[person]) for person in (None, *paper.duty))
        assert named == len(paper.items), f"step {step}"
        if step % (500 if long else 50) == 0:
            assert list(nobodys(paper)) == [], f"step {step}"
    assert min(night.taken[act.__name__] for act in night.steps) > 100, night.taken


# --- the same steps through the services, with the checker's SQL as oracle -----------------------------------------------

PLACES = {"42/4228/422826/422826T01/": XUANTUO, "42/4228/422827/422827T01/": IN_LAIFENG}


class Services:
    """The steps of ``Paper``, taken by the product. Items are orders; people by their ids."""

    def __init__(self, people):
        self.people = people
        self.orders = {}

    def open(self, item, path):
        latitude, longitude = PLACES[path]
        self.orders[item] = make_order(f"W{item[1]}", latitude=latitude, longitude=longitude)
        return self.orders[item].pk

    def end(self, item):
        cancel(order_id=item[1], reason="double", at=now(), actor=None)

    def move(self, item, path):
        latitude, longitude = PLACES[path]
        locate_order(order_id=item[1], latitude=latitude, longitude=longitude, at=now(), actor=None)

    def give(self, item, to):
        giving.give([item], to=self.people[to], at=now(), actor=None)

    def sign_on(self, person, path):
        duty.sign_on(person=self.people[person], centre=OrgUnit.objects.get(path=path), at=now())

    def sign_off(self, person):
        duty.sign_off(person=self.people[person], at=now())

    def relieve(self, person):
        standing = DeskDuty.objects.filter(person=person, until=None).first()
        if standing is None:
            raise Refused
        duty.relieve_absent(duty_id=standing.pk, reason="gone", at=now(), actor=None)

    def begin(self, giver):
        handing_over.begin(giver=self.people[giver], at=now())

    def fill(self, giver, item, to):
        handing_over.fill(self._open(giver), [item], giver=self.people[giver], to=self.people[to])

    def set_rest(self, giver, to):
        handing_over.set_rest(self._open(giver), giver=self.people[giver], to=self.people[to])

    def drop(self, giver):
        handing_over.drop(self._open(giver), giver=self.people[giver], at=now())

    def close(self, giver):
        handing_over.close(self._open(giver), giver=self.people[giver], at=now())

    def _open(self, giver):
        standing = Handover.objects.filter(giver=giver, closed_at=None, dropped_at=None).first()
        if standing is None:
            raise Refused
        return standing.pk


class Both(Night):
    """Each step on paper and through the services: both take it or both refuse it, and afterwards they say the same."""

    def __init__(self, seed, province):
        super().__init__(seed)
        homes = [province.xianfeng] * 3 + [province.laifeng] * 2 + [province.city, province.province]
        roles = [
            Role.DISPATCHER,
            Role.DISPATCHER,
            Role.SUPERVISOR,
            Role.DISPATCHER,
            Role.SUPERVISOR,
            *2 * [Role.SUPERVISOR],
        ]
        users = [make_user(f"p{n}", role, home) for n, (role, home) in enumerate(zip(roles, homes, strict=True))]
        self.services = Services({user.pk: user for user in users})
        paper = Paper({user.pk: (user.role, user.home.path) for user in users})
        self.paper = _Twin(paper, self.services)
        self.desks = [unit.path for unit in (province.province, province.city, province.xianfeng, province.laifeng)]

    def open(self):
        path = self.chance.choice(list(PLACES))
        self.paper.open(path)

    def move(self):
        self.paper.move(self._item(), self.chance.choice(list(PLACES)))

    def sign_on(self):
        person = self.chance.choice(list(self.services.people))
        below = [path for path in self.desks if path.startswith(self.paper.people[person][1])]
        self.paper.sign_on(person, self.chance.choice(below))


class _Twin:
    def __init__(self, paper, services):
        self._paper, self._services, self._number = paper, services, 0

    def __getattr__(self, name):
        fact = getattr(self._paper, name)
        return fact if not callable(fact) or name == "held" else lambda *words: self._twice(name, *words)

    def open(self, path):
        self._number += 1
        self._paper.open(("order", self._services.open(("order", self._number), path)), path)

    def _twice(self, name, *words):
        refusals = []
        for side in (self._paper, self._services):
            try:
                getattr(side, name)(*words)
            except (Refused, DomainError) as refusal:
                refusals.append(refusal)
        assert len(refusals) != 1, (name, words, refusals)
        if refusals:
            raise Refused


@pytest.mark.django_db
@pytest.mark.seeds(3)
def test_the_services_walk_as_the_paper_does_and_the_checker_finds_nothing(seed, province):
    night = Both(seed, province)
    for _ in night.walk(150):
        rows = Custody.objects.live().values_list("item_kind", "item_id", "holder_id")
        assert {(kind, pk): holder for kind, pk, holder in rows} == night.paper.holder
        assert nameless() == []
    assert night.taken["close"] + night.taken["sign_on"] > 10
