"""However a socket ends, nothing of it is left: no group, no queue, no subscription, no place taken."""

import asyncio

import pytest
from channels.layers import get_channel_layer

from command_center.asgi import application
from command_center.ground.core import channel_layer
from command_center.screens.board.feed import feeds
from command_center.screens.board.socket import BoardSocket
from command_center.screens.sockets.accounts import AccountSocket
from tests.sockets.boards import Screen

pytestmark = pytest.mark.django_db(transaction=True)
BOARD, PHONE = "/ws/console/", "/ws/crew/"


def held():
    """What the layer, the feeds and the count of open sockets hold."""
    layer = get_channel_layer()
    return {
        "channels": set(layer.channels),
        "groups": {name: set(members) for name, members in layer.groups.items()},
        "subscriptions": set().union(*(shard._subscribed_to for shard in layer._shards)),
        "feeds": set(feeds.open),
        "counted": +AccountSocket.open_of,
    }


class Gone(Screen):
    """A page that is closed after it was sent a number of frames; nobody reads what follows."""

    def __init__(self, path, user):
        super().__init__(path, user)
        self.dropped = asyncio.Event()

    async def visit(self, frames: int, *, hangs: bool = False) -> None:
        self.frames_left, self.hangs = frames, hangs
        self.messages = [{"type": "websocket.connect"}]
        await application(await self.scope(), self._receive, self._send)

    async def _receive(self):
        if self.messages:
            return self.messages.pop()
        await self.dropped.wait()
        return {"type": "websocket.disconnect", "code": 1006}

    async def _send(self, message):
        if not self.frames_left:
            self.dropped.set()
            if self.hangs:
                await asyncio.Event().wait()
            raise OSError("gone")
        self.frames_left -= 1


@pytest.mark.parametrize("frames", [0, 1, 2, 3])
@pytest.mark.parametrize("path, name", [(BOARD, "mei"), (BOARD, "lin"), (PHONE, "omar")])
async def test_a_page_that_is_dropped_leaves_nothing(live, people, path, name, frames):
    async with Screen(BOARD, people.mei) as other:
        await other.until("snapshot")
        before = held()
        visit = asyncio.create_task(Gone(path, getattr(people, name)).visit(frames))
        while not visit.done():
            await live.pulse()
            await asyncio.sleep(0.05)
        visit.result()
        assert held() == before
        await other.until("heartbeat", seq=await live.pulse())


async def test_whoever_leaves_before_the_snapshot_is_built_is_let_go_at_once(live, people, monkeypatch):
    begun, never = asyncio.Event(), asyncio.Event()

    async def slow(self):
        begun.set()
        await never.wait()

    async with Screen(BOARD, people.mei) as other:
        await other.until("snapshot")
        before = held()
        monkeypatch.setattr(BoardSocket, "begin", slow)
        async with Screen(BOARD, people.lin):
            await begun.wait()
        assert held() == before


async def test_a_socket_that_is_cancelled_leaves_nothing(live, people):
    async with Screen(BOARD, people.mei) as other:
        await other.until("snapshot")
        before = held()
        page = Gone(BOARD, people.lin)
        visit = asyncio.create_task(page.visit(1, hangs=True))
        await page.dropped.wait()
        visit.cancel()
        with pytest.raises(asyncio.CancelledError):
            await visit
        assert held() == before


async def test_who_comes_while_another_leaves_keeps_the_subscription(live, people):
    layer = get_channel_layer()
    one, two = await layer.new_channel(), await layer.new_channel()
    await layer.group_add("board.42", one)
    await asyncio.gather(layer.release(one), layer.group_add("board.42", two))
    await layer.group_send("board.42", {"type": "board.items"})
    assert await asyncio.wait_for(layer.receive(two), 10) == {"type": "board.items"}
    await layer.release(two)


async def test_a_queue_that_nobody_reads_keeps_the_newest():
    queue = channel_layer.NewestOnly()
    for number in range(channel_layer.QUEUE_LIMIT + 3):
        queue.put_nowait(number)
    assert (queue.qsize(), queue.get_nowait()) == (channel_layer.QUEUE_LIMIT, 3)


async def test_a_board_that_cannot_keep_up_gets_the_whole_board_anew(live, people):
    async with Screen(BOARD, people.mei) as screen:
        await screen.until("snapshot")
        (feed,) = feeds.open.values()
        (outbox,) = feed.outboxes
        outbox.overflow()
        await screen.until("snapshot")
    assert "resync" not in screen.kinds()
