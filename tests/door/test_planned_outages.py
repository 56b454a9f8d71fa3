"""/api/v1/planned-outages/: from the draft to the closed file, by controller and supervisor; feeds; frequent outages."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from command_center.ground.core.models import AuditEntry
from command_center.ground.network.models import Branch
from customers.models import ServicePoint
from outages.life.process import OUTAGE
from outages.life.scope import Scope
from outages.models import PlannedOutage, PlanWaiver
from outages.reliability.services.frequent import refresh_frequent_outages
from outages.verbs.services.splitting import split
from tests.door.counting import counted
from tests.grid import make_customer, make_network
from tests.outages.plans import make_announced, make_plan, make_started
from tests.people import make_user

URL = "/api/v1/planned-outages/"
START = now().replace(microsecond=0) + timedelta(days=20)


@pytest.fixture
def net(province):
    network = make_network(province)
    for n in range(3):
        make_customer(f"T2-{n}", "张三丰", province.t2, phone=f"+8613800000{n:03d}")
    return network


@pytest.fixture
def cora(cast, signed_in, province):
    """The distribution controller of Xianfeng."""
    cast.cora = make_user("cora", "CONTROLLER", province.xianfeng)
    return signed_in("cora")


def body(**fields):
    return {
        "title": "更换 FU2",
        "reason": "线路检修",
        "planned_start_at": START.isoformat(),
        "planned_end_at": (START + timedelta(hours=2)).isoformat(),
        "open": ["FU2"],
        **fields,
    }


def post(client, number, name, data=None, **headers):
    return client.post(f"{URL}{number}/{name}/", data or {}, format="json", **headers)


def plan_of(number):
    return PlannedOutage.objects.get(number=number)


def test_a_plan_is_driven_through_the_api(net, cora, lin):
    drafted = cora.post(URL, body(), format="json")
    assert drafted.status_code == 201
    number = drafted.data["number"]
    assert post(cora, number, "check").data["customers"] == 3
    assert post(lin, number, "approve").data["status"] == "APPROVED"
    assert post(cora, number, "notify", {"channels": ["PUBLIC", "SMS"]}).data["status"] == "NOTIFYING"
    assert post(cora, number, "delivered", {"channel": "SMS", "outcome": "DELIVERED"}).status_code == 200
    assert post(cora, number, "announce").data["status"] == "ANNOUNCED"
    plan = plan_of(number)
    start = now() - timedelta(minutes=5)
    PlannedOutage.objects.filter(pk=plan.pk).update(planned_start_at=start, planned_end_at=start + timedelta(hours=1))
    assert post(cora, number, "start", {"started_at": start.isoformat()}).data["status"] == "IN_PROGRESS"
    until = (start + timedelta(hours=2)).isoformat()
    assert post(cora, number, "extend", {"until": until, "reason": "未完成"}).status_code == 200
    assert post(cora, number, "restore").data["status"] == "RESTORED"
    closed = post(cora, number, "close")
    assert closed.data["status"] == "CLOSED"
    detail = cora.get(f"{URL}{number}/")
    assert closed["ETag"] == f'W/"{detail.data["rev"]}"' and detail["ETag"].startswith(closed["ETag"].rstrip('"'))
    assert [change["new"] for change in detail.data["changes"]] == [
        "DRAFT", "CHECKED", "APPROVED", "NOTIFYING", "ANNOUNCED", "IN_PROGRESS", "IN_PROGRESS", "RESTORED", "CLOSED",
    ]  # fmt: skip
    assert {row["channel"]: (row["outcome"], row["notices"]) for row in detail.data["notices"]} == {
        "PUBLIC": ("RECORDED", 1), "SMS": ("DELIVERED", 3),
    }  # fmt: skip


def test_only_a_supervisor_approves_and_waives(net, cora, lin, mei, cast):
    plan = make_plan(net.fu2, start=START, by=cast.cora)
    assert mei.post(URL, body(), format="json").status_code == 403
    assert post(mei, plan.number, "check").status_code == 403
    assert post(cora, plan.number, "check").status_code == 200
    assert post(cora, plan.number, "approve").status_code == 403
    waiver = {"code": "planned_7_days", "reason": "抢险"}
    assert post(cora, plan.number, "waive", waiver).status_code == 403
    assert post(lin, plan.number, "waive", waiver).status_code == 200
    assert PlanWaiver.objects.get().author == cast.lin
    again = post(lin, plan.number, "waive", waiver)
    assert (again.status_code, again.data["code"]) == (409, "conflict")


def test_the_applicant_hears_why_he_may_not_approve(net, lin, cast):
    plan = make_plan(net.fu2, start=START, by=cast.lin)
    post(lin, plan.number, "check")
    refused = post(lin, plan.number, "approve")
    assert (refused.status_code, refused.data["code"]) == (403, "not_allowed")


def test_who_does_not_operate_its_devices_neither_begins_nor_ends_it(net, cora, cast, signed_in, province):
    """A feeder that Laifeng operates and Xianfeng serves (domain reference §1.5)."""
    plan = make_announced(net.fu2, start=now() - timedelta(minutes=5))
    Branch.objects.filter(pk=net.fu2.pk).update(operating_org=province.baifusi)
    refused = post(cora, plan.number, "start")
    assert (refused.status_code, refused.data["devices"]) == (403, ["FU2"])
    net.fu2.refresh_from_db()
    assert plan_of(plan.number).status == "ANNOUNCED" and not net.fu2.is_open
    Branch.objects.filter(pk=net.fu2.pk).update(operating_org=net.fu1.operating_org)
    assert post(cora, plan.number, "start").status_code == 200
    Branch.objects.filter(pk=net.fu2.pk).update(operating_org=province.baifusi)
    assert post(cora, plan.number, "restore").status_code == 403


def test_the_card_says_what_clashes_and_who_was_told(net, cora, lin, mei, cast):
    plan = make_announced(net.fu2, start=START)
    plan.notices.filter(channel="SMS").update(outcome="FAILED")
    other = make_plan(net.fu1, start=START)
    post(cora, other.number, "check")
    post(lin, other.number, "waive", {"code": "feeder_overlap", "reason": "分段施工"})
    cards = {row["number"]: row for row in mei.get(URL).data["results"]}
    told = cards[plan.number]["told"]
    assert (told["notices"], told["not_delivered"]) == (3, 3) and told["first_at"].startswith(
        f"{plan.changes.all()[3].at:%Y-%m-%d}"
    )
    assert cards[other.number]["told"] is None
    assert {"code": "feeder_overlap", "severity": "BLOCK", "waived": True} in cards[other.number]["clashes"]
    detail = mei.get(f"{URL}{other.number}/").data
    assert detail["clashes"] == cards[other.number]["clashes"] and len(detail["findings"]) == len(detail["clashes"])


def test_one_of_several_reasons_finds_the_plan(net, mei):
    plan = make_started(net.fu2)
    PlannedOutage.objects.filter(pk=plan.pk).update(attention="late_restore", attention_also=["notice_refused"])
    rows = mei.get(URL, {"attention": "notice_refused,not_started"}).data["results"]
    assert [(row["number"], row["attention"], row["attention_also"]) for row in rows] == [
        (plan.number, "late_restore", ["notice_refused"])
    ]
    assert mei.get(URL, {"attention": "not_started"}).data["results"] == []


def test_a_stale_revision_and_a_repeated_key(net, cora):
    first = cora.post(URL, body(), format="json", headers={"Idempotency-Key": "k1"})
    again = cora.post(URL, body(), format="json", headers={"Idempotency-Key": "k1"})
    assert first.data == again.data and PlannedOutage.objects.count() == 1
    number = first.data["number"]
    assert post(cora, number, "check", headers={"If-Match": 'W/"1"'}).status_code == 200
    assert post(cora, number, "check", headers={"If-Match": 'W/"1"'}).status_code == 412


def test_devices_of_another_county_look_absent(net, eva, cora, signed_in, cast, province):
    cast.rosa = make_user("rosa", "CONTROLLER", province.laifeng)
    rosa = signed_in("rosa")
    refused = rosa.post(URL, body(), format="json")
    assert (refused.status_code, refused.data["unknown"]) == (422, ["FU2"])
    plan = make_plan(net.fu2, start=START)
    assert eva.get(URL).data["results"] == []
    assert eva.get(f"{URL}{plan.number}/").status_code == 404 == post(rosa, plan.number, "check").status_code
    assert AuditEntry.objects.filter(action="foreign_access_refused", object_ref=plan.number).count() == 2


def test_the_list_and_its_filters(net, mei):
    plan = make_announced(net.fu2, start=START)
    later = make_plan(net.fu1, start=START + timedelta(days=3))
    card = mei.get(f"{URL}?status=ANNOUNCED").data["results"][0]
    assert (card["number"], card["plan_kind"], card["customers"]) == (plan.number, "PLANNED", 3)
    assert card["devices"] == [{"code": "FU2", "name": "FU2", "kind": "FUSE", "move": "OPEN", "open": False}]
    assert [row["number"] for row in mei.get(f"{URL}?ordering=-planned_start_at").data["results"]] == [
        later.number, plan.number,
    ]  # fmt: skip
    assert mei.get(f"{URL}?live=false").data["results"] == []
    few = counted(lambda: mei.get(URL))
    for n in range(4):
        make_plan(net.fu1, start=START + timedelta(days=4 + n))
    assert counted(lambda: mei.get(URL)) == few <= 8


def test_who_is_affected_is_masked(net, mei):
    plan = make_announced(net.fu2, start=START)
    rows = mei.get(f"{URL}{plan.number}/customers/")
    assert len(rows.data["results"]) == 3 and "张三丰" not in rows.content.decode()
    assert rows.data["results"][0]["notices"] == [{"channel": "SMS", "outcome": "RECORDED"}]


def test_findings_and_alternatives_stand_in_the_detail(net, cora):
    plan = make_plan(net.sw1, start=START)
    post(cora, plan.number, "check")
    detail = cora.get(f"{URL}{plan.number}/").data
    assert [(row["code"], row["severity"], row["waived"]) for row in detail["findings"]][-1] == (
        "transfer_possible", "WARN", False,
    )  # fmt: skip
    tie = next(row for row in detail["alternatives"] if row["kind"] == "TRANSFER")
    assert (tie["device"], tie["customers"], tie["customer_hours"]) == ("TIE", 3, 6.0)
    assert post(cora, plan.number, "alternative", {"id": tie["id"]}).status_code == 200
    assert post(cora, plan.number, "alternative", {}).status_code == 422
    assert post(cora, plan.number, "alternative", {"id": 0}).status_code == 404


def test_postponed_and_drafted_anew(net, cora):
    plan = make_announced(net.fu2, start=START)
    assert post(cora, plan.number, "postpone", {"why": "WEATHER", "reason": "暴雨"}).data["status"] == "POSTPONED"
    other = START + timedelta(days=9)
    fresh = body(planned_start_at=other.isoformat(), planned_end_at=(other + timedelta(hours=3)).isoformat())
    assert post(cora, plan.number, "redraft", fresh).data["status"] == "DRAFT"
    plan.refresh_from_db()
    assert (plan.round, plan.planned_start_at) == (2, other)
    assert post(cora, plan.number, "cancel", {"why": "BORED", "reason": "x"}).status_code == 422
    assert post(cora, plan.number, "cancel", {"why": "OTHER", "reason": "带电作业"}).data["status"] == "CANCELLED"


def test_the_calendar_feed(net, mei, eva):
    plan = make_announced(net.fu2, start=START)
    make_plan(net.fu1, start=START)
    answer = mei.get("/api/v1/planned-outages.ics")
    text = answer.content.decode().replace("\r\n ", "")
    assert answer["Content-Type"].startswith("text/calendar") and text.count("BEGIN:VEVENT") == 1
    assert f"UID:{plan.number}@planned-outages" in text and f"DTSTART:{START:%Y%m%dT%H%M%SZ}" in text
    assert "STATUS:CONFIRMED" in text and "FU2" in text
    assert "VEVENT" not in eva.get("/api/v1/planned-outages.ics").content.decode()


def test_the_map_feed(net, mei, eva):
    plan = make_announced(net.fu2, start=START)
    answer = mei.get("/api/v1/planned-outages.geojson")
    (feature,) = answer.data["features"]
    assert answer["Content-Type"].startswith("application/geo+json") and not answer.data["truncated"]
    assert feature["properties"]["number"] == plan.number and feature["geometry"]["coordinates"] == [109.1, 29.603]
    assert eva.get("/api/v1/planned-outages.geojson").data["features"] == []
    assert mei.get("/api/v1/planned-outages.geojson?starts_from=x").status_code == 422


def test_frequent_outages_are_listed_and_followed_up(net, cora, mei, eva):
    make_started(net.fu2, start=now() - timedelta(hours=3), hours=1)
    make_started(net.fu1, start=now() - timedelta(hours=1))
    refresh_frequent_outages(at=now())
    rows = mei.get("/api/v1/frequent-outages/?rule_set=A&standing=true").data["results"]
    assert [(row["entity"]["code"], row["rule"], row["count"]) for row in rows] == [("F1", "A-planned-again", 2)]
    url = f"/api/v1/frequent-outages/{rows[0]['id']}/follow-up/"
    assert eva.get("/api/v1/frequent-outages/").data["results"] == [] and mei.post(url).status_code == 403
    said = {"cause": "重复检修", "measure": "一停多用", "deadline_on": "2027-01-31", "done": True}
    answer = cora.post(url, said, format="json")
    assert (
        answer.data["deadline_on"] == "2027-01-31" and answer.data["done_at"] and answer.data["followed_by"] == "Cora"
    )
    assert mei.get("/api/v1/frequent-outages/?done=true").data["results"][0]["cause"] == "重复检修"


@pytest.mark.parametrize("year", [2099, 2100, 9998, 9999])
def test_a_plan_is_for_a_time_that_somebody_can_mean(net, cora, year):
    """Nobody plans the year 9999: drafted, drafted anew or extended, the year is mistyped."""
    then = f"{year}-12-30T08:00:00Z"
    window = {"planned_start_at": then, "planned_end_at": f"{year}-12-30T10:00:00Z"}
    running, waiting = make_started(net.fu1), make_plan(net.fu2, start=START)
    for answer, pointer in [
        (cora.post(URL, body(**window), format="json"), "/planned_start_at"),
        (cora.post(URL, body(planned_end_at=then), format="json"), "/planned_end_at"),
        (post(cora, waiting.number, "redraft", body(**window)), "/planned_start_at"),
        (post(cora, running.number, "extend", {"until": then, "reason": "未完工"}), "/until"),
    ]:
        assert (answer.status_code, answer.data["errors"][0]["pointer"]) == (422, pointer), answer.data
    assert post(cora, waiting.number, "check").status_code == 200


def test_the_plan_tells_what_the_person_may_do_now(net, cora, mei, lin, cast):
    plan = make_plan(net.fu2, start=START, by=cast.cora)

    def told(client):
        return [verb["verb"] for verb in client.get(f"{URL}{plan.number}/").data["verbs"]]

    assert (told(cora), told(mei)) == (["check", "cancel"], [])
    post(cora, plan.number, "check")
    assert told(cora) == ["check-again", "postpone", "cancel"]
    assert {"approve", "waive"} <= set(told(lin))


def test_the_outage_of_a_plan_offers_what_makes_sense_for_planned_work(net, cora, mei, cast):
    plan = make_started(net.fu2, by=cast.cora)
    number = plan.outage.number

    def told(client):
        return client.get(f"/api/v1/outages/{number}/").data

    own = [verb["verb"] for verb in told(mei)["verbs"]]
    assert own == ["restore-step", "was-off", "generator", "generator-away", "not-begun"]
    assert told(mei)["verbs"][0]["path"] == "restore"
    assert "device" in [field["name"] for field in told(mei)["verbs"][0]["form"]]
    of_plan = told(cora)["plan"]
    assert (of_plan["number"], of_plan["title"], of_plan["status"]) == (plan.number, "更换 SW1", "IN_PROGRESS")
    assert [verb["verb"] for verb in of_plan["verbs"]] == ["restore", "extend"] and told(mei)["plan"]["verbs"] == []
    answer = mei.post(f"/api/v1/outages/{number}/dismiss/", {"reason": "未开工"}, format="json")
    assert answer.data["undo"]["path"] == "reinstate"


FAULT_VERBS: dict[str, dict[str, Any]] = {
    "estimate": {"etr_at": (now() + timedelta(hours=3)).isoformat()},
    "close": {},
    "move": {"device": "FU2", "reason": "另一台"},
    "split": {"device": "TR2", "reason": "另有故障"},
    "merge": {"into": "O1", "reason": "同一停电"},
    "cause": {"cause_class": "NATURE"},
    "unconfirm": {"reason": "误报"},
}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("verb", FAULT_VERBS)
def test_the_doors_of_a_planned_outage_take_no_verb_of_faults(net, mei, verb, language):
    outage = make_started(net.fu2).outage
    url = f"/api/v1/outages/{outage.number}/{verb}/"
    answer = mei.post(url, FAULT_VERBS[verb], format="json", HTTP_ACCEPT_LANGUAGE=language)
    sentence = {
        "zh-hans": "这是计划工作：请按其计划的步骤变更，不按故障处理。",
        "en": "This is planned work: it is changed by the steps of its plan, not like a fault.",
    }
    assert (answer.status_code, answer.data["code"]) == (409, "illegal_transition")
    assert answer.data["detail"] == sentence[language]
    before = outage.rev
    outage.refresh_from_db()
    assert (outage.status, outage.rev) == ("CONFIRMED", before)


def test_every_verb_of_faults_is_refused_at_the_door_of_a_planned_outage(net):
    outage = make_started(net.fu2).outage
    own = {verb.address for verb in OUTAGE.verbs if verb.rights and not verb.unfit_words(outage)}
    assert {verb.address for verb in OUTAGE.verbs if verb.rights and verb.unfit_words(outage)} - own == {*FAULT_VERBS}


def test_what_is_split_off_planned_work_is_handled_as_any_outage(net, cora, mei, cast):
    outage = make_started(net.fu2, by=cast.cora).outage
    meter = ServicePoint.objects.get(customer__number="T2-0").pk
    part = split(outage_id=outage.pk, scope=Scope(service_point_ids=frozenset({meter})), reason="另有故障", at=now())
    record = mei.get(f"/api/v1/outages/{part.number}/").data
    assert record["plan"] is None and "restore" in [verb["verb"] for verb in record["verbs"]]


def test_work_begins_by_hand_when_its_time_has_come_and_for_who_may_switch(net, cora):
    [soon, later] = [make_announced(net.fu2, start=now() + timedelta(minutes=minutes)) for minutes in (29, 24 * 60)]
    told = {plan: [verb["verb"] for verb in cora.get(f"{URL}{plan.number}/").data["verbs"]] for plan in (soon, later)}
    assert "start" in told[soon] and "start" not in told[later]
