"""Two boards of one area: an alarm shows on both, and its acknowledgement too, with the name."""

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction
from django.utils.timezone import now

from command_center.ground.alarms.models import Alarm
from command_center.ground.alarms.services import acknowledge
from tests.grid import make_waiting_order
from tests.sockets.boards import Screen
from tests.sockets.conftest import fresh_cards
from workorders.engine.writing import raise_attention
from workorders.services.control import cancel

pytestmark = pytest.mark.django_db(transaction=True)


def alarms(cards):
    return [card for (kind, _), card in cards.items() if kind == "alarm"]


async def test_what_one_acknowledges_the_other_sees_by_name(live, people, grid):
    order = await live.after(make_waiting_order)
    async with Screen("/ws/console/", people.mei) as hers, Screen("/ws/console/", people.lin) as his:
        for screen in (hers, his):
            await screen.until("snapshot")
        await live.after(_raise, order)
        (card,) = alarms(await live.shown_to(his))
        assert (card["code"], card["acknowledged_by"]) == ("no_crew", None)
        await live.after(acknowledge, alarm_ids=[card["id"]], at=now(), actor=people.mei)
        for screen in (hers, his):
            (seen,) = alarms(await live.shown_to(screen))
            assert (seen["acknowledged_by"], seen["raised_at"]) == (str(people.mei), card["raised_at"])
        assert alarms(await fresh_cards(people.lin)) == [seen]
        await live.after(cancel, order_id=order.pk, reason="误报", at=now())
        assert alarms(await live.shown_to(his)) == []
        assert not await sync_to_async(Alarm.objects.open().exists)()


def _raise(order):
    with transaction.atomic():
        raise_attention([order], "no_crew")


async def test_an_account_without_a_unit_is_told_so_and_let_go(live, people):
    await sync_to_async(type(people.mei).objects.filter(pk=people.mei.pk).update)(home=None)
    async with Screen("/ws/console/", people.mei) as screen:
        assert await screen.close_code() == 4404
