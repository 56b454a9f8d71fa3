"""A shift hands over through the API: the giver's ranked lines, groups, the closing, and what the next one reads."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.custody.models import Custody
from command_center.screens.handover import use_cases
from tests.custody.desks import holder_of, make_desks, nameless, on_duty
from tests.grid import make_order, make_waiting_order
from workorders.engine.writing import raise_attention
from workorders.models import WorkOrder
from workorders.services.control import merge

API = "/api/v1/"


@pytest.fixture
def desks(province):
    desks = make_desks(province)
    for name in ("an", "bo", "ci", "lei"):
        client = APIClient()
        client.force_authenticate(getattr(desks, name))
        setattr(desks, f"{name}_calls", client)
    return desks


@pytest.fixture
def night(desks):
    """an has been at the desk for eight hours, and bo has come."""
    on_duty(desks.an, at=now() - timedelta(hours=8))
    quiet = make_order("quiet")
    late = make_order("late", at=now() - timedelta(hours=3))
    danger = make_order("danger", description="电线冒火花，有人触电")
    called = make_waiting_order("called")
    raise_attention([called], "third_call")
    WorkOrder.objects.filter(pk=called.pk).update(urge_count=2)
    on_duty(desks.bo)
    desks.quiet, desks.late, desks.danger, desks.called = quiet, late, danger, called
    return desks


def items(*orders):
    return [{"kind": "order", "id": order.pk} for order in orders]


def marks(line):
    return [mark["code"] for mark in line["marks"]]


def test_the_gravest_and_soonest_stand_first_each_with_what_makes_it_so(night):
    lines = night.an_calls.get(f"{API}handover/").json()["lines"]
    assert [line["number"] for line in lines] == [
        order.number for order in (night.danger, night.late, night.called, night.quiet)
    ]
    assert marks(lines[0])[0] == "danger"
    assert marks(lines[1])[0] == "overdue"
    assert {"third_call", "urged"} <= set(marks(lines[2]))
    assert lines[0]["holder"]["name"] == "An" and lines[0]["promised_to"].endswith("**")


def test_a_whole_shift_is_handed_over(night):
    an, bo = night.an_calls, night.bo_calls
    assert an.post(f"{API}handover/begin/").status_code == 201
    mine = an.post(
        f"{API}handover/fill/", {"items": items(night.danger), "remark": "crew asked for a ladder"}, format="json"
    )
    assert mine.json()["nameless"] == 4
    refusal = an.post(f"{API}handover/close/")
    assert (refusal.status_code, refusal.json()["nameless"]) == (409, 4)
    mine = an.post(f"{API}handover/fill/", {"items": items(night.danger, night.late), "to": night.bo.pk}, format="json")
    assert mine.json()["nameless"] == 2
    mine = an.post(f"{API}handover/rest/", {"to": night.bo.pk, "remark": "quiet since four"}, format="json")
    assert mine.json()["nameless"] == 0
    closed = an.post(f"{API}handover/close/").json()
    assert [(each["name"], each["items"], each["read_at"]) for each in closed["receipts"]] == [("Bo", 4, None)]
    assert {holder_of(order) for order in (night.danger, night.late, night.called, night.quiet)} == {"bo"}
    assert an.get(f"{API}handover/").json()["duty"] is None
    assert nameless() == []

    assert bo.get(f"{API}handover/").json()["to_read"] == [closed["id"]]
    record = bo.get(f"{API}handovers/{closed['id']}/").json()
    assert record["lines"][0]["remark"] == "crew asked for a ladder"
    assert {figure["code"]: figure["value"] for figure in record["figures"]}["orders_opened"] == 4
    assert bo.post(f"{API}handovers/{closed['id']}/read/").status_code == 200
    assert bo.get(f"{API}handover/").json()["to_read"] == []


def test_the_stream_tells_that_a_shift_was_handed_over(night, relayed):
    night.an_calls.post(f"{API}handover/begin/")
    night.an_calls.post(f"{API}handover/rest/", {"to": night.bo.pk}, format="json")
    number = night.an_calls.post(f"{API}handover/close/").json()["id"]
    [told] = [event for event in relayed() if event.name == "handover.closed"]
    assert (told.subject_id, told.payload["items"], told.org_path) == (number, 4, night.an.home.path)


def test_a_merged_order_goes_with_the_one_it_follows(night):
    merge(order_id=night.quiet.pk, parent_id=night.late.pk, at=now())
    an = night.an_calls
    an.post(f"{API}handover/begin/")
    lines = {line["number"]: line for line in an.get(f"{API}handover/").json()["lines"]}
    assert night.quiet.number not in lines and lines[night.late.number]["follows"] == 1
    for order in (night.danger, night.late, night.called):
        an.post(f"{API}handover/fill/", {"items": items(order), "to": night.bo.pk}, format="json")
    merge(order_id=night.called.pk, parent_id=night.late.pk, at=now())
    assert an.post(f"{API}handover/close/").status_code == 200
    assert {holder_of(order) for order in (night.quiet, night.called)} == {"bo"}


def test_an_order_merged_after_its_leader_was_given_goes_with_it(night):
    an = night.an_calls
    an.post(f"{API}handover/begin/")
    an.post(
        f"{API}handover/fill/",
        {"items": items(night.danger, night.late, night.called), "to": night.bo.pk},
        format="json",
    )
    merge(order_id=night.quiet.pk, parent_id=night.late.pk, at=now())
    assert an.post(f"{API}handover/close/").status_code == 200
    assert holder_of(night.quiet) == "bo"


def test_only_those_who_took_over_read_it_and_others_see_the_record_in_their_area_only(night):
    an = night.an_calls
    an.post(f"{API}handover/begin/")
    an.post(f"{API}handover/rest/", {"to": night.bo.pk}, format="json")
    number = an.post(f"{API}handover/close/").json()["id"]
    assert night.ci_calls.post(f"{API}handovers/{number}/read/").status_code == 404
    assert night.ci_calls.get(f"{API}handovers/{number}/").status_code == 200
    assert night.lei_calls.get(f"{API}handovers/{number}/").status_code == 404
    assert night.lei_calls.get(f"{API}handovers/").json()["results"] == []


def test_sixty_lines_cost_as_many_queries_as_six(night, django_assert_max_num_queries):
    for number in range(20):
        make_order(f"more-{number}")
    with django_assert_max_num_queries(26):
        lines = night.an_calls.get(f"{API}handover/").json()["lines"]
    assert len(lines) == 24


def test_signing_on_and_off_at_the_desk(desks):
    order = make_order("R1")
    assert holder_of(order) == "咸丰县"
    answer = desks.an_calls.post(f"{API}desk-duties/sign-on/")
    assert (answer.status_code, answer.json()["items"]) == (201, 1)
    assert desks.an_calls.post(f"{API}desk-duties/sign-off/").status_code == 409
    rows = desks.an_calls.get(f"{API}desk-duties/", {"live": "true"}).json()["results"]
    assert [row["person_name"] for row in rows] == ["An"]


def test_a_supervisor_relieves_somebody_who_has_gone(desks):
    on_duty(desks.an)
    order = make_order("R1")
    on_duty(desks.bo)
    duty_id = Custody.objects.get(item_id=order.pk).holder.duties.get().pk
    address = f"{API}desk-duties/{duty_id}/relieve/"
    assert desks.ci_calls.post(address, {"reason": "ill"}).status_code == 403
    assert desks.bo_calls.post(address, {"reason": "ill"}).status_code == 200
    assert holder_of(order) == "bo"


def test_of_a_storm_the_gravest_are_shown_and_the_rest_goes_to_one_person(night, monkeypatch):
    monkeypatch.setattr(use_cases, "SHOWN", 2)
    mine = night.an_calls.post(f"{API}handover/begin/").json()
    assert (len(mine["lines"]), mine["left_out"], mine["nameless"]) == (2, 2, 4)
    assert mine["lines"][0]["number"] == night.danger.number
    mine = night.an_calls.post(f"{API}handover/rest/", {"to": night.bo.pk}, format="json").json()
    assert mine["nameless"] == 0
    assert night.an_calls.post(f"{API}handover/close/").status_code == 200
    assert nameless() == []
