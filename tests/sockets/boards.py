"""Screens for tests: a socket through the real ASGI application, and what a person would see on it."""

import json
from typing import Any

from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.test import Client

from command_center.asgi import application

Card = dict[str, Any]
ORIGIN = "http://localhost"  # allowed whatever ALLOWED_HOSTS the environment names
PATIENCE_SECONDS = 20


class Screen:
    """One open socket and every frame it was sent."""

    def __init__(self, path: str, user: Any = None, *, origin: str = ORIGIN) -> None:
        self.path, self.user, self.origin = path, user, origin
        self.frames: list[dict[str, Any]] = []

    def headers(self) -> list[tuple[bytes, bytes]]:
        return []

    async def scope(self) -> dict[str, Any]:
        headers = [(b"host", b"localhost"), (b"origin", self.origin.encode()), *self.headers()]
        if self.user:
            headers.append((b"cookie", await sync_to_async(session_cookie)(self.user)))
        path, _, query = self.path.partition("?")
        return {"type": "websocket", "path": path, "query_string": query.encode(), "headers": headers}

    async def __aenter__(self) -> "Screen":
        # Not channels.testing: that package wants daphne installed.
        self.socket = ApplicationCommunicator(application, await self.scope())
        await self.socket.send_input({"type": "websocket.connect"})
        self.accepted = (await self.socket.receive_output(PATIENCE_SECONDS))["type"] == "websocket.accept"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.socket.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.socket.wait(PATIENCE_SECONDS)

    async def next(self) -> dict[str, Any]:
        output = await self.socket.receive_output(PATIENCE_SECONDS)
        frame: dict[str, Any] = json.loads(output["text"])
        self.frames.append(frame)
        return frame

    async def say(self, words: str) -> None:
        await self.socket.send_input({"type": "websocket.receive", "text": words})

    async def until(self, kind: str, **expected: Any) -> dict[str, Any]:
        """Read on to a frame of this type (with these values); everything before it is kept in ``frames``."""
        while True:
            frame = await self.next()
            if frame["type"] == kind and expected.items() <= frame.items():
                return frame

    async def close_code(self) -> int:
        while True:
            output = await self.socket.receive_output(timeout=PATIENCE_SECONDS)
            if output["type"] == "websocket.close":
                return int(output["code"])

    def cards(self) -> dict[tuple[str, int], Card]:
        """What the board shows: the last snapshot and every card since, as the browser applies them."""
        shown: dict[tuple[str, int], Card] = {}
        for frame in self.frames:
            if frame["type"] == "snapshot":
                shown = by_key(frame["orders"] + frame["crews"] + frame["outages"] + frame["alarms"])
            for item in frame.get("items", []) if frame["type"] == "cards" else []:
                key = (item["card"]["kind"], item["card"]["id"])
                shown.pop(key, None)
                if not item["card"].get("gone"):
                    shown[key] = item["card"]
        return shown

    def kinds(self) -> list[str]:
        return [frame["type"] for frame in self.frames]


def by_key(cards: list[Card]) -> dict[tuple[str, int], Card]:
    return {(card["kind"], card["id"]): card for card in cards}


def session_cookie(user: Any) -> bytes:
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}".encode()
