"""Pushes are lossy by design: a Redis that hangs or fails costs a frame, never the relay."""

import asyncio

import pytest

from command_center.ground.core import realtime
from command_center.ground.core.relay import Publisher, frame_after
from tests.grid import make_order


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


def test_after_a_quiet_moment_two_frames_go_at_once_and_the_next_a_moment_later(province, monkeypatch):
    frames = []
    monkeypatch.setattr(Publisher, "_push", lambda self, events: frames.append([event.name for event in events]))
    monkeypatch.setattr(Publisher, "_wake", lambda self, handlers: None)
    publisher = Publisher()

    make_order("R1")
    publisher.publish(clock=10.0)
    make_order("R2")
    publisher.publish(clock=10.02)
    assert frames == [["workorder.opened"], ["workorder.opened"]]

    make_order("R3")
    publisher.publish(clock=10.03)
    make_order("R4")
    publisher.publish(clock=10.04)
    assert len(frames) == 2
    publisher.publish(clock=10.06)
    assert frames[2:] == [["workorder.opened", "workorder.opened"]]


def test_frames_keep_their_pace_however_long_there_is_news(province, monkeypatch):
    at = []
    monkeypatch.setattr(Publisher, "_push", lambda self, events: None)
    monkeypatch.setattr(Publisher, "_wake", lambda self, handlers: None)
    publisher = Publisher()
    for tick in range(30):
        make_order(f"R{tick}")
        publisher.publish(clock=10 + tick / 50)
        if not publisher.unpushed:
            at.append(tick)
    assert len(at) <= 0.6 / 0.05 + 2


def test_the_more_there_is_to_show_the_rarer_the_frames():
    assert [frame_after(seconds) for seconds in (0.001, 0.1, 3.0)] == [0.05, 0.2, 0.25]


def test_no_pulse_runs_ahead_of_an_event_that_no_screen_has_seen(province, monkeypatch):
    pulses = []
    monkeypatch.setattr(Publisher, "_pulse", lambda self: pulses.append(self.last_in_group))
    monkeypatch.setattr(Publisher, "_push", lambda self, events: None)
    monkeypatch.setattr(Publisher, "_wake", lambda self, handlers: None)
    publisher = Publisher()
    publisher.next_frame = 20.0

    make_order("R1")
    publisher.publish(clock=19.98)
    publisher._periodic_work(19.98)
    assert pulses == []

    publisher.publish(clock=20.0)
    publisher._periodic_work(20.0)
    assert len(pulses) == 1
