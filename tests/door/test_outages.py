"""GET outages/: cards of the jurisdiction, and one outage in full."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.core.models import AuditEntry
from customers.models import ServicePoint
from outages.estimates.services.estimating import estimate_by_hand
from outages.judging.services.evidence import Signal, take_evidence
from outages.leading.services.leaders import follow
from outages.life.states import Status
from outages.models import SensitiveEntry
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from outages.verbs.services.verifying import start_check
from tests.door.counting import at_most, counted
from tests.grid import make_held_order, make_node, make_order
from tests.outages.lines import below, make_device, make_points

URL = "/api/v1/outages/"
NOW = now()
AGO = NOW - timedelta(minutes=30)


def make_outage(transformer, **fields):
    """Confirmed half an hour ago, ten minutes after it began."""
    ways = {
        "started_at": AGO - timedelta(minutes=10),
        "at": AGO,
        "status": Status.CONFIRMED,
        "node_id": transformer.pk,
        **fields,
    }
    return open_outage(scope=below(transformer), **ways)


@pytest.fixture
def outage(province):
    """Five residents behind a fuse, two reports, one crew on it."""
    make_points(province.t2, 5)
    outage = make_outage(province.t2, device_id=make_device("FU-1", province.t2, name="旋坨支线熔断器").pk)
    held, other = make_held_order("R1"), make_order("R2")
    return follow(outage_id=outage.pk, order_ids=[held.pk, other.pk], at=NOW)


def numbers(client, query=""):
    return [card["number"] for card in client.get(f"{URL}?{query}").data["results"]]


def test_the_list_shows_cards(mei, outage):
    card = mei.get(URL).data["results"][0]
    assert card["kind"] == "outage" and card["outage_kind"] == "FAULT" and card["status"] == "CONFIRMED"
    assert card["device"] == {"code": "FU-1", "name": "旋坨支线熔断器", "kind": "FUSE"}
    assert card["feeder"] == {"code": "F1", "name": "F1"} and card["centre"] == "咸丰县"
    assert (card["customers_total"], card["customers_out"], card["calls"]) == (5, 5, 2)
    assert card["crew"]["name"] == "丁寨 01 班" and card["order_status"] == "ACCEPTED"
    assert card["etr_at"] is None and card["nested_in"] is None and card["attention"] is None


def test_the_list_takes_the_same_queries_for_many(mei, outage, province):
    few = counted(lambda: mei.get(URL))
    for n in range(5):
        make_outage(make_node(f"X{n}", "TRANSFORMER", province.dingzhai, province.f1))
    assert len(numbers(mei)) == 6
    assert counted(lambda: mei.get(URL)) == few <= 6


def test_another_county_sees_nothing(eva, lin, outage):
    assert numbers(eva) == [] and numbers(lin) == [outage.number]


def test_a_foreign_outage_looks_absent_and_is_audited(eva, outage):
    assert eva.get(f"{URL}{outage.number}/").status_code == 404
    entry = AuditEntry.objects.get(allowed=False)
    assert (entry.action, entry.object_kind, entry.object_ref) == ("foreign_access_refused", "outage", outage.number)


@pytest.mark.parametrize("name", ["omar", "auditor"])
def test_roles_without_the_right(signed_in, outage, name):
    assert signed_in(name).get(URL).status_code == 403
    assert signed_in(name).get(f"{URL}{outage.number}/").status_code == 403


def test_filters(lin, outage, province):
    make_points(province.t3, 1)
    over = make_outage(province.t3, kind="TEMPORARY", started_at=AGO - timedelta(hours=3))
    restore(outage_id=over.pk, at=NOW)
    assert numbers(lin) == [over.number, outage.number]
    assert numbers(lin, "status=RESTORED,CLOSED") == [over.number] == numbers(lin, "live=false")
    assert numbers(lin, "live=true&centre=422826&feeder=F1") == [outage.number]
    assert numbers(lin, "centre=422827") == [] == numbers(lin, "feeder=F9")
    assert numbers(lin, "kind=TEMPORARY") == [over.number] == numbers(lin, "kind=TEMPORARY&kind=PLANNED")
    since = f"{AGO - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    assert numbers(lin, f"started_since={since}") == [outage.number]
    assert numbers(lin, "updated_since=2090-01-01T00:00:00Z") == []
    assert numbers(lin, "ordering=started_at") == [over.number, outage.number]
    assert lin.get(f"{URL}?kind=DISCONNECTION").status_code == 422
    assert lin.get(f"{URL}?started_since=yesterday").status_code == 422


def test_pages_by_cursor(mei, outage, province):
    other = make_outage(make_node("X1", "TRANSFORMER", province.dingzhai, province.f1))
    first = mei.get(f"{URL}?limit=1").data
    second = mei.get(first["next"]).data
    assert [page["results"][0]["number"] for page in (first, second)] == [other.number, outage.number]
    assert second["next"] is None


def test_the_outage_in_full(mei, cast, outage):
    point = ServicePoint.objects.filter(transformer__code="T2").first()
    SensitiveEntry.objects.create(
        service_point=point, sensitive_class="LIFE_SUPPORT", use="HOME_OXYGEN", consent=True, hours_to_damage=2,
        last_verified_on=NOW.date(), org_path=point.org_path,
    )  # fmt: skip
    signal = Signal(
        kind="METER_OFF", source_key="HES:1", at=AGO, org_path=point.org_path, service_point_id=point.pk,
        outage_id=outage.pk, detail={"phone": "13800135612"},
    )  # fmt: skip
    take_evidence(signals=[signal], at=AGO)
    estimate_by_hand(outage_id=outage.pk, etr_at=NOW + timedelta(days=29), source="DESK", at=NOW, actor=cast.mei)
    outage.refresh_from_db()
    with at_most(18):
        answer = mei.get(f"{URL}{outage.number}/")
    data = answer.data
    assert answer["ETag"].startswith(f'W/"{outage.rev}.')
    assert [(row["kind"], row["meter_number"]) for row in data["evidence"]] == [("METER_OFF", point.meter_number)]
    assert data["evidence_counts"] == {"METER_OFF": 1} and "13800135612" not in answer.content.decode()
    assert next((row["role"], row["status"]) for row in data["orders"]) == ("LEAD", "ACCEPTED")
    assert [(row["source"], row["author"]) for row in data["estimates"]] == [("DESK", "Mei")]
    assert [row["kind"] for row in data["changes"]] == ["OPENED"]
    assert data["sensitive"][0] | {"customer": "居*", "use": "HOME_OXYGEN"} == data["sensitive"][0]
    assert data["verification"] == {"rounds": [], "answers": []} and data["steps"] == []


def test_steps_and_questions_of_a_restored_one(mei, outage):
    restore(outage_id=outage.pk, at=NOW)
    start_check(outage_id=outage.pk, at=NOW)
    data = mei.get(f"{URL}{outage.number}/").data
    assert [(step["ended_by"], step["customers"]) for step in data["steps"]] == [("REPAIR", 5)]
    (asked,) = data["verification"]["rounds"]
    assert (asked["population"], asked["passed"], asked["on"]) == (5, None, 0)
    assert len(data["verification"]["answers"]) == asked["asked"] == asked["waiting"] > 0


def told(client, outage):
    return {verb["verb"]: verb for verb in client.get(f"{URL}{outage.number}/").data["verbs"]}


def test_the_record_tells_what_the_person_may_do_now(mei, outage):
    verbs = told(mei, outage)
    assert list(verbs) == [
        "restore", "estimate", "move", "split", "merge", "cause", "unconfirm", "was-off", "generator", "generator-away", "dismiss",
    ]  # fmt: skip
    assert (verbs["dismiss"]["danger"], verbs["restore"]["primary"]) == (True, True)
    who, at, ended_by, note = verbs["restore"]["form"]
    assert (who["type"], at["type"], note["type"]) == ("whom_or_all", "moment", "text")
    assert not {"CORRECTION", "PLAN"} & {code for code, _ in ended_by["choices"]}, "what no person takes is not offered"
    assert [field["unless"] for field in verbs["estimate"]["form"]] == [*["computed"] * 4, ""]
    restore(outage_id=outage.pk, at=NOW)
    assert "check" in told(mei, outage)
    start_check(outage_id=outage.pk, at=NOW)
    assert "check" not in told(mei, outage), "a round of questions is open"


def test_who_only_watches_is_told_no_verb(signed_in, outage):
    assert told(signed_in("agent"), outage) == {}
