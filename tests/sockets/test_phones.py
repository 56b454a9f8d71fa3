"""The crew's phone and the customer's link: whole states of what concerns them, and nothing of anybody else."""

import pytest
from asgiref.sync import sync_to_async
from django.utils.timezone import now

from command_center.screens.sockets import base as sockets
from command_center.screens.sockets.base import NOT_FOUND
from dispatch.models import Offer
from dispatch.services import fieldwork
from dispatch.services.offering import accept_offer
from tests.grid import IN_TOWN, make_order, make_report
from tests.sockets.boards import Screen
from workorders.services import control, tracking_links
from workorders.services.intake import open_fault_order

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = "/ws/crew/"


async def test_only_a_crew_has_a_phone_page(live, people):
    for visitor, code in ((None, sockets.NOT_SIGNED_IN), (people.mei, sockets.RIGHTS_CHANGED)):
        async with Screen(PHONE, visitor) as screen:
            assert await screen.close_code() == code


async def test_an_offer_rings_at_its_crew_and_at_no_other(live, people):
    async with Screen(PHONE, people.omar) as omar, Screen(PHONE, people.tao) as tao:
        for screen in (omar, tao):
            await screen.until("work", offers=[])
        order = await live.after(make_order)
        ringing = await omar.until("work")
        await tao.until("heartbeat", seq=await live.pulse())
    (offer,) = ringing["offers"]
    assert (offer["order"]["number"], "contact" in offer["order"]) == (order.number, False)
    assert order.number not in str(tao.frames)


async def test_whoever_holds_the_order_sees_whom_to_call(live, people):
    await live.after(make_order)
    async with Screen(PHONE, people.omar) as omar:
        await omar.until("work")
        await live.after(accept_the_offer, people.omar)
        work = await omar.until("work", offers=[])
    assert work["orders"][0]["contact"] == {"name": "冉小明", "phone": "+8613800135612"}


async def test_the_customer_follows_the_crew_and_sees_no_other_order(live, people, grid):
    opened = await live.after(report)
    other = await live.after(make_order, "neighbour", description="邻居家的事", latitude=IN_TOWN[0])
    async with Screen(link_of(opened)) as screen:
        await screen.until("track", status="DISPATCHED")
        step = {"order_id": opened.order.pk, "crew_id": grid.dingzhai_crew.pk, "at": now(), "actor": people.omar}
        await live.after(accept_the_offer, people.omar)
        waiting = await screen.until("track", status="ACCEPTED")
        await live.after(fieldwork.depart, **step)
        coming = await screen.until("track", status="EN_ROUTE")
    assert waiting["crew"]["lat"] is None, "nobody is followed before leaving"
    assert coming["crew"]["lat"] == pytest.approx(29.66, abs=0.001)
    assert all(secret not in str(screen.frames) for secret in ("+8613900001234", "80001", "Omar", other.number))


async def test_who_follows_an_outage_hears_of_its_steps(live, people, grid):
    leader = (await live.after(report)).order
    follower = await live.after(neighbour)
    await live.after(control.merge, order_id=follower.order.pk, parent_id=leader.pk, at=now())
    async with Screen(link_of(follower)) as screen:
        await screen.until("track", status="MERGED")
        await live.after(accept_the_offer, people.omar)
        step = {"order_id": leader.pk, "crew_id": grid.dingzhai_crew.pk, "at": now(), "actor": people.omar}
        await live.after(fieldwork.depart, **step)
        while (await screen.until("track"))["milestones"][2]["state"] != "done":
            pass
    assert leader.number not in str(screen.frames) and "Omar" not in str(screen.frames)


@pytest.mark.parametrize("spoil", ["expire", "revoke", "guess"])
async def test_a_link_that_lives_no_more_opens_nothing(live, spoil):
    opened = await live.after(report)
    link = link_of(opened)
    if spoil == "guess":
        link = link[:-2] + ("A/" if link[-2] != "A" else "B/")
    elif spoil == "revoke":
        await live.after(tracking_links.revoke, opened.order.pk, at=now())
    else:
        await live.after(
            control.cancel, order_id=opened.order.pk, reason="客户撤销", at=now() - tracking_links.LIVES_FOR
        )
    async with Screen(link) as screen:
        assert await screen.close_code() == NOT_FOUND


def report():
    return open_fault_order(make_report(), at=now())


def neighbour():
    return open_fault_order(make_report("neighbour"), at=now())


def link_of(opened):
    return "/ws/track/" + opened.tracking_url.rstrip("/").rsplit("/", 1)[-1] + "/"


def accept_the_offer(person):
    offer = Offer.objects.get(status="OFFERED", crew__members__person=person)
    return accept_offer(offer_id=offer.pk, at=now(), actor=person)


async def test_the_crew_is_told_when_its_right_ends(live, people, monkeypatch):
    monkeypatch.setattr(sockets, "RIGHTS_CHECK_SECONDS", 0.01)
    async with Screen(PHONE, people.omar) as omar:
        await omar.until("work")
        people.omar.is_active = False
        await sync_to_async(people.omar.save)()
        assert await omar.close_code() == sockets.RIGHTS_CHANGED
