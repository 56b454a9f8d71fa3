"""What a crew found, through the door: right, crew, revision, key, moment; and who reads it."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from outages.models import Evidence, Interruption
from tests.door.counting import at_most
from tests.door.test_working import step
from tests.grid import make_held_order, make_network
from tests.outages.lines import make_points
from workorders.models import WorkOrder

ORDERS = "/api/v1/work-orders/"
VILLAGE = {"extent": "VILLAGE", "cause_class": "EQUIPMENT", "cause": "避雷器击穿", "note": "已隔离"}


@pytest.fixture
def order(province, cast, omar) -> WorkOrder:
    """Dingzhai 01 is on site at the only customer of the cast, on T1, where six more live."""
    make_network(province)
    make_points(province.t1, 6)
    held = make_held_order(by=cast.omar, customer_number="4228260001", at=now() - timedelta(minutes=30))
    step(omar, held, "depart")
    step(omar, held, "arrive")
    held.refresh_from_db()
    return held


def find(client, order, body=VILLAGE, **headers):
    return client.post(f"{ORDERS}{order.number}/findings/", body, format="json", headers=headers)


def test_the_choices_before_a_crew(omar, tao, mei, eva, order):
    with at_most(16):
        answer = omar.get(f"{ORDERS}{order.number}/findings/")
    assert [(row["extent"], (row["device"] or {}).get("code"), row["customers"]) for row in answer.data["choices"]] == [
        ("NOBODY", None, 0),
        ("HOUSE", None, 1),
        ("VILLAGE", "TR1", 7),
        ("DEVICE", "FU1", 7),
        ("DEVICE", "CB1", 7),
    ]
    assert [row["closed"] for row in answer.data["choices"]][-1] is True
    assert answer.data["findings"] == [] and mei.get(f"{ORDERS}{order.number}/findings/").status_code == 200
    assert [c.get(f"{ORDERS}{order.number}/findings/").status_code for c in (tao, eva)] == [404, 404]


def test_a_finding_opens_the_outage_and_is_read_everywhere(omar, mei, order):
    with at_most(100):
        answer = find(omar, order)
    assert answer.status_code == 200, answer.data
    assert (answer.data["effect"], answer.data["status"], answer.data["number"]) == ("OPENED", "ON_SITE", order.number)
    assert answer["ETag"] == f'W/"{answer.data["rev"]}"' and Interruption.objects.open().count() == 7
    detail = mei.get(f"/api/v1/outages/{answer.data['outage']}/").data
    (row,) = [each for each in detail["evidence"] if each["kind"] == "CREW"]
    assert (row["author"], row["device"], row["order"]) == ("Omar", "TR1", order.number)
    assert row["finding"] | {"effect": "", "customers": 0} == {
        **VILLAGE, "hazard": False, "effect": "", "customers": 0,
    }  # fmt: skip
    assert detail["lead_order"] == order.number and detail["cause"] == "避雷器击穿"
    (entry,) = [each for each in mei.get(f"{ORDERS}{order.number}/timeline/").data if each["kind"] == "finding"]
    assert entry["code"] == "VILLAGE" and "避雷器击穿" in entry["text"] and entry["actor"] == "Omar"
    (work,) = omar.get("/api/v1/me/work/").data["orders"]
    assert work["finding"]["effect"] == "OPENED" and work["finding"]["device"]["code"] == "TR1"
    assert [row["extent"] for row in omar.get(f"{ORDERS}{order.number}/findings/").data["findings"]] == ["VILLAGE"]


def test_only_the_crew_that_holds_it_on_site(omar, tao, mei, order):
    assert find(tao, order).status_code == 404 and find(mei, order).status_code == 403
    step(omar, order, "start", {"permit_number": "抢修单-1"})
    step(omar, order, "restore")
    late = find(omar, order)
    assert (late.status_code, late.data["code"]) == (409, "conflict")
    assert not Evidence.objects.filter(kind="CREW").exists()


def test_on_the_revision_that_was_read(omar, order):
    assert find(omar, order, **{"If-Match": 'W/"999"'}).status_code == 412
    assert find(omar, order, **{"If-Match": f'W/"{order.rev}"'}).status_code == 200


def test_a_key_is_answered_once(omar, order):
    first, again = (find(omar, order, **{"Idempotency-Key": "f1"}) for _ in range(2))
    assert first.data == again.data and Evidence.objects.filter(kind="CREW").count() == 1
    assert find(omar, order, {"extent": "HOUSE"}, **{"Idempotency-Key": "f1"}).status_code == 422


def test_the_phone_tells_later_when_it_was(omar, order):
    seen_at = order.arrived_at + timedelta(milliseconds=1)
    assert find(omar, order, {**VILLAGE, "observed_at": seen_at.isoformat()}).status_code == 200
    assert Evidence.objects.get(kind="CREW").at == seen_at
    early = {**VILLAGE, "observed_at": "2020-01-01T00:00:00Z"}
    assert find(omar, order, early).data["errors"][0]["pointer"] == "/observed_at"


@pytest.mark.parametrize(
    "body, pointer",
    [
        ({}, "/extent"),
        ({"extent": "PLANET"}, "/extent"),
        ({"extent": "BUILDING"}, "/extent"),
        ({"extent": "DEVICE"}, "/device"),
        ({"extent": "DEVICE", "device": "FU2"}, "/device"),
        ({"extent": "HOUSE", "cause_class": "BIRDS"}, "/cause_class"),
    ],
)
def test_bad_input_is_named_and_changes_nothing(omar, order, body, pointer):
    answer = find(omar, order, body)
    assert answer.status_code == 422 and answer.data["errors"][0]["pointer"] == pointer, answer.data
    assert not Evidence.objects.filter(kind="CREW").exists()


def test_telemetry_speaks_against_it(omar, mei, order):
    answer = find(omar, order, {"extent": "DEVICE", "device": "CB1"})
    assert (answer.data["effect"], answer.data["outage"]) == ("DISPUTED", None)
    assert mei.get(f"{ORDERS}{order.number}/").data["attention"] == "finding_disputed"
