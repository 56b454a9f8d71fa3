"""A process that sends is killed in the middle, again and again: by HTTP every message arrives under one key; by mail never twice."""

import contextlib
import json
import socketserver
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils.timezone import now

from customers.models import Contact, Message, Promise
from tests.faults.engines import Engine, url_of_test_database
from tests.grid import make_province
from tests.outages.lines import make_points
from tests.waiting import until

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

MANY, KILLS = 300, 3
# What the worker does, without Celery between; a lost claim is given up after a second instead of a minute.
SENDS = """
import django, time; django.setup()
from datetime import timedelta
from django.utils.timezone import now
from customers.messages.services import sending
sending.LEASE, sending.BATCH = timedelta(seconds=1), 20
while True:
    sending.send_due(at=now()); time.sleep(0.05)
"""


@contextlib.contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Phones(ThreadingHTTPServer):
    """Counts every key that it is given; each answer takes a moment in which one can be killed."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), TakesMessages)
        self.given, self.slow = Counter(), threading.Event()


class TakesMessages(BaseHTTPRequestHandler):
    def do_POST(self):
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.given.update(message["key"] for message in said["messages"])
        self.server.slow.wait(0.2)
        results = [{"key": m["key"], "status": "accepted", "id": m["key"]} for m in said["messages"]]
        body = json.dumps({"results": results}).encode()
        with contextlib.suppress(OSError):  # whoever asked is dead
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *args):
        return None


class Mail(socketserver.ThreadingTCPServer):
    """A mail server that takes a message and answers a moment later; ``taken`` counts the keys it has."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), TakesMail)
        self.taken, self.slow = Counter(), threading.Event()


class TakesMail(socketserver.StreamRequestHandler):
    def handle(self):
        with contextlib.suppress(OSError):
            self.say("220 test")
            while line := self.rfile.readline():
                if line[:4].upper() == b"DATA":
                    self.say("354 go on")
                    lines = []
                    while (part := self.rfile.readline()).strip() != b".":
                        lines.append(part.decode(errors="replace"))
                    key = next(text for text in lines if text.startswith("X-Message-Key:"))
                    self.server.taken[key.split(":", 1)[1].strip()] += 1
                    self.server.slow.wait(0.2)
                self.say("221 bye" if line[:4].upper() == b"QUIT" else "250 ok")

    def say(self, words):
        self.wfile.write(words.encode() + b"\r\n")


@pytest.fixture
def waiting(transactional_db):
    """Messages to three hundred customers, all due."""
    points = make_points(make_province().t2, MANY)
    Contact.objects.bulk_create(Contact(customer_id=p.customer_id, phone="+8613900001111") for p in points)
    at = now()
    Message.objects.bulk_create(
        Message(
            key=f"outage:1:out:{p.customer_id}", kind="POWER_OUT", family="supply", customer_id=p.customer_id, org_path=p.org_path,
            subject_kind="outage", subject_id=1, subject_ref="O1", channel="SMS", recipient="+8613900001111", language="en",
            variables={"since": at.isoformat(), "cause": "?", "address": "x", "number": "O1"}, promise_kind="BACK_BY",
            since_at=at, chains=[f"supply:{p.pk}"], due_at=at, created_at=at,
        )
        for p in points
    )  # fmt: skip


@pytest.fixture
def sender(waiting, tmp_path):
    """``sender(**settings)`` → a process that sends; gone when the test ends."""
    engines = []

    def make(**settings):
        log = tmp_path / "sender.log"
        told = {"DATABASE_URL": url_of_test_database(), "DJANGO_SETTINGS_MODULE": "command_center.settings"}
        engines.append(Engine([sys.executable, "-c", SENDS], told | {"PGOPTIONS": ""} | settings, log))
        return engines[-1]

    yield make
    for engine in engines:
        engine.kill()


def open_still():
    return Message.objects.filter(state__in=["WAITING", "SENDING"]).count()


def kill_in_the_middle(engine, count):
    for kill in range(1, KILLS + 1):
        engine.start()
        until(lambda kill=kill: count() > kill * 40, "it is in the middle")
        engine.kill()
    engine.start()
    until(lambda: open_still() == 0, "all have gone")


def test_by_http_every_message_goes_under_one_key(sender):
    with serving(Phones()) as phones:
        url = f"http://127.0.0.1:{phones.server_address[1]}/sms"
        kill_in_the_middle(sender(SMS_GATEWAY="http-sms", SMS_GATEWAY_URL=url), lambda: len(phones.given))
        assert set(phones.given) == set(Message.objects.values_list("key", flat=True))
        assert Message.objects.filter(state="SENT").count() == MANY
        again = sum(count - 1 for count in phones.given.values())
        assert again <= KILLS * 20, "repeats are those of the batches that were on their way, under the same key"
    assert Promise.objects.filter(void_at=None).count() == MANY


def test_by_mail_none_goes_twice_and_what_nobody_knows_says_so(sender):
    Message.objects.update(channel="EMAIL", recipient="a@example.invalid")
    with serving(Mail()) as mail:
        port = str(mail.server_address[1])
        settings = {"EMAIL_GATEWAY": "smtp", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port}
        kill_in_the_middle(sender(**settings), lambda: len(mail.taken))
        assert max(mail.taken.values()) == 1
        uncertain = set(Message.objects.filter(state="UNCERTAIN").values_list("key", flat=True))
        sent = set(Message.objects.filter(state="SENT").values_list("key", flat=True))
        assert len(sent) + len(uncertain) == MANY and sent <= set(mail.taken)
        assert 0 < len(uncertain) <= KILLS, "the one that was on its way, each time"
