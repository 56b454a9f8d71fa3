"""Which button stands out: at every moment of a case one, and the one that the how-to names; what is said there is true."""

import pytest
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.organisation.roles import Role
from tests.connections.cases import make_case, staff_of
from tests.people import make_user
from workorders.kinds.connection.services import appointments

pytestmark = pytest.mark.django_db
V1 = "/api/v1/work-orders"

# (who says it, verb, what is said), each the step that stood out before it; "slot" is the next free half day.
LOW = [
    ("con", "book-survey", {"slot": "free"}),
    ("mana", "visit-on-the-way", {}),
    ("mana", "visit-arrived", {}),
    ("mana", "survey", {}),
    ("con", "reply-plan", {}),
    ("con", "book-installation", {"slot": "free"}),
    ("mana", "visit-on-the-way", {}),
    ("mana", "visit-arrived", {}),
    ("mana", "energise", {}),
    ("con", "follow-up", {"satisfaction": "SATISFIED"}),
    ("con", "archive", {}),
]
MEDIUM = [
    *LOW[:5],
    ("con", "customer-builds", {}),
    ("con", "works-over", {}),
    ("con", "inspect-completion", {}),
    *LOW[5:],
]
WITH_INSPECTIONS = [
    *LOW[:5],
    ("con", "customer-builds", {}),
    ("con", "submit-design", {}),  # in between, the customer brings something to be looked at
    ("con", "review-design", {}),
    ("con", "customer-builds", {}),
    ("con", "ask-mid-inspection", {}),
    ("con", "inspect-half-way", {}),
    *MEDIUM[5:],
]
BROUGHT = {"submit-design", "ask-mid-inspection"}


@pytest.fixture
def people(province):
    clients = {}
    for name, person in staff_of(province).items():
        clients[name] = APIClient()
        clients[name].force_login(person)
    return clients


def standing_out(client, order):
    return [verb["verb"] for verb in client.get(f"{V1}/{order.number}/").data["verbs"] if verb["primary"]]


def say(client, order, verb, body):
    if body.get("slot") == "free":
        found = client.get(f"/api/v1/connection-cases/{order.number}/slots/").data
        body = {"slot": found[0]["starts_at"]}
    answer = client.post(f"{V1}/{order.number}/{verb}/", body, format="json")
    assert answer.status_code == 200, (verb, answer.data)


@pytest.mark.parametrize(
    ("sub_kind", "life"),
    [("LV_RESIDENT", LOW), ("LV_NON_RESIDENT", LOW), ("MV_SINGLE", MEDIUM), ("MV_DUAL", WITH_INSPECTIONS)],
)
def test_one_button_stands_out_and_leads_to_the_archive(people, sub_kind, life):
    order = make_case(sub_kind=sub_kind)
    for who, verb, body in life:
        if verb not in BROUGHT:
            assert standing_out(people[who], order) == [verb]
        say(people[who], order, verb, body)
    assert standing_out(people["con"], order) == []
    order.refresh_from_db()
    assert order.status == "ARCHIVED"


def test_works_that_are_ready_are_not_called_inspected(people):
    """Nobody has looked at them yet: neither the desk nor the applicant reads that somebody has."""
    order = make_case(sub_kind="MV_SINGLE")
    for who, verb, body in MEDIUM[:7]:
        say(people[who], order, verb, body)
    [row] = people["con"].get("/api/v1/connection-cases/").data["results"]
    assert row["state"] == "客户工程检验"
    page = people["con"].get(f"/visits/?case={order.number}").content.decode()
    assert "中间检查完成" not in page.split("<main")[1].split("<details")[0]


def test_a_survey_says_how_much_is_needed_where_the_application_does_not(people):
    order = make_case(kw="8")
    case = order.connection_case
    case.asked_kw = None
    case.save(update_fields=["asked_kw"])
    for who, verb, body in LOW[:3]:
        say(people[who], order, verb, body)
    refused = people["mana"].post(f"{V1}/{order.number}/survey/", {}, format="json")
    assert (refused.status_code, refused.data["errors"][0]["pointer"]) == (422, "/kw"), refused.data
    say(people["mana"], order, "survey", {"kw": "30"})
    [plan] = people["con"].get(f"/api/v1/connection-cases/{order.number}/plans/").data
    assert plan["granted_kw"] == 30


def test_whoever_goes_there_is_responsible_where_nobody_was(people, province):
    """A place told in words lies in no grid; the applicant then reads a name, not a station."""
    order = make_case()
    case = order.connection_case
    case.responsible = None
    case.save(update_fields=["responsible"])
    for who, verb, body in LOW[:2]:
        say(people[who], order, verb, body)
    case.refresh_from_db()
    assert case.responsible.username == "mana"
    assert order.appointments.get().person == case.responsible


def test_nobody_of_another_unit_takes_a_case_on(people, province):
    order = make_case()
    case = order.connection_case
    case.responsible = None
    case.save(update_fields=["responsible"])
    say(people["con"], order, *LOW[0][1:])
    say(people["con"], order, "visit-on-the-way", {})  # the centre says it for them
    case.refresh_from_db()
    assert case.responsible is None
    visitor = make_user("ed", Role.GRID_MANAGER, province.town)
    appointments.arrive(order_id=order.pk, at=now(), actor=visitor)
    case.refresh_from_db()
    assert case.responsible is None
