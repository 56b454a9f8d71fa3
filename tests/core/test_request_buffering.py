"""A body reaches the application whole or not at all."""

import asyncio
import json

import pytest

from command_center.ground.core.request_buffering import RequestBuffering

HTTP = {"type": "http"}


class Stage:
    """An application that notes what it gets, and a sender of the given messages who then says nothing."""

    def __init__(self, *messages, limit=100):
        self.messages, self.seen, self.sent = list(messages), [], []
        self.guard = RequestBuffering(self.application, limit=limit, stall_seconds=0.01)

    async def application(self, scope, receive, send):
        self.seen.append(await receive())

    async def receive(self):
        if self.messages:
            return self.messages.pop(0)
        await asyncio.Event().wait()

    async def send(self, message):
        self.sent.append(message)

    async def run(self):
        await self.guard(HTTP, self.receive, self.send)
        return self


def part(body, more=True):
    return {"type": "http.request", "body": body, "more_body": more}


async def test_pieces_arrive_as_one():
    stage = await Stage(part(b"ab"), part(b"cd"), part(b"", more=False)).run()
    assert stage.seen == [part(b"abcd", more=False)]


@pytest.mark.parametrize(("messages", "status"), [([part(b"ab")], 408), ([part(b"x" * 60), part(b"x" * 60)], 413)])
async def test_what_stalls_or_never_ends_is_refused_before_it_reaches_a_thread(messages, status):
    stage = await Stage(*messages).run()
    assert stage.seen == []
    assert stage.sent[0]["status"] == json.loads(stage.sent[1]["body"])["status"] == status


async def test_who_left_gets_no_answer():
    stage = await Stage(part(b"ab"), {"type": "http.disconnect"}).run()
    assert (stage.seen, stage.sent) == ([], [])
