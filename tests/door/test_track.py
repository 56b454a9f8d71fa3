"""track/<token>/: the customer's link."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from rest_framework.test import APIClient

from dispatch.models import CrewPosition
from dispatch.services import fieldwork
from outages.leading.services.leaders import follow
from outages.models import Outage
from tests.door.counting import at_most
from tests.door.test_outages import make_outage
from tests.grid import make_held_order, make_report
from tests.outages.lines import make_points
from workorders.models import TrackingLink, WorkOrder
from workorders.services import control
from workorders.services.intake import open_fault_order
from workorders.services.judging import explain
from workorders.services.tracking_links import revoke, token_for


@pytest.fixture
def phone():
    return APIClient()


def url_of(order, verb=""):
    return f"/api/v1/track/{token_for(TrackingLink.objects.get(order=order).nonce)}/{verb}"


def test_it_shows_five_milestones_and_no_name(phone, cast):
    order = make_held_order()
    with at_most(8):
        answer = phone.get(url_of(order))
    assert [step["state"] for step in answer.data["milestones"]] == ["done", "done", "doing", "todo", "todo"]
    assert "13800135612" not in answer.content.decode() and "冉小明" not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_unknown_revoked_and_expired_links_look_alike(phone, province):
    order = make_held_order()
    TrackingLink.objects.filter(order=order).update(expires_at=now() - timedelta(days=3))
    assert phone.get(url_of(order)).status_code == 200, "as long as the order is open, however long the storm"
    type(order).objects.filter(pk=order.pk).update(status="ARCHIVED")
    assert phone.get(url_of(order)).status_code == 404
    revoke(order.pk, at=now())
    assert phone.get(url_of(order)).status_code == 404
    assert phone.get("/api/v1/track/guess/").status_code == 404


def test_the_customer_cancels_before_a_crew_is_asked(phone, province):
    order = open_fault_order(make_report(), at=now()).order
    assert phone.post(url_of(order, "cancel/")).data["status"] == "CANCELLED"
    assert phone.post(url_of(order, "cancel/")).status_code == 200, "twice changes nothing"


def test_not_once_a_crew_has_it(phone, province):
    assert phone.post(url_of(make_held_order(), "cancel/")).status_code == 409


def test_a_rating_comes_after_the_work(phone, province):
    order = make_held_order()
    assert phone.post(url_of(order, "rating/"), {"score": 5}).status_code == 422
    type(order).objects.filter(pk=order.pk).update(status="REPLIED")
    assert phone.post(url_of(order, "rating/"), {"score": 6}).status_code == 422
    assert phone.post(url_of(order, "rating/"), {"score": 5, "comment": "谢谢"}).data["rating"] == 5
    assert phone.post(url_of(order, "rating/"), {"score": 1}).data["rating"] == 5


def test_an_outage_around_the_customer_is_told(phone, province):
    make_points(province.t2, 12)
    order = make_held_order()
    outage = make_outage(province.t2)
    assert phone.get(url_of(order)).data["area"] is None
    follow(outage_id=outage.pk, order_ids=[order.pk], at=now())
    Outage.objects.filter(pk=outage.pk).update(etr_at=now() + timedelta(hours=1), etr_source="DESK")
    area = phone.get(url_of(order)).data["area"]
    assert (area["customers"], area["crew"], area["sure"]) == (10, "正在评估", True) and area["back_at"]
    page = page_of(phone, order)
    assert "您所在片区" in page and "约 10 户" in page and "把握较高" in page


def test_who_was_told_on_the_phone_does_not_read_that_power_is_back(phone, province):
    make_points(province.t2, 12)
    order = open_fault_order(make_report(), at=now()).order
    outage = make_outage(province.t2)
    follow(outage_id=outage.pk, order_ids=[order.pk], at=now(), leads=False)
    explain(order_ids=[order.pk], cause="planned_outage", measures=outage.number, restored_at=now(), at=now())
    page = page_of(phone, order)
    assert (
        "您家正在停电" in headline(page) and "无需抢修人员上门" in headline(page) and "恢复供电" not in headline(page)
    )
    assert 'data-live="rating" hidden' in page

    Outage.objects.filter(pk=outage.pk).update(status="CLOSED", restored_at=now(), closed_at=now())
    assert "已答复" in headline(page_of(phone, order)) and "恢复供电" not in headline(page_of(phone, order))


def test_a_position_of_a_while_ago_is_not_shown_as_where_the_crew_is(phone, cast):
    order = make_held_order(by=cast.omar)
    crew = order.assignments.get().crew
    fieldwork.depart(order_id=order.pk, crew_id=crew.pk, at=now(), actor=cast.omar)
    assert phone.get(url_of(order)).data["crew"]["lat"] is not None
    CrewPosition.objects.filter(crew=crew).update(fixed_at=now() - timedelta(minutes=11))
    shown = phone.get(url_of(order)).data["crew"]
    assert (shown["lat"], shown["fixed_at"]) == (None, None)


def test_who_follows_an_outage_sees_its_steps_and_nobody_elses_door(phone, cast):
    leader = make_held_order(by=cast.omar)
    follower = open_fault_order(make_report("neighbour", address="咸丰县 旋坨村九组"), at=now()).order
    control.merge(order_id=follower.pk, parent_id=leader.pk, at=now())
    who = {"order_id": leader.pk, "crew_id": leader.assignments.get().crew_id, "actor": cast.omar}
    fieldwork.depart(**who, at=now())
    fieldwork.arrive(**who, at=now(), lat=leader.latitude, lon=leader.longitude)
    with at_most(8):
        track = phone.get(url_of(follower)).data
    assert (track["status"], track["follows"]) == ("MERGED", True)
    assert [step["state"] for step in track["milestones"]] == ["done", "done", "done", "done", "doing"]
    assert (track["crew"], track["home"], track["eta_at"]) == (None, None, None)
    assert "故障点" in track["sentence"]
    page = page_of(phone, follower)
    assert "到达故障点" in page and "属于区域停电" in headline(page)
    assert not [secret for secret in (leader.number, leader.address, "Omar", "丁寨 01 班") if secret in page]

    fieldwork.restore(**who, at=now())
    assert "恢复供电" in headline(page_of(phone, follower))
    assert phone.get(url_of(follower)).data["milestones"][-1]["state"] == "done"


def test_who_is_dark_still_does_not_read_that_power_is_back(phone, cast, province):
    make_points(province.t2, 12)
    leader = make_held_order(by=cast.omar)
    follower = open_fault_order(make_report("neighbour"), at=now()).order
    control.merge(order_id=follower.pk, parent_id=leader.pk, at=now())
    follow(outage_id=make_outage(province.t2).pk, order_ids=[follower.pk], at=now())
    WorkOrder.objects.filter(pk=leader.pk).update(status="RESTORED", restored_at=now())
    track = phone.get(url_of(follower)).data
    assert track["milestones"][-1]["state"] != "done"
    assert "恢复供电" not in headline(page_of(phone, follower)) and "已恢复" not in track["sentence"]


def test_a_neighbour_who_was_called_back_is_not_told_that_nobody_came(phone, cast):
    leader = make_held_order(by=cast.omar)
    follower = open_fault_order(make_report("neighbour"), at=now()).order
    control.merge(order_id=follower.pk, parent_id=leader.pk, at=now())
    WorkOrder.objects.filter(pk=leader.pk).update(status="ARCHIVED", restored_at=now(), closed_at=now())
    WorkOrder.objects.filter(pk=follower.pk).update(status="ARCHIVED", closed_at=now())
    track = phone.get(url_of(follower)).data
    assert (track["explained"], track["milestones"][-1]["state"]) == (False, "done")


def page_of(phone, order):
    return phone.get(f"/track/{token_for(TrackingLink.objects.get(order=order).nonce)}/").content.decode()


def headline(page):
    return page.split('data-live="hero"')[1].split("</section>")[0]
