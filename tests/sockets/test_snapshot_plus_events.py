"""Snapshot + events == fresh snapshot, after every step of an order's life and for everybody who may see it."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils.timezone import now

from dispatch.models import Offer, Shift
from dispatch.services import desk, fieldwork, offering
from outages.estimates.services import estimating
from outages.leading.services import leaders as orders
from outages.life.states import Status
from outages.models import RestoreCheck
from outages.verbs.services import (
    cause,
    closing,
    confirming,
    dismissing,
    merging,
    moving,
    opening,
    restoring,
    splitting,
    verifying,
)
from tests.grid import IN_LAIFENG, XUANTUO, make_crew, make_held_order, make_node, make_order, make_waiting_order
from tests.outages.lines import below, make_points, only
from tests.sockets.boards import Screen
from tests.sockets.conftest import fresh_cards
from workorders.services import aftercare, clocks, control, urging
from workorders.services.locating import locate_order

pytestmark = pytest.mark.django_db(transaction=True)


async def test_the_life_of_an_order(live, people, grid):
    await follow(live, [people.mei, people.lin], the_life_of_an_order, grid, people)


async def test_the_desk_at_work(live, people, grid):
    await follow(live, [people.mei, people.lin], the_desk_at_work, grid, people)


async def test_an_order_that_had_no_place(live, people, grid):
    await follow(live, [people.mei, people.lin, people.eva], an_order_that_had_no_place, grid, people)


async def test_the_life_of_an_outage(live, people, grid):
    await follow(live, [people.mei, people.lin], the_life_of_an_outage, grid, people)


async def test_outages_taken_apart_and_together(live, people, grid):
    await follow(live, [people.mei, people.lin, people.eva], outages_taken_apart_and_together, grid, people)


async def follow(live, watchers, story, grid, people):
    """Open a board for each watcher; after every step of the story each board equals what a newcomer would see."""
    steps = await live.after(story, grid, people)
    screens = [Screen("/ws/console/", watcher) for watcher in watchers]
    for screen in screens:
        await screen.__aenter__()
        await screen.until("snapshot")
    for number, step in enumerate(steps, start=1):
        await live.after(step)
        for screen, watcher in zip(screens, watchers, strict=True):
            shown, fresh = await live.shown_to(screen), await fresh_cards(watcher)
            assert shown == fresh, f"step {number} for {watcher}: {differences(shown, fresh)}"
    for screen in screens:
        await screen.__aexit__()


def differences(shown, fresh):
    """(card, field): shown ≠ fresh"""
    keys = sorted(set(shown) | set(fresh))
    fields = {key: set(shown.get(key, {})) | set(fresh.get(key, {})) for key in keys}
    return {
        (key, field): (shown.get(key, {}).get(field), fresh.get(key, {}).get(field))
        for key in keys
        for field in fields[key]
        if shown.get(key, {}).get(field) != fresh.get(key, {}).get(field)
    }


def the_life_of_an_order(grid, people):
    """Reported, refused, accepted, suspended on site, repaired, sent back, archived."""
    order = {}

    def opened():
        order["order_id"] = make_order().pk

    def on(service, **named):
        return lambda: service(**order, **{"at": now(), "actor": people.mei, **named})

    def by_crew(service, **named):
        return on(service, crew_id=grid.town_crew.pk, actor=people.tao, **named)

    def answered(service, **named):
        return lambda: service(offer_id=Offer.objects.get(status="OFFERED").pk, at=now(), actor=None, **named)

    def replied():
        facts = aftercare.Checklist(cause="air_switch", measures="更换", restored_at=now(), contacted=True)
        by_crew(fieldwork.reply, checklist=facts)()

    def warned():
        clocks.warn_due(at=now().replace(year=now().year + 1))

    return [
        opened,
        answered(offering.reject_offer, reason="BUSY"),
        answered(offering.accept_offer),
        warned,
        by_crew(fieldwork.depart),
        by_crew(fieldwork.arrive),
        on(control.suspend, reason="unsafe_weather", detail="", resume_at=None),
        on(control.resume),
        by_crew(fieldwork.start_repair, permit_number="1", etr_at=now()),
        by_crew(fieldwork.restore),
        replied,
        on(aftercare.review_reply, passed=False, comment="没有照片"),
        replied,
        on(aftercare.review_reply, passed=True, comment=""),
        on(aftercare.call_back, satisfaction="NOT_REACHED", comment=""),
        on(aftercare.call_back, satisfaction="SATISFIED", comment=""),
    ]


def the_desk_at_work(grid, people):
    """Overridden, reassigned, merged, split, noted, cancelled; offers that ran out."""
    make_crew("C50", "增援班", grid.dingzhai)
    by_mei = {"at": now(), "actor": people.mei}
    held, parent, child = make_held_order("held"), make_waiting_order("parent"), make_waiting_order("child")
    return [
        partial(control.merge, order_id=child.pk, parent_id=parent.pk, **by_mei),
        partial(control.split, order_id=child.pk, **by_mei),
        partial(control.add_note, order_id=parent.pk, text="门锁着", **by_mei),
        partial(desk.reassign, order_id=held.pk, reason="车辆故障", **by_mei),
        partial(offering.expire_offers, at=now().replace(year=now().year + 1)),
        partial(control.cancel, order_id=held.pk, reason="客户撤销", **by_mei),
        partial(control.cancel, order_id=parent.pk, reason="客户撤销", **by_mei),
    ]


def an_order_that_had_no_place(grid, people):
    """Kept for the province, put on the map, and put into the next county while nobody could take it."""
    Shift.objects.all().delete()
    order = make_order("lost", latitude=None, longitude=None, reporter_phone="")
    place = partial(locate_order, order_id=order.pk, at=now(), actor=people.lin)
    return [
        partial(place, latitude=XUANTUO[0], longitude=XUANTUO[1]),
        partial(place, latitude=IN_LAIFENG[0], longitude=IN_LAIFENG[1]),
        partial(urging.urge, order_id=order.pk, text="", at=now(), actor=people.agent),
    ]


def the_life_of_an_outage(grid, people):
    """Predicted, confirmed, its orders joined and worked on, restored in steps, found dark again, verified, closed."""
    points = make_points(grid.t2, 6)
    outage, order = {}, {}

    def opened():
        scope, began = below(grid.t2), now() - timedelta(hours=1)
        outage["outage_id"] = opening.open_outage(scope=scope, started_at=began, at=now(), node_id=grid.t2.pk).pk

    def on(service, **named):
        return lambda: service(**outage, **{"at": now(), "actor": people.mei, **named})

    def joined():
        order["order_id"], other = make_waiting_order("lead").pk, make_order("other").pk
        orders.follow(**outage, order_ids=[order["order_id"], other], at=now(), actor=people.mei)

    def accepted():
        offer = Offer.objects.get(status="OFFERED", order_id=order["order_id"])
        offering.accept_offer(offer_id=offer.pk, at=now(), actor=None)
        order["crew_id"] = offer.crew_id

    def departed():
        fieldwork.depart(**order, at=now(), actor=people.omar)

    def answered(word):
        def answer():
            """The restoration has started the round of questions by itself."""
            check = RestoreCheck.objects.get(finished_at=None)
            points = check.answers.values_list("service_point_id", flat=True)
            verifying.record_answers(check_id=check.pk, answers=dict.fromkeys(points, word), at=now())
            verifying.finish_check(check_id=check.pk, at=now(), actor=people.mei)

        return answer

    return [
        opened,
        on(confirming.make_probable),
        on(confirming.confirm),
        joined,
        accepted,
        departed,
        on(estimating.estimate_by_hand, etr_at=now() + timedelta(hours=2), source="DESK"),
        on(cause.set_cause, cause_class="NATURE", cause="雷击"),
        on(restoring.restore, scope=only(*points[:2])),
        on(restoring.restore, scope=only(*points[:2])),
        on(restoring.restore),
        answered("OFF"),
        on(restoring.restore),
        answered("ON"),
        on(closing.close),
    ]


def outages_taken_apart_and_together(grid, people):
    """Split, merged, unmerged, dismissed, reinstated; moved into the next county."""
    near, far = make_points(grid.t2, 4), make_node("T9", "TRANSFORMER", grid.baifusi, grid.f1)
    make_points(far, 2)
    ways = {"started_at": now() - timedelta(hours=1), "at": now(), "node_id": grid.t2.pk, "status": Status.CONFIRMED}
    first = opening.open_outage(scope=below(grid.t2), **ways)
    why = {"reason": "看错了", "actor": people.mei}
    parts = []
    return [
        lambda: parts.append(
            splitting.split(outage_id=first.pk, scope=only(near[0]), node_id=grid.t2.pk, at=now(), **why)
        ),
        lambda: merging.merge(outage_id=parts[0].pk, parent_id=first.pk, at=now(), **why),
        lambda: merging.unmerge(outage_id=parts[0].pk, at=now(), **why),
        lambda: dismissing.dismiss(outage_id=parts[0].pk, at=now(), **why),
        lambda: dismissing.reinstate(outage_id=parts[0].pk, at=now(), **why),
        lambda: moving.move_to(outage_id=first.pk, scope=below(far), node_id=far.pk, at=now(), **why),
    ]
