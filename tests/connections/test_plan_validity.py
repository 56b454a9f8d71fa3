"""How long a signed supply plan holds, whose time that is, and that a lapsed one goes back to somebody and is closed by nobody."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.screens.owners import offenders
from customers.models import Message
from tests.connections.cases import DAY, make_case, staff_of
from tests.connections.test_minutes import step, wait
from tests.connections.test_pages import text
from workorders.kinds.connection.models import ConnectionCase
from workorders.kinds.connection.near import _promised
from workorders.kinds.connection.services import plans, validity, waiting
from workorders.models import Clock
from workorders.services import clocks
from workorders.services.tracking_links import url_of

pytestmark = pytest.mark.django_db
LOW, MEDIUM = 92 * DAY, 366 * DAY


def planned(actor, at, sub_kind="MV_SINGLE", kw="200", **told):
    """A case whose plan is signed and told at this moment."""
    order = make_case(sub_kind=sub_kind, kw=kw, at=at - DAY, **told)
    for verb in ("book-survey", "survey"):
        step(order, verb, at)
    plans.reply_plan(
        order_id=order.pk, contacted_at=None, text="", granted_kw=Decimal(kw), cost_saved=None, at=at, actor=actor
    )
    order.refresh_from_db()
    return order


def valid(order):
    return Clock.objects.filter(order=order, code="CONN_VALID").latest("pk")


def page_of(order):
    return text(Client().get(url_of(order)))


@pytest.mark.parametrize(
    ("sub_kind", "holds"),
    [("LV_RESIDENT", LOW), ("LV_NON_RESIDENT", LOW), ("EV_CHARGER", LOW), ("MV_SINGLE", MEDIUM), ("MV_DUAL", MEDIUM)],
)
def test_it_holds_from_its_reply_and_is_no_time_of_ours(province, cast, sub_kind, holds):
    t0 = now().replace(microsecond=0) - 2 * DAY
    order = planned(cast.lin, t0, sub_kind)
    assert (valid(order).due_at, valid(order).paused_at) == (t0 + holds, None)
    step(order, "customer-builds", t0 + DAY)
    assert valid(order).paused_at is None and order.next_due_code != "CONN_VALID"
    assert f"{t0 + holds + timedelta(hours=8):%Y-%m-%d}" in page_of(order)


def test_a_lapsed_plan_goes_back_to_a_new_one_and_what_was_granted_is_free(province, cast, relayed):
    t0 = now() - 400 * DAY
    other = make_case("other", at=t0, reporter_phone="+8613800135699")
    order = planned(cast.lin, t0)
    step(order, "customer-builds", t0 + DAY)
    ConnectionCase.objects.filter(order=order).update(headroom_node=province.t1)
    assert promised_to_others(other, province.t1) == 200
    assert validity.let_lapse(at=t0 + MEDIUM - timedelta(minutes=1)) == 0
    lapses_at = t0 + MEDIUM + timedelta(minutes=1)
    assert validity.let_lapse(at=lapses_at) == 1 and validity.let_lapse(at=lapses_at) == 0
    relayed()
    order.refresh_from_db()
    assert (order.status, valid(order).outcome) == ("SURVEYED", "VOID")
    running = set(Clock.objects.running().filter(order=order).values_list("code", flat=True))
    assert running == {"CONN_TOTAL", "CONN_PLAN"} and order.next_due_at > lapses_at
    assert promised_to_others(other, province.t1) == 0
    assert ConnectionCase.objects.get(order=order).approved_kw is None, (
        "nothing is granted, wherever it is drawn up anew"
    )
    signed, draft = order.supply_plans.order_by("pk")
    assert (signed.lapsed_at, draft.signed_at) == (lapses_at, None)
    assert order.status_changes.latest("pk").reason == "plan_lapsed"
    assert Message.objects.filter(kind="PLAN_LAPSED", subject_id=order.pk).count() == 1
    shown = page_of(order)
    assert "原供电方案" in shown and "供电方案有效期至" not in shown
    assert not [each for each in offenders(at=now()) if each.kind == "connection"]
    again = now()
    said = {"order_id": order.pk, "contacted_at": None, "text": "同前", "cost_saved": None, "actor": cast.lin}
    plans.reply_plan(**said, granted_kw=Decimal(180), at=again)
    assert valid(order).due_at == again + MEDIUM and valid(order).stopped_at is None, "the new one holds anew"


def promised_to_others(asking, node):
    """Kilowatts at this equipment that are granted to somebody, as the arithmetic of headroom reads them."""
    return _promised([node.pk], besides=asking).get(node.pk, 0)


@pytest.mark.parametrize("verb", ["submit-design", "ask-mid-inspection", "works-over"])
def test_whoever_goes_on_keeps_it_for_good(province, cast, verb):
    t0 = now() - 400 * DAY
    order = planned(cast.lin, t0)
    step(order, "customer-builds", t0 + DAY)
    step(order, verb, t0 + 300 * DAY)
    assert valid(order).outcome == "MET"
    assert validity.let_lapse(at=now()) == 0
    assert "供电方案有效期至" not in page_of(order)


def test_what_others_hold_up_is_not_taken_off_it(province, cast):
    t0 = now().replace(microsecond=0) - 60 * DAY
    order = planned(cast.lin, t0)
    wait(order, t0 + DAY, "PERMIT_OFFICE")
    assert valid(order).paused_at == t0 + DAY
    wait(order, t0 + 31 * DAY, "CUSTOMER", use=waiting.pass_wait_on)
    assert valid(order).due_at == t0 + MEDIUM + 30 * DAY and valid(order).paused_at is None
    assert validity.let_lapse(at=t0 + 500 * DAY) == 0, "not out of a wait: once the case goes on"
    step(order, "grid-is-ready", t0 + 40 * DAY)
    assert validity.let_lapse(at=t0 + 500 * DAY) == 1


def test_a_second_appointment_that_we_owed_stays_late_when_the_plan_lapses(province, cast):
    t0 = now() - 100 * DAY
    order = planned(cast.lin, t0, "LV_NON_RESIDENT", "20")
    assert validity.let_lapse(at=t0 + LOW + DAY) == 1
    assert Clock.objects.get(order=order, code="CONN_APPOINT_2").outcome == "MISSED"


def test_the_applicant_is_warned_two_weeks_before_and_again_of_a_prolonged_end(province, cast, relayed):
    con = APIClient()
    con.force_login(staff_of(province)["con"])
    t0 = now().replace(microsecond=0) - 80 * DAY
    order = planned(cast.lin, t0, "LV_NON_RESIDENT", "20")
    step(order, "customer-builds", t0 + DAY)
    clocks.warn_due(at=t0 + 77 * DAY)
    relayed()
    assert not Message.objects.filter(kind="PLAN_ENDS_SOON")
    for _ in range(2):
        clocks.warn_due(at=now())
        relayed()
    [warned] = Message.objects.filter(kind="PLAN_ENDS_SOON", subject_id=order.pk)
    assert str((t0 + LOW + timedelta(hours=8)).day) in warned.text and "申请延期一次" in warned.text
    path = f"/api/v1/work-orders/{order.number}/prolong-plan/"
    assert con.post(path, {"reason": "客户施工队未到位"}, format="json").status_code == 200
    assert valid(order).due_at == t0 + LOW + LOW
    answer = con.post(path, {"reason": "再延"}, format="json")
    assert answer.status_code == 409 and valid(order).due_at == t0 + LOW + LOW
    clocks.warn_due(at=t0 + LOW + 70 * DAY)
    relayed()
    assert Message.objects.filter(kind="PLAN_ENDS_SOON", subject_id=order.pk).count() == 2


def test_the_plans_of_a_case_tell_until_when_they_hold(province, cast, lin):
    t0 = now().replace(microsecond=0) - 3 * DAY
    order = planned(cast.lin, t0)
    [told] = lin.get(f"/api/v1/connection-cases/{order.number}/plans/").data
    assert told["holds_until"] and told["lapsed_at"] is None
    validity.let_lapse(at=t0 + MEDIUM + DAY)
    signed, draft = lin.get(f"/api/v1/connection-cases/{order.number}/plans/").data
    assert signed["lapsed_at"] and not signed["holds_until"] and not draft["holds_until"]
