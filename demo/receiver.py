"""A phone company and a WeChat relay to try messages with: takes each key once, answers receipts, shows what arrived.

Only for the demo: it stands on this machine, keeps everything in memory and sends nothing anywhere.
"""

import html
import json
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import httpx

from customers.messages.signing import signature
from demo.narration import say

KEPT = 2000
LARGEST = 2_000_000
RECEIPT_AFTER_S = 1.0
# A phone that is switched off, in the demo: every message to it fails.
OFF_ENDS_WITH = "0000"


class Inbox:
    """What arrived, by key, the latest last. The same key again is the same message, counted."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.messages: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def take(self, key: str, channel: str, to: str, text: str) -> dict[str, Any]:
        """The answer about one message, as ``customers.messages.gateways.http`` reads it, and its receipt to come."""
        with self.lock:
            row = self.messages.get(key)
            if row is None:
                row = {"key": key, "id": f"D-{uuid.uuid4().hex[:12]}", "channel": channel, "to": to, "text": text}
                row |= {"at": time.strftime("%H:%M:%S"), "times": 0, "failed": to.endswith(OFF_ENDS_WITH)}
                self.messages[key] = row
                while len(self.messages) > KEPT:
                    self.messages.popitem(last=False)
            row["times"] += 1
            return row

    def latest(self) -> list[dict[str, Any]]:
        with self.lock:
            return list(self.messages.values())[::-1]


class Site:
    """The command centre, called back as a gateway does it: signed."""

    def __init__(self, url: str, secret: str) -> None:
        self.url, self.secret = url, secret

    def call(self, what: str, body: dict[str, Any]) -> int:
        """POST to ``message-calls/<what>/``; the status, 0 when nobody answers."""
        text, call_id, stamp = json.dumps(body).encode(), uuid.uuid4().hex, str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "webhook-id": call_id,
            "webhook-timestamp": stamp,
            "webhook-signature": signature(self.secret, call_id, stamp, text),
        }
        try:
            answer = httpx.post(f"{self.url}/api/v1/message-calls/{what}/", content=text, headers=headers, timeout=5)
        except httpx.HTTPError:
            return 0
        return answer.status_code

    def receipts_later(self, rows: list[dict[str, Any]]) -> None:
        states = [
            {"key": row["key"], "status": "failed", "error": "switched off"}
            if row["failed"]
            else {"key": row["key"], "status": "delivered"}
            for row in rows
        ]
        if states:
            threading.Timer(RECEIPT_AFTER_S, self.call, ("receipts", {"receipts": states})).start()


def handler(inbox: Inbox, site: Site) -> type[BaseHTTPRequestHandler]:
    """``POST /sms`` and ``/wechat`` from the command centre, ``GET /`` for people, ``POST /reply`` from the page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/messages.json":
                self._answer(200, json.dumps(inbox.latest(), ensure_ascii=False), "application/json")
            else:
                self._answer(200, page(inbox.latest()), "text/html")

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            doors: dict[str, Callable[[bytes], None]] = {
                "/sms": self._sms,
                "/wechat": self._wechat,
                "/reply": self._reply,
            }
            door = doors.get(self.path)
            if door is None or length > LARGEST:
                self._answer(404 if door is None else 413, "", "text/plain")
                return
            try:
                door(self.rfile.read(length))
            except (ValueError, KeyError, TypeError) as error:
                self._answer(400, repr(error), "text/plain")

        def _sms(self, body: bytes) -> None:
            self._take(
                [inbox.take(str(m["key"]), "SMS", str(m["to"]), str(m["text"])) for m in json.loads(body)["messages"]]
            )

        def _wechat(self, body: bytes) -> None:
            said = json.loads(body)
            self._take(
                [inbox.take(str(said["key"]), "WECHAT", str(said["touser"]), str(said["data"]["text"]["value"]))]
            )

        def _take(self, rows: list[dict[str, Any]]) -> None:
            results = [{"key": row["key"], "status": "accepted", "id": row["id"]} for row in rows]
            site.receipts_later([row for row in rows if row["times"] == 1])
            self._answer(200, json.dumps({"results": results}), "application/json")

        def _reply(self, body: bytes) -> None:
            said = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            reply = {"id": uuid.uuid4().hex, "channel": said["channel"], "sender": said["from"], "text": said["text"]}
            status = site.call("replies", {"replies": [reply]})
            say(f"answer of {said['from']} handed over: {status}")
            self.send_response(303)
            self.send_header("Location", "/")
            self.end_headers()

        def _answer(self, status: int, text: str, kind: str) -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            return None

    return Handler


HEAD = """<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="5"><title>演示手机 · demo phones</title><body>
<h1>演示手机 · demo phones</h1><p>演示数据，虚构；这里收到的消息不会发往任何真实号码。
Demo only: nothing goes to a real number. Numbers ending in 0000 are switched off.</p>"""


def page(rows: list[dict[str, Any]]) -> str:
    """What arrived, the latest first, each with a field to answer it."""
    return HEAD + "".join(map(_item, rows[:200])) + "</body></html>"


def _item(row: dict[str, Any]) -> str:
    told = {name: html.escape(str(value)) for name, value in row.items()}
    again = f" ×{told['times']}" if row["times"] > 1 else ""
    return (
        f"<article><p><b>{told['to']}</b> · {told['channel']} · {told['at']}{again}{' · ✗' if row['failed'] else ''}<br>"
        f"{told['text']}</p><form method='post' action='/reply'><input type='hidden' name='from' value=\"{told['to']}\">"
        f"<input type='hidden' name='channel' value='{told['channel']}'>"
        "<label>回复 / answer <input name='text' maxlength='200'></label> <button>→</button></form></article><hr>"
    )


def serve(*, port: int, site: Site) -> ThreadingHTTPServer:
    """The server, bound to this machine alone; ``serve_forever`` is for the caller."""
    return ThreadingHTTPServer(("127.0.0.1", port), handler(Inbox(), site))
