"""The customer's link: what it says of the time, before the crew sets off, while it repairs and after power is back."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime, now

from command_center.screens.tracking.crew_news import crew_news
from dispatch.models import Assignment
from dispatch.services import fieldwork
from outages.leading.services.leaders import follow
from tests.door.test_outages import make_outage
from tests.door.test_track import headline, page_of, phone, url_of  # noqa: F401
from tests.grid import make_held_order, make_report
from tests.outages.lines import make_points
from workorders.models import WorkOrder
from workorders.services import control
from workorders.services.intake import open_fault_order

BURNT, WIRES = "烧毁的开关", "落地的电线"


@pytest.fixture
def held(cast):
    return make_held_order(by=cast.omar, at=now() - timedelta(minutes=40))


def said(cast, order):
    return {"order_id": order.pk, "crew_id": order.assignments.get().crew_id, "actor": cast.omar}


def clock(moment):
    return localtime(moment).strftime("%H:%M")


def test_minutes_are_counted_from_when_the_crew_sets_off(phone, cast, held):  # noqa: F811
    assignment = Assignment.objects.get(order=held)
    minutes = assignment.offer.eta_minutes
    waiting = phone.get(url_of(held)).data
    assert (waiting["eta_at"], waiting["eta_minutes"], waiting["late_minutes"]) == (None, None, None)
    assert "data-eta-minutes" not in page_of(phone, held) and crew_news([held.pk])[held.pk]["minutes"] is None

    at = now()
    fieldwork.depart(**said(cast, held), at=at)
    assignment.refresh_from_db()
    assert assignment.eta_at == at + timedelta(minutes=minutes)
    assert phone.get(url_of(held)).data["late_minutes"] is None and "data-eta-minutes" in page_of(phone, held)
    assert crew_news([held.pk])[held.pk]["minutes"] == max(1, round(minutes))


def test_the_crews_word_when_power_is_back_stands_in_the_headline(phone, cast, held):  # noqa: F811
    etr_at = now() + timedelta(minutes=30)
    WorkOrder.objects.filter(pk=held.pk).update(status="REPAIRING", etr_at=etr_at)
    page = headline(page_of(phone, held))
    assert f"<strong>{clock(etr_at)}</strong>" in page.split("</h1>")[0] and "恢复供电" in page.split("</h1>")[0]
    assert "已过预计" not in page


def test_an_estimate_that_has_passed_is_not_told_as_one(phone, cast, held):  # noqa: F811
    etr_at = now() - timedelta(minutes=7)
    WorkOrder.objects.filter(pk=held.pk).update(status="REPAIRING", etr_at=etr_at)
    page = page_of(phone, held)
    assert "已过预计恢复时间" in headline(page) and clock(etr_at) not in page.split("</ol>")[0]


def test_after_power_is_back_the_headline_says_since_when_and_one_can_say_that_it_is_not(phone, cast, held):  # noqa: F811
    who = said(cast, held)
    fieldwork.depart(**who, at=now())
    fieldwork.arrive(**who, at=now(), lat=held.latitude, lon=held.longitude)
    fieldwork.restore(**who, at=now())
    held.refresh_from_db()
    page = page_of(phone, held)
    assert f"<strong>{clock(held.restored_at)}</strong>" in headline(page).split("</h1>")[0]
    assert 'name="said" value="OFF"' in page and "仍未来电" in page


def test_who_follows_another_order_reads_its_estimate(phone, cast, held):  # noqa: F811
    follower = open_fault_order(make_report("neighbour"), at=now()).order
    control.merge(order_id=follower.pk, parent_id=held.pk, at=now())
    etr_at = now() + timedelta(minutes=25)
    WorkOrder.objects.filter(pk=held.pk).update(status="REPAIRING", etr_at=etr_at)
    assert f"<strong>{clock(etr_at)}</strong>" in headline(page_of(phone, follower))


@pytest.mark.parametrize(
    ("kind", "hazard", "words"),
    [
        ("LV", False, BURNT), ("CUSTOMER_SIDE", False, BURNT), ("MV", False, WIRES), ("UNKNOWN", False, WIRES),
        ("METERING", False, "表箱"), ("QUALITY", False, "怕电压波动"), ("LV", True, "8 米"),
    ],
)  # fmt: skip
def test_the_safety_tip_fits_the_fault(phone, held, kind, hazard, words):  # noqa: F811
    WorkOrder.objects.filter(pk=held.pk).update(fault_kind=kind, hazard=hazard)
    assert words in phone.get(url_of(held)).data["safety_tip"]


def test_where_the_matter_is_no_fault_of_electricity_nothing_is_warned_of(phone, held):  # noqa: F811
    WorkOrder.objects.filter(pk=held.pk).update(fault_kind="NOT_ELECTRICAL")
    assert phone.get(url_of(held)).data["safety_tip"] == "" and 'data-live="safety" hidden' in page_of(phone, held)


def test_of_an_outage_around_nobody_is_warned_of_their_own_switches(phone, held, province):  # noqa: F811
    WorkOrder.objects.filter(pk=held.pk).update(fault_kind="LV")
    make_points(province.t2, 12)
    follow(outage_id=make_outage(province.t2).pk, order_ids=[held.pk], at=now())
    assert WIRES in phone.get(url_of(held)).data["safety_tip"]
