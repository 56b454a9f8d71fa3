"""Opinions, requests, complaints, supervision through the API: filed, given, answered, reviewed, called back, and refused."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.organisation.roles import Role
from command_center.screens.board.figures import kpis_for
from command_center.screens.board.snapshot import board_snapshot
from outages.models import Outage
from tests.connections.cases import make_case
from tests.grid import make_report
from tests.people import make_user
from workorders.models import Clock, FaultReport, WorkOrder
from workorders.services.intake import open_fault_order

pytestmark = pytest.mark.django_db

OPINION = {
    "kind": "OPINION",
    "sub_kind": "OUTAGE",
    "source": "HOTLINE_95598",
    "source_id": "O-1",
    "description": "停电通知太晚",
    "customer_number": "4228260001",
    "reporter": {"name": "冉小明", "phone": "13800135612"},
}
ANSWER = {"cause": "短信网关故障", "measures": "已补发通知，并修复网关", "told_at": None, "not_told_reason": "号码停机"}


@pytest.fixture
def staff(cast, province):
    """head and mana work at Dingzhai, qi leads complaints in the county, quan too."""
    people = {
        "head": (Role.STATION_HEAD, province.dingzhai),
        "mana": (Role.GRID_MANAGER, province.town),
        "qi": (Role.QUALITY_OFFICER, province.xianfeng),
        "quan": (Role.QUALITY_OFFICER, province.city),
        "con": (Role.CONNECTION_CONTROLLER, province.xianfeng),
    }
    clients = {}
    for name, (role, home) in people.items():
        clients[name] = APIClient()
        clients[name].force_login(make_user(name, role, home))
    return clients


def file(client, **told):
    return client.post("/api/v1/matters/", OPINION | told, format="json")


def post(client, number, verb, **body):
    return client.post(f"/api/v1/work-orders/{number}/{verb}/", body, format="json")


def order_of(answer):
    return WorkOrder.objects.get(number=answer.data["number"])


def test_an_opinion_from_the_call_to_the_archive(mei, staff, agent):
    filed = file(agent)
    assert (filed.status_code, filed.data["status"], filed.data["joined"]) == (201, "RECEIVED", False)
    number = filed.data["number"]
    assert number[14] == "O"
    steps = [
        (mei, "give", {"unit": "422826T01", "reason": "请核实"}, "DISPATCHED"),
        (staff["head"], "accept", {}, "HANDLING"),
        (staff["head"], "contact", {"text": "已致歉"}, "HANDLING"),
        (staff["head"], "answer", ANSWER, "REPLIED"),
        (mei, "review", {"passed": False, "comment": "未说明赔付"}, "REWORK"),
        (staff["head"], "answer", ANSWER, "REPLIED"),
        (mei, "review", {"passed": True}, "REVIEWED"),
        (mei, "callback", {"satisfaction": "SATISFIED"}, "ARCHIVED"),
    ]
    for client, verb, body, status in steps:
        answer = post(client, number, verb, **body)
        assert answer.data.get("status") == status, (verb, answer.data)
    outcomes = dict(Clock.objects.values_list("code", "outcome"))
    assert outcomes == {"RETURN_UP": "MET", "OPINION": "MET", "REVIEW": "MET", "CALLBACK": "MET", "X_OTHER": "MET"}
    detail = mei.get(f"/api/v1/work-orders/{number}/").data
    assert detail["matter"]["kind"] == "意见建议" and len(detail["matter"]["answers"]) == 2
    assert [each["to"] for each in detail["matter"]["transfers"]] == ["丁寨供电所"]


def test_nothing_but_a_fault_is_judged_offered_or_counted(mei, agent, cast, province, relayed):
    kinds = ["OPINION", "REPORT", "CONSULT", "SERVICE_REQ", "PRAISE", "COMPLAINT", "CONNECTION"]
    for kind in kinds:
        assert file(agent, kind=kind, sub_kind="", source_id=kind, lat=29.672, lon=109.141).status_code == 201
    relayed()
    assert set(WorkOrder.objects.values_list("status", flat=True)) == {"RECEIVED", "REGISTERED", "ACCEPTED"}
    assert not Outage.objects.exists()
    board = board_snapshot(cast.lin)
    assert board["orders"] == []
    assert (board["kpis"]["open"], board["kpis"]["orders_today"]) == (0, 0)
    cache.clear()  # the figures are counted anew
    call = open_fault_order(make_report("F-1"), at=now())
    assert not call.urged, "an opinion of the same caller does not swallow a call in the dark"
    assert kpis_for(cast.lin, at=now())["open"] == 1


def test_the_same_report_twice_is_one_order_and_another_story_is_refused(agent):
    first, again = file(agent), file(agent)
    assert (again.status_code, again.data["number"]) == (200, first.data["number"])
    assert file(agent, description="另一件事").status_code == 422
    assert FaultReport.objects.count() == 1


def test_one_matter_in_two_channels_is_one_case_with_the_stricter_clock(agent):
    first = file(agent)
    second = file(agent, source="HOTLINE_12345", source_id="12345-77")
    assert (second.status_code, second.data["number"], second.data["joined"]) == (200, first.data["number"], True)
    order = order_of(first)
    running = dict(order.clocks.filter(stopped_at=None).values_list("code", "due_at"))
    assert running["X_12345"] < running["X_OTHER"]
    assert order.urge_count == 1 and order.reports.count() == 2


def test_what_was_joined_wrongly_is_split_off_with_its_own_clock(agent, mei):
    first = file(agent)
    file(agent, source="HOTLINE_12345", source_id="12345-77", description="路灯不亮")
    report = order_of(first).reports.get(urge=True)
    part = post(mei, first.data["number"], "split", reason="另一件事", report=report.pk)
    assert part.status_code == 200
    other = WorkOrder.objects.get(number=part.data["part"])
    assert (other.description, other.kind, other.status) == ("路灯不亮", "OPINION", "RECEIVED")
    assert other.clocks.filter(code="X_12345").exists()


def test_a_transfer_needs_a_target_in_the_area_and_is_kept(agent, mei, staff):
    number = file(agent).data["number"]
    assert post(mei, number, "give", unit="422827T01").status_code == 422, "another county's unit"
    post(mei, number, "give", unit="422826T01")
    assert post(staff["mana"], number, "accept").status_code == 404, "another unit's matter"
    assert post(mei, number, "transfer", unit="422826T01", reason="同一单位").status_code == 409
    moved = post(mei, number, "transfer", unit="422826S01", reason="产权在城区")
    assert moved.data["status"] == "DISPATCHED"
    order = WorkOrder.objects.get(number=number)
    assert (order.custodian_count, order.unit.code, order.transfers.count()) == (2, "422826S01", 2)
    assert post(staff["mana"], number, "accept").data["status"] == "HANDLING"


def test_a_report_of_wrongdoing_is_seen_by_those_alone_who_follow_it_up(agent, mei, staff, province):
    filed = file(agent, kind="REPORT", sub_kind="CONDUCT", concerns="422826T01", confidential=True)
    number = filed.data["number"]
    assert mei.get(f"/api/v1/work-orders/{number}/").status_code == 404
    assert post(mei, number, "note", text="…").status_code == 404
    assert number not in str(mei.get("/api/v1/work-orders/").data)
    seen = staff["qi"].get(f"/api/v1/work-orders/{number}/").data
    assert seen["customer"] == {"name": "", "phone": ""}
    assert post(staff["qi"], number, "give", unit="422826T01").status_code == 422, "never to whom it is about"
    assert post(staff["qi"], number, "give", unit="422826S01").data["status"] == "DISPATCHED"


def test_whom_a_matter_is_about_does_not_answer_it(agent, mei, staff, province):
    number = file(agent, concerns="422826T01").data["number"]
    WorkOrder.objects.filter(number=number).update(status="DISPATCHED", org_path=province.dingzhai.path)
    refused = post(staff["head"], number, "accept")
    assert (refused.status_code, refused.data["code"]) == (403, "not_allowed")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"measures": "已解决"}, "measures"),
        ({"told_at": None, "not_told_reason": ""}, "told_at"),
        ({"told_at": "2001-01-01T00:00:00Z", "not_told_reason": ""}, "told_at"),
        ({"told_at": "NOW", "not_told_reason": "停机"}, "not_told_reason"),
    ],
)
def test_an_answer_that_says_nothing_is_refused_with_the_field(agent, mei, staff, body, field):
    number = file(agent).data["number"]
    post(mei, number, "give", unit="422826T01")
    post(staff["head"], number, "accept")
    body = {name: now().isoformat() if value == "NOW" else value for name, value in body.items()}
    refused = post(staff["head"], number, "answer", **ANSWER | body)
    assert refused.status_code == 422
    assert refused.data["errors"][0]["pointer"] == f"/{field}"


def test_supervision_is_a_document_of_its_own_and_clears_with_its_answer(agent, mei, staff):
    number = file(agent).data["number"]
    post(mei, number, "give", unit="422826T01")
    assert post(mei, number, "supervise", level="CITY", reason="…").status_code == 403
    assert post(staff["qi"], number, "supervise", level="CITY", reason="三次来电").status_code == 200
    assert post(staff["qi"], number, "supervise", level="CITY", reason="三次来电").status_code == 409
    order = WorkOrder.objects.get(number=number)
    issued = order.orders_about.get()
    assert (issued.kind, issued.unit.code, issued.next_due_code) == ("SUPERVISION", "422826T01", "SUPERVISE")
    assert "supervised" in order.reasons
    assert post(staff["head"], issued.number, "answer", measures="已整改").status_code == 422, "cause and measure"
    post(staff["head"], issued.number, "answer", cause="人手不足", measures="增派两人")
    assert post(staff["qi"], issued.number, "review", passed=True).data["status"] == "CLEARED"
    order.refresh_from_db()
    assert "supervised" not in order.reasons


def test_an_extension_moves_one_clock_once_and_before_it_is_due(agent, mei):
    number = file(agent).data["number"]
    later = (now() + timedelta(days=20)).isoformat()
    assert post(mei, number, "extend", to=later, reason="等待检定", clock="OPINION").status_code == 200
    assert post(mei, number, "extend", to=later, reason="再等", clock="OPINION").status_code == 409
    assert post(mei, number, "extend", to=later, reason="再等", clock="ARRIVE").status_code == 422
    assert WorkOrder.objects.get(number=number).status_changes.count() == 1


def test_a_step_that_this_kind_does_not_have_is_refused_in_words(agent, mei):
    number = file(agent, kind="PRAISE", sub_kind="SERVICE").data["number"]
    refused = post(mei, number, "suspend", reason="unsafe_weather")
    assert (refused.status_code, refused.data["code"]) == (409, "illegal_transition")
    assert post(mei, number, "take-note").data["status"] == "ARCHIVED"


def test_a_booked_charge_is_met_before_the_booked_moment(agent):
    soon, late = now() + timedelta(minutes=20), now() + timedelta(hours=5)
    request = {"kind": "SERVICE_REQ", "sub_kind": "FAST_CHARGE", "customer_number": "", "reporter": None}
    short = order_of(file(agent, source_id="S1", booked_at=soon.isoformat(), **request))
    ahead = order_of(file(agent, source_id="S2", booked_at=late.isoformat(), **request))
    due = {order.pk: order.clocks.get(code="SR_ON_SITE").due_at for order in (short, ahead)}
    assert due[short.pk] == short.reported_at + timedelta(minutes=45)
    assert abs(due[ahead.pk] - late) < timedelta(minutes=1)


@pytest.mark.parametrize("kind", ["FAULT", "PROACTIVE", "NONSENSE"])
def test_faults_have_their_own_door(agent, kind):
    assert file(agent, kind=kind).status_code == 422


def test_supervision_of_a_unit_is_filed_by_those_alone_who_supervise(agent, staff):
    told = {"kind": "SUPERVISION", "sub_kind": "COUNTY", "unit": "422826T01"}
    assert file(agent, **told).status_code == 403
    assert file(staff["qi"], **told).status_code == 201


def test_a_fault_in_the_wrong_area_is_transferred_before_a_crew_is_asked(mei, lin, province):
    order = open_fault_order(make_report("F-1"), at=now()).order
    assert post(mei, order.number, "transfer", unit="422827T01", reason="来凤辖区").status_code == 422
    moved = post(lin, order.number, "transfer", unit="422827T01", reason="来凤辖区")
    assert moved.status_code == 200
    order.refresh_from_db()
    assert (order.status, order.centre.code, order.custodian_count) == ("RECEIVED", "422827", 2)
    assert post(mei, order.number, "note", text="…").status_code == 404, "it is another county's now"


def test_a_matter_of_nowhere_stays_with_the_desk_that_took_it_down(mei, province):
    order = order_of(file(mei, customer_number="", reporter={"name": "路人", "phone": ""}))
    assert (order.centre, order.org_path) == (province.xianfeng, province.xianfeng.path)
    units = next(
        verb for verb in mei.get(f"/api/v1/work-orders/{order.number}/").data["verbs"] if verb["verb"] == "give"
    )
    assert ["422826T01", "丁寨供电所"] in units["form"][0]["choices"]


def test_no_crew_is_proposed_for_what_is_no_repair(mei, agent):
    number = file(agent, lat=29.672, lon=109.141).data["number"]
    assert mei.get(f"/api/v1/work-orders/{number}/candidates/").data["candidates"] == []


def test_what_an_order_is_about_is_told_to_those_alone_who_may_see_that(agent, mei, staff):
    hidden = file(staff["qi"], kind="REPORT", sub_kind="CONDUCT", source_id="R").data["number"]
    assert file(mei, about=hidden).status_code == 422, "as if there were no such order"
    about = file(staff["qi"], about=hidden).data["number"]
    assert staff["qi"].get(f"/api/v1/work-orders/{about}/").data["matter"]["about"]["number"] == hidden
    assert mei.get(f"/api/v1/work-orders/{about}/").data["matter"]["about"] is None


def test_who_reports_wrongdoing_is_not_disclosed_by_a_supervision_either(agent, staff):
    number = file(agent, kind="REPORT", sub_kind="CONDUCT").data["number"]
    post(staff["qi"], number, "give", unit="422826S01")
    post(staff["qi"], number, "supervise", level="CITY", reason="请加快查办")
    issued = WorkOrder.objects.get(kind="SUPERVISION")
    assert issued.confidential
    assert (issued.reporter_name, issued.reporter_phone, issued.customer, issued.address) == ("", "", None, "")


def test_a_stage_of_a_connection_happened_when_it_is_said_to_have(staff, agent):
    order = make_case(at=now() - timedelta(days=2))
    WorkOrder.objects.filter(pk=order.pk).update(status="SURVEY_BOOKED")
    said = now() - timedelta(hours=20)
    answer = post(staff["con"], order.number, "survey", contacted_at=said.isoformat(), text="周二上午")
    assert answer.data["status"] == "SURVEYED"
    last = order.status_changes.last()
    assert (last.at, last.detail) == (said, "周二上午")


@pytest.mark.parametrize(
    ("kind", "noticed"), [("OPINION", "OPINION"), ("COMPLAINT", "C_CONTACT"), ("CONSULT", "CONSULT"), ("PRAISE", "")]
)
def test_the_caller_is_told_what_they_will_notice_and_no_clock_of_the_house(mei, province, kind, noticed):
    answer = file(mei, kind=kind, sub_kind="", source="PHONE", source_id=f"N-{kind}")
    assert answer.status_code == 201
    assert answer.data["customer_due_code"] == noticed
    assert (answer.data["customer_due_at"] is None) == (noticed == "")
