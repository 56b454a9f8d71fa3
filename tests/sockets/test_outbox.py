"""The outbox of one socket: the latest card of a subject replaces the one before, cards go before the heartbeat."""

from command_center.console import sockets
from command_center.console.sockets import Outbox


def item(seq, order_id=1, **card):
    return {"seq": seq, "name": "x", "card": {"kind": "order", "id": order_id, **card}}


async def test_five_hundred_events_are_one_card_a_subject():
    outbox = Outbox()
    for seq in range(1, 501):
        outbox.put_items(seq, [item(seq, order_id=seq % 2)])
    (frame,) = outbox.take()
    assert (frame["type"], frame["seq"]) == ("cards", 500)
    assert [each["seq"] for each in frame["items"]] == [499, 500]


async def test_cards_go_before_the_heartbeat_that_counts_them():
    outbox = Outbox()
    outbox.put({"type": "heartbeat", "seq": 7})
    outbox.put_items(7, [item(7)])
    assert [frame["type"] for frame in outbox.take()] == ["cards", "heartbeat"]


async def test_only_the_last_heartbeat_and_the_last_position_count():
    outbox = Outbox()
    for second in range(3):
        outbox.put({"type": "heartbeat", "seq": second})
        outbox.put_positions(f"00:00:0{second}", [[5, 109.1 + second, 29.6, "IDLE", None, "42/4228/"]])
    positions, heartbeat = outbox.take()
    assert positions["items"] == [[5, 111.1, 29.6, "IDLE", None]], "and the path stays inside"
    assert (positions["at"], heartbeat["seq"]) == ("00:00:02", 2)


async def test_what_was_taken_is_gone():
    outbox = Outbox()
    outbox.put_items(1, [item(1)])
    outbox.take()
    assert outbox.take() == []


async def test_a_screen_that_cannot_keep_up_is_overfull():
    outbox = Outbox()
    outbox.put_items(1, [item(n, order_id=n) for n in range(sockets.OUTBOX_LIMIT + 1)])
    assert outbox.is_overfull
