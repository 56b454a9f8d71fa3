"""What a phone recorded without network and sent after its order had been taken back: kept, told, heard."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime, now

from dispatch.models import Assignment
from dispatch.services import desk, fieldwork
from outages.life.states import Status
from outages.models import Outage
from tests.flows.test_outage_night import call, town, trip  # noqa: F401
from tests.grid import make_held_order
from workorders.models import LateWord, StatusChange, WorkOrder
from workorders.services import control


def post(client, order, verb, body=None):
    return client.post(f"/api/v1/work-orders/{order.number}/{verb}/", body or {}, format="json")


def ago(minutes):
    return now() - timedelta(minutes=minutes)


@pytest.fixture
def taken_back(cast):
    """Omar's crew was at work, out of reach; the desk gave the order to somebody else two minutes ago."""
    order = make_held_order(by=cast.omar, at=ago(40))
    crew_id = order.assignments.get().crew_id
    who = {"order_id": order.pk, "crew_id": crew_id, "actor": cast.omar}
    fieldwork.depart(**who, at=ago(38))
    fieldwork.arrive(**who, at=ago(20))
    desk.reassign(order_id=order.pk, reason="联系不上", at=ago(2), actor=cast.mei)
    order.refresh_from_db()
    return order


def test_the_word_is_kept_with_its_moment_and_the_desk_is_told(taken_back, omar, mei):
    said_at = ago(5)
    answer = post(omar, taken_back, "restore", {"observed_at": said_at.isoformat()})
    assert answer.status_code == 200 and "联系不上" in answer.data["late"]

    word = LateWord.objects.get()
    assert (word.step, word.observed_at, word.author.username, word.in_time) == ("restore", said_at, "omar", True)
    card = mei.get(f"/api/v1/work-orders/{taken_back.number}/").data
    assert (card["status"], card["attention"]) == ("PENDING_DISPATCH", "late_word")
    told = mei.get(f"/api/v1/work-orders/{taken_back.number}/timeline/").data
    [late] = [entry for entry in told if entry["kind"] == "late"]
    assert f"{localtime(said_at):%H:%M}" in late["text"] and word.crew in late["text"]


def test_every_step_of_the_queue_is_kept_the_reply_with_its_words(taken_back, omar):
    steps = {
        "start": {"permit_number": "QX-9"},
        "findings": {"extent": "HOUSE", "note": "熔丝熔断"},
        "restore": {},
        "reply": {"cause": "熔丝", "measures": "换熔丝", "restored_at": ago(4).isoformat(), "contacted": True},
    }
    for minutes, (verb, body) in zip((9, 8, 6, 4), steps.items(), strict=True):
        assert post(omar, taken_back, verb, {**body, "observed_at": ago(minutes).isoformat()}).status_code == 200
    kept = list(LateWord.objects.order_by("observed_at").values_list("step", flat=True))
    assert kept == list(steps)
    assert LateWord.objects.get(step="reply").said["measures"] == "换熔丝"
    taken_back.refresh_from_db()
    assert taken_back.status == "PENDING_DISPATCH" and not taken_back.replies.exists()


def test_who_has_it_now_is_said(taken_back, cast, province, omar):
    Assignment.objects.create(order=taken_back, crew=province.town_crew, started_at=now())
    assert province.town_crew.name in post(omar, taken_back, "restore").data["late"]


def test_a_crew_that_never_held_it_hears_nothing(taken_back, tao):
    assert post(tao, taken_back, "restore").status_code == 404
    assert not LateWord.objects.exists()


@pytest.fixture
def suspended(cast):
    """Omar's crew was at work, out of reach; the desk suspended the order two minutes ago."""
    order = make_held_order(by=cast.omar, at=ago(40))
    who = {"order_id": order.pk, "crew_id": order.assignments.get().crew_id, "actor": cast.omar}
    fieldwork.depart(**who, at=ago(38))
    fieldwork.arrive(**who, at=ago(20))
    why = {"reason": "unsafe_weather", "detail": "雷暴", "resume_at": None}
    control.suspend(order_id=order.pk, **why, at=ago(2), actor=cast.mei)
    return order


def test_what_comes_while_the_order_is_suspended_is_kept_for_the_desk(suspended, omar, mei):
    steps = {
        "start": {"permit_number": "QX-9"},
        "restore": {},
        "reply": {"cause": "熔丝", "measures": "换熔丝", "restored_at": ago(4).isoformat(), "contacted": True},
    }
    for minutes, (verb, body) in zip((9, 6, 4), steps.items(), strict=True):
        answer = post(omar, suspended, verb, {**body, "observed_at": ago(minutes).isoformat()})
        assert answer.status_code == 200, (verb, answer.data)
        assert "挂起" in answer.data["late"] and "雷暴" in answer.data["late"]
        assert "收回" not in answer.data["late"], "it is still this crew's order"
    assert list(LateWord.objects.order_by("observed_at").values_list("step", flat=True)) == list(steps)
    assert LateWord.objects.get(step="reply").said["measures"] == "换熔丝"

    card = mei.get(f"/api/v1/work-orders/{suspended.number}/").data
    assert (card["status"], "late_word" in card["reasons"]) == ("SUSPENDED", True)
    told = [row["text"] for row in mei.get(f"/api/v1/work-orders/{suspended.number}/timeline/").data]
    assert any("换熔丝" in text and "挂起期间" in text for text in told)

    control.resume(order_id=suspended.pk, at=now(), actor=None)
    assert post(omar, suspended, "start", {"permit_number": "QX-9"}).data["status"] == "REPAIRING"


def test_a_step_out_of_turn_is_no_late_word(suspended, omar):
    control.resume(order_id=suspended.pk, at=now(), actor=None)
    assert post(omar, suspended, "depart").status_code == 409
    assert not LateWord.objects.exists()


def test_a_late_word_is_never_changed(taken_back, omar):
    post(omar, taken_back, "restore")
    with pytest.raises(IntegrityError), transaction.atomic():
        LateWord.objects.update(crew="x")


def test_a_moment_long_past_is_refused(taken_back, omar):
    answer = post(omar, taken_back, "restore", {"observed_at": ago(60 * 13).isoformat()})
    assert answer.status_code == 422 and not LateWord.objects.exists()


def test_the_outage_hears_that_power_came_back_before_the_order_was_taken(town, cast, omar, relayed):  # noqa: F811
    Branch = type(town.cb1)
    trip(town.fu2, at=ago(60))
    relayed()
    call("2000")
    relayed()
    outage = Outage.objects.get()
    lead = outage.lead_order
    WorkOrder.objects.filter(pk=lead.pk).update(reported_at=ago(50))
    offer = lead.offers.get()
    omar.post(f"/api/v1/offers/{offer.pk}/accept/")
    post(omar, lead, "depart")
    post(omar, lead, "arrive")
    said_at = now()
    desk.reassign(order_id=lead.pk, reason="联系不上", at=now(), actor=cast.mei)
    relayed()
    assert post(omar, lead, "restore", {"observed_at": said_at.isoformat()}).data["late"]
    relayed()

    outage.refresh_from_db()
    lead.refresh_from_db()
    assert (outage.status, outage.customers_out) == (Status.RESTORED, 0)
    assert outage.restored_at == said_at and not Branch.objects.get(pk=town.fu2.pk).is_open
    assert "late_word" in outage.reasons
    assert lead.attention  # somebody stops the crew that is on its way


def test_each_step_has_the_moment_of_the_tap(cast, omar):
    """Without network on the way: set off, arrived, begun, restored, reported, all sent together afterwards."""
    order = make_held_order(by=cast.omar, at=ago(40))
    reply = {"cause": "熔丝", "measures": "换熔丝", "restored_at": ago(12).isoformat(), "contacted": True}
    bodies = {"start": {"permit_number": "QX-1"}, "reply": reply}
    taps = {"depart": ago(38), "arrive": ago(20), "start": ago(18), "restore": ago(12), "reply": ago(10)}
    for verb, tapped_at in taps.items():
        answer = post(omar, order, verb, {**bodies.get(verb, {}), "observed_at": tapped_at.isoformat()})
        assert answer.status_code == 200, answer.data
    moves = StatusChange.objects.filter(
        order=order, new__in=["EN_ROUTE", "ON_SITE", "REPAIRING", "RESTORED", "REPLIED"]
    )
    assert list(moves.order_by("pk").values_list("at", flat=True)) == list(taps.values())


def test_a_tap_older_than_the_step_before_it_takes_that_steps_moment(cast, omar):
    """The acceptance is dated by the server: who set off before it was heard set off when it was."""
    order = make_held_order(by=cast.omar, at=ago(5))
    assert post(omar, order, "depart", {"observed_at": ago(6).isoformat()}).status_code == 422  # before the report
    WorkOrder.objects.filter(pk=order.pk).update(reported_at=ago(30))
    assert post(omar, order, "depart", {"observed_at": ago(6).isoformat()}).status_code == 200
    accepted, departed = order.status_changes.order_by("-pk").values_list("at", flat=True)[:2][::-1]
    assert departed == accepted


def test_a_phone_whose_clock_lags_a_little_is_believed_and_never_before_the_report(cast, omar):
    """Reported, accepted and set off within a second: what the phone dates just before the report happened at its earliest."""
    order = make_held_order(by=cast.omar)
    said = order.reported_at - timedelta(seconds=3)
    assert post(omar, order, "depart", {"observed_at": said.isoformat()}).status_code == 200
    assert order.status_changes.last().at >= order.reported_at
