"""The outbox of one socket: the latest card of a subject replaces the one before, cards go before the heartbeat."""

import json

from command_center.screens.sockets import outbox as boxes
from command_center.screens.sockets.outbox import Outbox, encode, item_of


def item(seq, order_id=1, **card):
    return item_of({"seq": seq, "name": "x", "card": {"kind": "order", "id": order_id, **card}})


def taken(outbox):
    return [json.loads(text) for text in outbox.take()]


async def test_five_hundred_events_are_one_card_a_subject():
    outbox = Outbox()
    for seq in range(1, 501):
        outbox.put_items(seq, [item(seq, order_id=seq % 2)])
    (frame,) = taken(outbox)
    assert (frame["type"], frame["seq"]) == ("cards", 500)
    assert [each["seq"] for each in frame["items"]] == [499, 500]


async def test_cards_go_before_the_heartbeat_that_counts_them():
    outbox = Outbox()
    outbox.put("heartbeat", encode({"type": "heartbeat", "seq": 7}))
    outbox.put_items(7, [item(7)])
    assert [frame["type"] for frame in taken(outbox)] == ["cards", "heartbeat"]


async def test_only_the_last_heartbeat_and_the_last_position_count():
    outbox = Outbox()
    for second in range(3):
        outbox.put("heartbeat", encode({"type": "heartbeat", "seq": second}))
        outbox.put_positions(f"00:00:0{second}", {5: encode([5, 109.1 + second, 29.6, "IDLE", None])})
    positions, heartbeat = taken(outbox)
    assert positions["items"] == [[5, 111.1, 29.6, "IDLE", None]]
    assert (positions["at"], heartbeat["seq"]) == ("00:00:02", 2)


async def test_what_was_taken_is_gone():
    outbox = Outbox()
    outbox.put_items(1, [item(1)])
    outbox.take()
    assert outbox.take() == []


async def test_what_the_snapshot_holds_is_not_sent_again():
    outbox = Outbox()
    outbox.start_from(5)
    outbox.put_items(6, [item(5), item(6, order_id=2)])
    (frame,) = taken(outbox)
    assert [each["seq"] for each in frame["items"]] == [6]


async def test_a_screen_that_cannot_keep_up_forgets_its_backlog():
    outbox = Outbox()
    outbox.put_items(1, [item(1, order_id=n) for n in range(boxes.OUTBOX_LIMIT + 1)])
    assert outbox.is_overfull
    assert outbox.take() == []
    outbox.start_from(1)
    assert not outbox.is_overfull
