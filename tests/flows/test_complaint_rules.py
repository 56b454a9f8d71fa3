"""What the trade asks of a complaint (domain reference §2.6), sentence by sentence where no other test says it, through the doors.

From the call to the archive, downgrade, appeal, reopening, history and remedy: ``tests/door/test_complaints.py``; withdrawal by code:
``test_withdrawing.py``; who is not named: ``test_confidential.py``; the figures: ``tests/workorders/test_complaint_tally.py``.
"""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.organisation.roles import Role
from customers.messages.gateways.log import LogGateway
from outages.life.states import Status
from outages.verbs.services.opening import open_outage
from tests.connections.cases import make_case
from tests.door.test_complaints import ANSWER, LIABLE, TO_THE_INVESTIGATION, file, post, staff, walk  # noqa: F401
from tests.grid import make_held_order
from tests.outages.lines import below
from tests.people import make_user
from workorders.models import Clock, WorkOrder
from workorders.services.tracking_links import renew, token_for

pytestmark = pytest.mark.django_db

A_WORKING_DAY = 8 * 60
ABOUT_DINGZHAI = {"concerns": "422826T01", "sub_kind": "SERVICE"}
NOT_LIABLE = ("qi", "decide-liability", {"liability": "NOT_LIABLE", "text": "录音与工单一致"})
BILL = ("qi", "classify", {"category": "bill", "grade": "ORDINARY"})
TO_THE_ANSWER = [*TO_THE_INVESTIGATION[:3], BILL, NOT_LIABLE, ("qi", "answer", ANSWER)]


@pytest.fixture
def concerned(cast, province):
    """hao leads complaints at the very station that is complained about, omar is the crew's leader there."""
    clients = {"hao": APIClient(), "hua": APIClient(), "omar": APIClient()}
    clients["hao"].force_login(make_user("hao", Role.QUALITY_OFFICER, province.dingzhai))
    clients["hua"].force_login(make_user("huang", Role.STATION_HEAD, province.dingzhai))
    clients["omar"].force_login(cast.omar)
    return clients


STEPS = [
    *TO_THE_ANSWER, ("qi", "file-reply", {}), ("qin", "review", {"passed": True}), ("qin", "callback", {"satisfaction": "FAIR"}),
]  # fmt: skip


# By what else one could be made to vanish.
VANISHING = [
    ("cancel", {"reason": "重复"}), ("return-upstream", {"reason": "wrong_type"}), ("transfer", {"unit": "422826T01", "reason": "…"}),
    ("propose-downgrade", {"reason": "只是建议"}), ("extend", {"to": "2099-01-01T00:00:00Z", "reason": "…", "clock": "C_ANSWER"}),
]  # fmt: skip


def test_the_unit_concerned_is_shut_out_of_every_step(agent, staff, concerned):  # noqa: F811
    """At each state the people of the unit try what is due next; nothing of it is offered to them and nothing moves."""
    number = file(agent, **ABOUT_DINGZHAI).data["number"]
    refused = post(concerned["hao"], number, "cancel", reason="重复")
    assert refused.status_code == 403 and "所在单位" in refused.data["detail"]
    for who, verb, said in STEPS:
        before = WorkOrder.objects.get(number=number).rev
        for name, client in concerned.items():
            for tried, body in ((verb, said), *(VANISHING if name == "hao" else ())):
                assert post(client, number, tried, **body).status_code >= 400, (name, tried)
        assert WorkOrder.objects.get(number=number).rev == before
        assert walk(staff, number, (who, verb, said))
    assert WorkOrder.objects.get(number=number).status == "ARCHIVED"


def test_it_is_given_to_another_unit_than_the_one_it_is_about(agent, staff):  # noqa: F811
    number = file(agent, **ABOUT_DINGZHAI).data["number"]
    refused = post(staff["qi"], number, "give", unit="422826T01")
    assert refused.status_code in (409, 422), refused.data
    assert post(staff["qi"], number, "give", unit="422826S01").status_code == 200


def test_a_complaint_names_what_set_it_off_a_repair_an_outage_or_a_connection(agent, staff, province, cast):  # noqa: F811
    repair, case = make_held_order(by=cast.omar), make_case()
    for n, about in enumerate((repair, case)):
        told = file(
            agent,
            source_id=f"C-{n}",
            about=about.number,
            reporter={"name": "", "phone": f"1380013570{n}"},
            customer_number="",
            lat=29.672,
            lon=109.141,
        )
        assert told.status_code == 201, told.data
        assert (
            staff["quan"].get(f"/api/v1/work-orders/{told.data['number']}/").data["matter"]["about"]["number"]
            == about.number
        )
        other_way = staff["quan"].get(f"/api/v1/work-orders/{about.number}/").data["matter"]["orders_about"]
        assert [each["number"] for each in other_way] == [told.data["number"]]


def test_a_withdrawal_raises_the_rate_of_the_unit_it_is_about(
    agent,
    staff,  # noqa: F811
    client,
    province,
    monkeypatch,
    django_capture_on_commit_callbacks,
):
    """By the customer alone, and so that everybody who may see the unit sees it; a rate of fewer than ten ranks nobody."""
    about = {"customer_number": "", "lat": 29.672, "lon": 109.141, **ABOUT_DINGZHAI}
    for n in range(9):
        assert file(agent, source_id=f"W-{n}", reporter={"phone": f"1380013580{n}"}, **about).status_code == 201
    assert rate_of(staff["qi"], "422826T01") == {
        "percent": 0.0,
        "of": 9,
        "few": True,
        "before": None,
        "few_before": True,
    }
    number = file(agent, concerns="422826T01", sub_kind="SERVICE").data["number"]
    assert (rate_of(staff["qi"], "422826T01")["percent"], rate_of(staff["qi"], "422826T01")["few"]) == (0.0, False)
    received = []
    monkeypatch.setattr(LogGateway, "send", lambda self, messages: received.extend(messages))
    order = WorkOrder.objects.get(number=number)
    renew(order_id=order.pk, at=now())
    address = f"/track/{token_for(order.tracking_link.nonce)}/withdraw/"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {})
    client.post(address, {"code": re.search(r"\d{6}", received[-1].text)[0], "reason": "已解决"})
    assert WorkOrder.objects.get(number=number).status == "WITHDRAWN"
    assert rate_of(staff["qi"], "422826T01")["percent"] == 10.0
    behind = staff["qi"].get("/api/v1/complaint-figures/rows/", {"unit": "422826T01", "figure": "withdrawn"}).data
    assert [row["number"] for row in behind["rows"]] == [number], "and the number leads to it"


def rate_of(reader, unit):
    told = reader.get("/api/v1/complaint-figures/units/").data["units"]
    return next(row["rates"]["withdrawn"] for row in told if row["unit"] == unit)


def test_the_outages_of_the_supply_become_part_of_the_file(agent, staff, province):  # noqa: F811
    point = province.customer.service_points.get()
    began = now() - timedelta(hours=3)
    open_outage(scope=below(province.t1), started_at=began, at=began, status=Status.CONFIRMED, node_id=province.t1.pk)
    number = file(agent).data["number"]
    walk(staff, number, *TO_THE_INVESTIGATION, LIABLE, ("qi", "pull-history", {"meter_number": point.meter_number}))
    lines = staff["qi"].get(f"/api/v1/work-orders/{number}/").data["matter"]["file"]
    assert any("1 次停电" in line["text"] for line in lines), lines


def test_it_is_extended_once_before_it_is_due_with_a_reason_and_the_old_day_is_kept(agent, staff):  # noqa: F811
    number = file(agent).data["number"]
    clock = Clock.objects.get(order__number=number, code="C_ANSWER")
    before, later = clock.due_at, (clock.due_at + timedelta(days=7)).isoformat()
    assert post(staff["qi"], number, "extend", to=later, reason="", clock="C_ANSWER").status_code == 422
    assert post(staff["qi"], number, "extend", to=later, reason="等待检定结论", clock="C_ANSWER").status_code == 200
    clock.refresh_from_db()
    assert before + timedelta(days=4) < clock.due_at <= before + timedelta(days=7), "the last working minute until then"
    assert post(staff["qi"], number, "extend", to=later, reason="再等", clock="C_ANSWER").status_code == 409
    overdue = file(agent, source_id="C-2", sub_kind="GRID").data["number"]
    Clock.objects.filter(order__number=overdue, code="C_ANSWER").update(started_at=now() - timedelta(days=30))
    assert post(staff["qi"], overdue, "extend", to=later, reason="太晚", clock="C_ANSWER").status_code == 409


def test_sent_back_it_goes_through_the_investigation_again_and_no_clock_begins_anew(agent, staff):  # noqa: F811
    number = file(agent).data["number"]
    walk(staff, number, *TO_THE_ANSWER, ("qi", "file-reply", {}))
    started = Clock.objects.get(order__number=number, code="C_ANSWER").started_at
    assert walk(staff, number, ("qin", "review", {"passed": False, "comment": "未说明原因"})) == "REWORK"
    clock = Clock.objects.get(order__number=number, code="C_ANSWER")
    assert (clock.started_at, clock.stopped_at) == (started, None)
    again = [
        ("qi", "investigate", {}),
        NOT_LIABLE,
        ("qi", "answer", ANSWER),
        ("qi", "file-reply", {}),
        ("qin", "review", {"passed": True}),
    ]
    assert walk(staff, number, *again) == "REVIEWED"


def test_who_is_not_satisfied_is_not_archived_when_there_is_something_to_mend(agent, staff):  # noqa: F811
    number = file(agent).data["number"]
    walk(staff, number, *TO_THE_ANSWER, ("qi", "file-reply", {}), ("qin", "review", {"passed": True}))
    said = {"satisfaction": "UNSATISFIED", "comment": "仍未退费", "rework": True}
    assert walk(staff, number, ("qin", "callback", said)) == "REWORK"


def test_a_final_answer_names_its_case_and_the_legal_opinion(agent, staff):  # noqa: F811
    number = file(agent).data["number"]
    final = {"case": "beyond_rules", "answer": "已按规定答复", "legal_reference": "法〔2026〕12 号"}
    assert post(staff["qin"], number, "final-answer", **final).status_code == 409, "only after a proper answer"
    walk(staff, number, *TO_THE_ANSWER, ("qi", "file-reply", {}), ("qin", "review", {"passed": True}))
    for lacks in final:
        assert post(staff["qin"], number, "final-answer", **{**final, lacks: ""}).status_code == 422, lacks
    assert walk(staff, number, ("qin", "final-answer", final)) == "FINAL_ANSWER"
    assert not Clock.objects.running().filter(order__number=number).exists()


def test_the_same_complaint_by_two_hotlines_is_one_case_with_both_clocks(agent, staff):  # noqa: F811
    first = file(agent, sub_kind="OUTAGE").data["number"]
    for channel in ("HOTLINE_12345", "HOTLINE_12398"):
        again = file(agent, source=channel, source_id=channel, sub_kind="OUTAGE")
        assert (again.status_code, again.data["number"], again.data["joined"]) == (200, first, True)
    running = set(Clock.objects.running().filter(order__number=first).values_list("code", flat=True))
    assert {"C_CONTACT", "C_ANSWER", "X_12345", "X_12398"} <= running
    assert WorkOrder.objects.filter(kind="COMPLAINT").count() == 1


def test_contact_is_due_in_a_day_and_the_answer_in_four_and_five_working_days(agent):
    number = file(agent).data["number"]
    contact, answer = (Clock.objects.get(order__number=number, code=code) for code in ("C_CONTACT", "C_ANSWER"))
    assert contact.due_at - contact.started_at == timedelta(hours=24)
    assert (answer.limit_minutes, answer.outer_limit_minutes) == (4 * A_WORKING_DAY, 5 * A_WORKING_DAY)
