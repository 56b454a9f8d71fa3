"""A random walk of two dispatchers and two crews over the same orders: each sees the board as it was some steps ago, and acts on it.

The oracle keeps a book of its own of what was answered with 200: who asked which crew, which crew has the order. Whoever is refused
has changed nothing and is told who was before them; whoever is not, their words stand in the record. ``--long`` walks a thousand seeds.
"""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.organisation.roles import Role
from dispatch.models import Assignment, Decision, Offer
from dispatch.services.offering import expire_offers
from tests.grid import make_waiting_order
from tests.people import make_user
from workorders.models import Pause, StatusChange, WorkOrder

pytestmark = pytest.mark.django_db

STEPS = 45
# State → what a dispatcher who believes the order to be in it may choose, by the letters on the buttons.
OFFERED_IN = {
    "PENDING_DISPATCH": ["assign", "assign", "suspend", "cancel"],
    "DISPATCHED": ["assign", "assign", "recall", "cancel"],
    "ACCEPTED": ["reassign", "reassign", "suspend", "cancel"],
    "EN_ROUTE": ["reassign", "suspend", "cancel"],
    "ON_SITE": ["reassign", "suspend"],
    "SUSPENDED": ["resume", "cancel"],
}
ENDED = {"CANCELLED"}

RULES = {
    "two crews are asked or at work": """SELECT o.number FROM workorders_workorder o WHERE 1 <
        (SELECT count(*) FROM dispatch_assignment a WHERE a.order_id = o.id AND a.released_at IS NULL)
        + (SELECT count(DISTINCT f.decision_id) FROM dispatch_offer f WHERE f.order_id = o.id AND f.status = 'OFFERED')""",
    "is dispatched and nobody is asked, or the other way round": """SELECT o.number FROM workorders_workorder o
        WHERE (o.status = 'DISPATCHED') <> EXISTS (SELECT FROM dispatch_offer f WHERE f.order_id = o.id AND f.status = 'OFFERED')""",
    "is held by a crew and nobody holds it, or the other way round": """SELECT o.number FROM workorders_workorder o
        WHERE (o.status IN ('ACCEPTED', 'EN_ROUTE', 'ON_SITE')) <> EXISTS (
            SELECT FROM dispatch_assignment a WHERE a.order_id = o.id AND a.released_at IS NULL) AND o.status <> 'SUSPENDED'""",
    "a crew was told yes twice": """SELECT f.order_id::text FROM dispatch_offer f WHERE f.status = 'ACCEPTED'
        GROUP BY 1 HAVING count(*) > 1""",
}


def breaches():
    with connection.cursor() as cursor:
        for rule, sql in RULES.items():
            cursor.execute(sql)
            yield from ((rule, row[0]) for row in cursor.fetchall())


class Desk:
    """A dispatcher, what the board showed them last, and every word they said with a step that was taken."""

    def __init__(self, person: Any) -> None:
        self.person, self.client = person, APIClient()
        self.client.force_login(person)
        self.board: dict[str, str] = {}

    def look(self) -> None:
        self.board = dict(WorkOrder.objects.values_list("number", "status"))


class Night:
    def __init__(self, province: Any, cast: Any, dice: random.Random, relayed: Callable[[], Any]) -> None:
        self.relayed, self.dice = relayed, dice
        self.told, self.at, self.typed = [], now(), 0
        self.desks = [Desk(cast.mei), Desk(make_user("hua", Role.DISPATCHER, province.xianfeng))]
        self.crews = {province.dingzhai_crew.pk: cast.omar, province.town_crew.pk: cast.tao}
        self.phones = {crew: APIClient() for crew in self.crews}
        for crew, person in self.crews.items():
            self.phones[crew].force_login(person)
        # The book: order → ("asked", crew) or ("has it", crew) or None; who took the last step of it.
        self.book: dict[str, tuple[str, int] | None] = {}
        self.last: dict[str, Any] = {}
        self.words: list[tuple[str, str, str]] = []
        for _ in range(3):
            self.report()
        for desk in self.desks:
            desk.look()

    def step(self) -> None:
        self.at += timedelta(seconds=self.dice.choice([1, 10, 30, 100]))
        act: Callable[..., str] = self.dice.choices(list(self.ACTS), weights=list(self.ACTS.values()))[0]
        with time_machine.travel(self.at, tick=False):
            self.told.append(f"{self.at:%H:%M:%S} {act.__name__}: {act(self)}")
            self.relayed()
        self.note_the_machine()

    def note_the_machine(self) -> None:
        """Nobody was at an order that waits: the machine may have asked a crew."""
        for number, entry in self.book.items():
            asked = Offer.objects.filter(order__number=number, status="OFFERED", decision__decided_by=None).first()
            if entry is None and asked is not None:
                self.book[number], self.last[number] = ("asked", asked.crew_id), None
                self.told.append(f"         the machine asks {self.crews[asked.crew_id]} for {number}")

    def report(self) -> str:
        if sum(WorkOrder.objects.get(number=number).status not in ENDED for number in self.book) >= 3:
            return "enough"
        number = make_waiting_order(f"R{len(self.book)}", at=self.at).number
        self.book[number], self.last[number] = None, None
        return str(number)

    def look(self) -> str:
        desk = self.dice.choice(self.desks)
        desk.look()
        return str(desk.person)

    def command(self) -> str:
        """What the board offers in the state that it shows; sent again with its key, as after a line that broke."""
        desk = self.dice.choice(self.desks)
        if self.dice.random() < 0.3:
            desk.look()
        possible = [(number, status) for number, status in desk.board.items() if status in OFFERED_IN]
        if not possible:
            return "nothing to do"
        number, status = self.dice.choice(possible)
        verb, crew = self.dice.choice(OFFERED_IN[status]), self.dice.choice(list(self.crews))
        self.typed += 1
        words = f"话 {self.typed}"
        body: dict[str, Any] = {"reason": words}
        if verb in ("assign", "reassign"):
            body["crew_id"] = crew
        if verb == "suspend":
            body = {"reason": "unsafe_weather", "detail": words}
        if verb in ("recall", "resume"):
            body = {}
        before = self.record(number)
        answers = [self.send(desk, number, verb, body) for _ in range(self.dice.choice([1, 1, 2]))]
        said = f"{desk.person} {verb} {number} ({status}) {body} → {answers[0].status_code} {answers[0].data.get('detail', '')}"
        if answers[0].status_code != 200:
            assert answers[0].status_code in (409, 422), self.story(said)
            self.is_refused(desk, number, answers[0], before, said)
            return said
        assert all(answer.data["rev"] == answers[0].data["rev"] for answer in answers), self.story(said)
        self.takes_effect(desk, number, verb, crew, words)
        return said

    def send(self, desk: Desk, number: str, verb: str, body: dict[str, Any]) -> Any:
        path, key = f"/api/v1/work-orders/{number}/{verb}/", f"{desk.person}-{self.typed}"
        return desk.client.post(path, body, format="json", headers={"Idempotency-Key": key, "Accept-Language": "en"})

    def record(self, number: str) -> Any:
        order = WorkOrder.objects.get(number=number)
        offers = Offer.objects.filter(order=order).order_by("pk").values_list("pk", "status")
        return order.rev, order.status, list(offers), order.status_changes.count()

    def is_refused(self, desk: Desk, number: str, answer: Any, before: Any, said: str) -> None:
        """Nothing has changed, and where somebody else took the last step they are named."""
        assert self.record(number) == before, self.story(said)
        other = self.last[number]
        if answer.status_code == 409 and other not in (None, desk.person):
            assert str(other) in answer.data["detail"], self.story(said)

    def takes_effect(self, desk: Desk, number: str, verb: str, crew: int, words: str) -> None:
        self.last[number] = desk.person
        match verb:
            case "assign" | "reassign":
                self.book[number] = ("asked", crew)
            case "suspend" | "recall" | "cancel" | "resume":
                self.book[number] = self.after_pause(number) if verb == "resume" else None
        if verb not in ("recall", "resume"):
            self.words.append((number, verb, words))

    def after_pause(self, number: str) -> tuple[str, int] | None:
        """A crew that had it when it was set aside has it again, if it is still its own."""
        held = Assignment.objects.filter(order__number=number, released_at=None).first()
        return ("has it", held.crew_id) if held else None

    def accept(self) -> str:
        """A phone that saw an offer some time ago says yes to it."""
        seen = Offer.objects.order_by("-pk")[:4]
        if not seen:
            return "nobody was asked"
        offer = self.dice.choice(list(seen))
        answer = self.phones[offer.crew_id].post(f"/api/v1/offers/{offer.pk}/accept/")
        said = f"{self.crews[offer.crew_id]} {offer.order.number} → {answer.status_code}"
        if answer.status_code == 200:
            assert self.book[offer.order.number] == ("asked", offer.crew_id), self.story(said)
            self.book[offer.order.number] = ("has it", offer.crew_id)
            self.last[offer.order.number] = self.crews[offer.crew_id]
        return said

    def refuse(self) -> str:
        offer = Offer.objects.filter(status="OFFERED").order_by("pk").first()
        if offer is None:
            return "nobody is asked"
        answer = self.phones[offer.crew_id].post(
            f"/api/v1/offers/{offer.pk}/reject/", {"reason": "busy"}, format="json"
        )
        if answer.status_code == 200:
            self.book[offer.order.number], self.last[offer.order.number] = None, self.crews[offer.crew_id]
        return f"{offer.order.number} → {answer.status_code}"

    def depart(self) -> str:
        held = Assignment.objects.filter(released_at=None, order__status="ACCEPTED").order_by("pk").first()
        if held is None:
            return "nobody"
        answer = self.phones[held.crew_id].post(f"/api/v1/work-orders/{held.order.number}/depart/", {}, format="json")
        if answer.status_code == 200:
            self.last[held.order.number] = self.crews[held.crew_id]
        return f"{held.order.number} → {answer.status_code}"

    def time_runs_out(self) -> str:
        due = list(
            Offer.objects.filter(status="OFFERED", expires_at__lte=self.at).values_list("order__number", flat=True)
        )
        expire_offers(at=self.at)
        for number in due:
            self.book[number], self.last[number] = None, None
        return str(due)

    ACTS: dict[Callable[..., str], int] = {
        report: 2, look: 4, command: 16, accept: 6, refuse: 1, depart: 2, time_runs_out: 2
    }  # fmt: skip

    def holds(self) -> None:
        assert [*breaches()] == [], self.story()
        for number, entry in self.book.items():
            asked = set(Offer.objects.filter(order__number=number, status="OFFERED").values_list("crew_id", flat=True))
            has = set(
                Assignment.objects.filter(order__number=number, released_at=None).values_list("crew_id", flat=True)
            )
            if WorkOrder.objects.get(number=number).status == "SUSPENDED":
                assert asked == set(), self.story(number)
                continue
            expected = (
                {entry[1]} if entry and entry[0] == "asked" else set(),
                {entry[1]} if entry and entry[0] == "has it" else set(),
            )
            assert (asked, has) == expected, self.story(f"{number}: {entry}")

    def words_stand(self) -> None:
        """Whoever was answered yes: their reason stands in the record of the order."""
        for number, verb, words in self.words:
            about = {"order__number": number}
            kept = [
                *StatusChange.objects.filter(**about).values_list("detail", flat=True),
                *Decision.objects.filter(**about).values_list("override_reason", flat=True),
                *Pause.objects.filter(**about).values_list("detail", flat=True),
            ]
            assert any(words in each.split(" · ") or words == each for each in kept), self.story(
                f"{verb} {number} {words}: {kept}"
            )

    def story(self, *words: Any) -> str:
        return "\n".join([*map(str, words), *self.told])


@pytest.mark.seeds(5)
def test_one_crew_goes_and_who_comes_second_is_told_who_was_first(seed, province, cast, relayed):
    night = Night(province, cast, random.Random(seed), relayed)
    for _ in range(STEPS):
        night.step()
        night.holds()
    night.words_stand()
