"""Every verb that takes a moment of the past, or moves a row of the ledger: one rule for all of them."""

from datetime import datetime, timedelta

import pytest
from django.utils.timezone import localtime, now

from outages.api.routes import VERBS
from outages.generators.services import place_generator
from outages.life.states import Status
from outages.models import GeneratorVehicle, Interruption
from outages.planned.api.verbs import VERBS as PLAN_VERBS
from outages.planned.services.execution import start_plan
from outages.verbs.services import cause, dismissing, merging
from outages.verbs.services.confirming import confirm
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from tests.grid import make_network
from tests.outages.lines import below, make_points, only
from tests.outages.plans import make_announced

pytestmark = pytest.mark.django_db

NEW_YEAR = localtime(now()).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
# A row that began in the last days of a year whose books are closed since today.
CLOSED = NEW_YEAR - timedelta(days=3)
WHY = {"reason": "补录"}
NEEDS_NO_REASON = {"cause", "confirm", "restore", "generator", "generator-away", "operate", "start"}


def why(path: str) -> dict[str, str]:
    return {} if path.rpartition("/")[2] in NEEDS_NO_REASON else WHY


HOUR = timedelta(hours=1)


def said(moment: datetime) -> str:
    return moment.isoformat()


WHEN, LATER = ({"at": said(CLOSED + hours * HOUR), "confirm_at": said(CLOSED + hours * HOUR)} for hours in (1, 2))

# Verbs that rewrite ledger rows or what their figures are split by, and what makes the outage ready for each.
MOVES_ROWS = {
    "was-off": lambda o, net: (
        {"service_points": ["MT3-00000"], "off_at": said(CLOSED), "on_at": said(CLOSED + HOUR)},
        o,
    ),
    "dismiss": lambda o, net: ({}, o),
    "reinstate": lambda o, net: ({}, dismissing.dismiss(outage_id=o.pk, reason="误", at=now())),
    "move": lambda o, net: ({"device": "FU1"}, o),
    "split": lambda o, net: ({"service_points": ["MT2-00000"]}, o),
    "merge": lambda o, net: ({"into": other(net).number}, o),
    "unmerge": lambda o, net: ({}, merged(o, net)),
    "cause": lambda o, net: ({"cause_class": "NATURE"}, o),
    "confirm": lambda o, net: ({}, predicted(net)),
    "restore": lambda o, net: (WHEN, o),
    "generator": lambda o, net: (WHEN | {"vehicle": "G1", "service_points": ["MT2-00000"]}, o),
    "generator-away": lambda o, net: (LATER | {"vehicle": "G1", "normal_supply": False}, supplied(o, net)),
}
# What neither takes a moment of the past nor touches a row: an end now, a promise, a question, a word about words.
TOUCHES_NONE = {"unconfirm", "estimate", "check", "answer", "verify", "close"}


@pytest.fixture
def net(province):
    net = make_network(province)
    net.at_t2, net.at_t3 = make_points(province.t2, 3), make_points(province.t3, 1)
    place = {"centre": province.xianfeng, "org_path": province.xianfeng.path, "latitude": 29.6, "longitude": 109.1}
    net.vehicle = GeneratorVehicle.objects.create(code="G1", kva=400, fuel_hours=8, **place)
    return net


@pytest.fixture
def books_closed(monkeypatch):
    """As if the books of the last year were closed when it ended, whatever day it is: what is older than that is refused."""
    monkeypatch.setattr("command_center.ground.core.moments.OLDEST", timedelta(days=800))
    monkeypatch.setattr("command_center.ground.core.moments.BOOKS_OPEN_FOR", timedelta(0))


def began(scope, *, status=Status.CONFIRMED, **fields):
    return open_outage(scope=scope, started_at=CLOSED, at=CLOSED, status=status, **fields)


@pytest.fixture
def outage(net, province):
    return began(below(province.t2), node_id=province.t2.pk)


def other(net):
    return began(only(*net.at_t3))


def predicted(net):
    return began(only(*net.at_t3), status=Status.PREDICTED)


def merged(outage, net):
    merging.merge(outage_id=outage.pk, parent_id=other(net).pk, reason="同", at=now())
    return outage


def supplied(outage, net, at=CLOSED + HOUR):
    place_generator(vehicle_id=net.vehicle.pk, outage_id=outage.pk, scope=only(net.at_t2[0]), at=at)
    return outage


def post(client, path, body):
    return client.post(f"/api/v1/{path}/", body, format="json")


def test_every_verb_of_an_outage_is_judged_here():
    assert set(MOVES_ROWS) | TOUCHES_NONE == set(VERBS.uses)
    assert {"start", "restore"} <= set(PLAN_VERBS.uses)


@pytest.mark.parametrize("verb", MOVES_ROWS)
def test_a_row_of_a_closed_year_is_a_supervisors(mei, lin, net, outage, books_closed, verb):
    body, outage = MOVES_ROWS[verb](outage, net)
    if "off_at" in body:
        body["confirm_at"] = body["off_at"]
    before = list(Interruption.objects.order_by("pk").values())
    body |= why(verb)
    answer = post(mei, f"outages/{outage.number}/{verb}", body)
    assert (answer.status_code, str(NEW_YEAR.year - 1) in answer.data["detail"]) == (403, True), answer.data
    assert list(Interruption.objects.order_by("pk").values()) == before
    assert post(lin, f"outages/{outage.number}/{verb}", body).status_code == 200


@pytest.mark.parametrize("kind", ["START", "END", "NEVER_OFF"])
def test_so_is_a_correction_of_one(mei, lin, outage, books_closed, kind):
    restore(outage_id=outage.pk, at=CLOSED + HOUR)
    row = Interruption.objects.first()
    moment = CLOSED + {"START": -HOUR, "END": 2 * HOUR, "NEVER_OFF": HOUR}[kind]
    body = WHY | {"kind": kind, "at": said(moment), "confirm_at": said(moment)}
    assert post(mei, f"interruptions/{row.pk}/correct", body).status_code == 403
    assert post(lin, f"interruptions/{row.pk}/correct", body).status_code == 200


def test_what_a_crew_or_a_switch_says_counts_whenever_it_comes(cast, net, outage, books_closed):
    cause.set_cause(outage_id=outage.pk, cause_class="NATURE", cause="雷", at=now(), actor=cast.omar)
    dismissing.dismiss(outage_id=outage.pk, reason="有电", at=now(), actor=cast.omar)
    assert not Interruption.objects.open().exists()
    confirm(outage_id=predicted(net).pk, at=now(), reason="TRIP")
    assert Interruption.objects.open().exists()


LAST_WEEK = now() - timedelta(days=4)
TYPED_TWICE = {
    "outages/{outage}/restore": ("at", LAST_WEEK, {}),
    "outages/{outage}/was-off": ("off_at", LAST_WEEK, {"service_points": ["MT3-00000"]}),
    "outages/{outage}/generator": ("at", LAST_WEEK, {"vehicle": "G1", "service_points": ["MT2-00000"]}),
    "outages/{outage}/generator-away": ("at", LAST_WEEK, {"vehicle": "G1", "normal_supply": True}),
    "interruptions/{row}/correct": ("at", LAST_WEEK, {"kind": "START"}),
    "devices/FU1/operate": ("at", LAST_WEEK, {"opened": True}),
    "planned-outages/{announced}/start": ("started_at", LAST_WEEK, {}),
    "planned-outages/{at_work}/restore": ("restored_at", LAST_WEEK, {}),
}


def at_work(net):
    plan = make_announced(net.fu1, start=LAST_WEEK - HOUR, hours=200)
    return start_plan(plan_id=plan.pk, started_at=LAST_WEEK - HOUR, at=now())


@pytest.mark.parametrize("path", TYPED_TWICE)
def test_a_moment_some_days_back_is_typed_twice(lin, net, province, path):
    name, moment, more = TYPED_TWICE[path]
    more = more | why(path)
    row_began = LAST_WEEK - timedelta(days=2)
    outage = open_outage(scope=only(*net.at_t2), started_at=row_began, at=row_began, status=Status.CONFIRMED)
    names = {"outage": outage.number, "row": Interruption.objects.first().pk}
    if "-away" in path:
        supplied(outage, net, at=row_began + HOUR)
    if "{announced}" in path:
        names["announced"] = make_announced(net.fu1, start=LAST_WEEK - HOUR, hours=200).number
    if "{at_work}" in path:
        names["at_work"] = at_work(net).number
    path = path.format(**names)
    mistyped = moment - timedelta(days=3653)
    first = post(lin, path, more | {name: said(mistyped), "confirm_at": said(mistyped)})
    assert (first.status_code, first.data["errors"][0]["pointer"]) == (422, f"/{name}")
    asked = post(lin, path, more | {name: said(moment)})
    assert (asked.status_code, asked.data.get("confirm")) == (422, "confirm_at"), asked.data
    assert asked.data["errors"][0]["pointer"] == f"/{name}"
    assert post(lin, path, more | {name: said(moment), "confirm_at": said(moment + HOUR)}).status_code == 422
    done = post(lin, path, more | {name: said(moment), "confirm_at": said(moment)})
    assert done.status_code == 200, done.data
