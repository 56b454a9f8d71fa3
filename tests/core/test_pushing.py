"""Pushes are lossy by design: a Redis that hangs or fails costs a frame, never the relay."""

import asyncio

import pytest

from command_center.core import realtime
from command_center.core.publishing import Publisher


class HangingLayer:
    async def group_send(self, group, message):
        await asyncio.Event().wait()


@pytest.fixture(autouse=True)
def _redis_hangs(monkeypatch):
    monkeypatch.setattr(realtime, "get_channel_layer", HangingLayer)
    monkeypatch.setattr(realtime, "PUSH_SECONDS", 0.01)


def test_a_hanging_redis_is_given_up():
    with pytest.raises(TimeoutError):
        realtime.push([("board.42", {"type": "board.items"})])


def test_the_relay_goes_on_after_it():
    Publisher._forgiving(realtime.push, [("board.42", {"type": "board.items"})])
