"""What a night leaves in the log: who asked what kind of thing, and neither keys nor people. Read line by line as written."""

import io
import json
import logging
import logging.config
import os
import re
import socket
import subprocess
import sys
from functools import partial
from http.client import HTTPConnection

import pytest
from django.test import Client
from rest_framework.test import APIClient

from command_center.screens.middleware.http import mark
from command_center.settings import LOGGING
from launcher import supervision
from tests.door.test_sign_in import basic
from tests.grid import make_order
from tests.house.sources import ROOT
from tests.people import PASSWORD, give_password
from tests.waiting import until
from workorders.models import TrackingLink
from workorders.services.tracking_links import token_for

GUESS = "AAAAAAAAbbbbbbbbCCCCCCCCdddddddd"
PHONE, NAME = "13812345678", "冉启明"


@pytest.fixture
def log():
    """The lines as the process would write them, at the most talkative level."""
    made = logging.config.dictConfig.__globals__["DictConfigurator"](LOGGING)
    formatter = made.configure_formatter(LOGGING["formatters"]["line"])
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    loggers = [logging.getLogger(), logging.getLogger("django"), logging.getLogger("django.request")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


def test_a_run_leaves_no_key_and_nobody_in_the_log(log, cast, province, monkeypatch):
    password = give_password(cast.mei)
    order = make_order()
    link = token_for(TrackingLink.objects.get(order=order).nonce)
    nobody, desk = Client(raise_request_exception=False), APIClient(raise_request_exception=False)
    token = desk.post("/api/v1/auth/login/", headers={"Authorization": basic(cast.mei, password)}).data["token"]
    desk.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    calendar = desk.post("/api/v1/planned-outages/calendar-address/").data["url"]
    key = calendar.partition("key=")[2]
    assert nobody.get(calendar[calendar.index("/api/") :]).status_code == 200 and len(key) == 32
    for path in (
        f"/track/{link}/",
        f"/track/{GUESS}/",
        f"/api/v1/track/{link}/",
        f"/gps/t/{GUESS}?id=1&lat=29.6&lon=109",
    ):
        nobody.get(path)
    Client(enforce_csrf_checks=True).post(f"/track/{link}/")
    nobody.post("/login/", {"username": "mei", "password": PASSWORD})
    for query in (
        f"customers/?q={PHONE}",
        f"customers/?q={NAME}",
        f"work-orders/?search={PHONE}",
        f"nothing/?q={PHONE}",
    ):
        desk.get(f"/api/v1/{query}")
    report = {
        "source": "APP",
        "source_id": "1",
        "description": f"我是{NAME} {PHONE}",
        "reporter": {"name": NAME, "phone": PHONE},
    }
    desk.post("/api/v1/fault-reports/", report)
    monkeypatch.setattr("command_center.screens.tracking.api.track_status", lambda *_, **__: 1 / 0)
    nobody.get(f"/api/v1/track/{link}/")

    text = log.getvalue()
    for secret in (link, GUESS, token, key, PASSWORD, PHONE, NAME, "%E5%86%89", "冉小明", "13800135612"):
        assert secret not in text and secret.encode("unicode_escape").decode() not in text, secret
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    asked = [line["request"] for line in lines if line["event"] == "request_finished"]
    assert f"GET track/<str:token>/ #{mark(link)}" in asked
    assert "GET api/v1/customers/" in asked
    assert any("ZeroDivisionError" in str(line) for line in lines), "what went wrong is still told"


def test_a_server_by_itself_writes_no_address(tmp_path):
    """uvicorn as ``./run`` starts it, asked over the wire: its own loggers stay silent about links, sockets included."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = supervision.programs("127.0.0.1", port, simulate=False)["web"].split(" -m ", 1)[1]
    assert "--no-access-log" in command and "--no-proxy-headers" in command
    without_flag = command.replace("--no-access-log", "").split()
    written = tmp_path / "web.log"
    with written.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", *without_flag], cwd=ROOT, stdout=out, stderr=out, env=os.environ
        )
        try:
            ask(
                port, f"/track/{GUESS}/", f"/gps/t/{GUESS}?id=1", f"/api/v1/customers/?q={PHONE}", f"/ws/track/{GUESS}/"
            )
        finally:
            server.terminate()
            server.wait(20)
    text = written.read_text()
    assert "track/<str:token>/" in text, text[-2000:]
    assert GUESS not in text and PHONE not in text


def ask(port, *paths):
    for path in paths:
        until(partial(is_answered, port, path), f"the server answers {path}", seconds=90)


def is_answered(port, path):
    headers = {
        "Host": f"127.0.0.1:{port}",
        "Origin": f"http://127.0.0.1:{port}",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    if path.startswith("/ws/"):
        headers |= {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request("GET", path, headers=headers)
        line.getresponse()
    except OSError:
        return False
    finally:
        line.close()
    return True


def test_nginx_writes_no_address_either():
    conf = (ROOT / "deploy" / "nginx.conf").read_text()
    form = conf.split("log_format door")[1].split(";")[0]
    assert "access_log /dev/stdout door;" in conf
    assert not any(name in form for name in ("$request ", "$request_uri", "$args", "$uri", "$http_referer"))


@pytest.mark.parametrize(
    "proxies, written, caller",
    [
        (1, "203.0.113.5", None),
        (1, "203.0.113.5, 198.51.100.77", None),
        (2, "198.51.100.77", "198.51.100.77"),
        (2, "203.0.113.5, 198.51.100.77", "198.51.100.77"),
        (2, "203.0.113.5, 2001:db8::7", "2001:db8::7"),
        (2, "", None),
        (3, "203.0.113.5, 198.51.100.77, 10.0.0.1", "198.51.100.77"),
        (3, "203.0.113.5", None),
    ],
)
def test_nginx_names_whom_our_own_proxies_wrote_and_believes_no_caller(proxies, written, caller):
    """Its own rules, read by Python: None is the peer's address."""
    conf = (ROOT / "deploy" / "nginx.conf").read_text()
    rules = re.findall(r'"~(.+)"\s+\$(last|before);', conf.split("$caller {")[1].split("}\n")[0])
    assert len(rules) == 2
    tried = ((re.search(rule.replace("(?<", "(?P<"), f"{proxies} {written}"), name) for rule, name in rules)
    assert next((found[name] for found, name in tried if found), None) == caller
    assert "log_format door '$caller " in conf
