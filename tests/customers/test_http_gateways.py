"""What an HTTP gateway answers, and what it does not, for each message; against the demo's own phones."""

import threading

import httpx
import pytest

from customers.messages.gateways import Outgoing
from customers.messages.gateways.http_sms import HttpSmsGateway
from customers.messages.gateways.wechat import WeChatGateway
from demo.receiver import Site, serve

TWO = [Outgoing(key=f"k{n}", kind="RESTORED", to=f"+861390000{n:04d}", text="来电", language="zh-hans") for n in (1, 2)]


@pytest.fixture
def phones(settings):
    """The demo's phones on a free port; nobody is there to call back."""
    server = serve(port=0, site=Site("http://127.0.0.1:9", "s"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    settings.SMS_GATEWAY_URL, settings.WECHAT_GATEWAY_URL = f"{url}/sms", f"{url}/wechat"
    yield url
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("token", ["", "secret"])
def test_text_messages_arrive_with_and_without_a_token(phones, settings, token):
    settings.SMS_GATEWAY_TOKEN = token
    outcomes = HttpSmsGateway().send(TWO)
    assert [(each.key, each.result, bool(each.provider_id)) for each in outcomes] == [
        ("k1", "SENT", True),
        ("k2", "SENT", True),
    ]
    again = HttpSmsGateway().send(TWO)
    assert [each.provider_id for each in again] == [each.provider_id for each in outcomes], "a key is taken once"
    shown = httpx.get(f"{phones}/messages.json").json()
    assert {row["key"]: row["times"] for row in shown} == {"k1": 2, "k2": 2}


def test_wechat(phones):
    assert [each.result for each in WeChatGateway().send(TWO)] == ["SENT", "SENT"]
    assert "来电" in httpx.get(phones).text


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (httpx.ConnectError("no"), "LATER"),
        (httpx.LocalProtocolError("bad header"), "LATER"),
        (httpx.ReadTimeout("slow"), "UNKNOWN"),
        (httpx.Response(503), "LATER"),
        (httpx.Response(429), "LATER"),
        (httpx.Response(500), "UNKNOWN"),
        (httpx.Response(400, text="no such sender"), "REFUSED"),
        (httpx.Response(200, text="hello"), "UNKNOWN"),
        (httpx.Response(200, json={"results": []}), "UNKNOWN"),
        (
            httpx.Response(200, json={"results": [{"key": "k1", "status": "refused", "error": "no such number"}]}),
            "REFUSED",
        ),
        (httpx.Response(200, json={"results": [{"key": "k1", "status": "later"}]}), "LATER"),
    ],
)
def test_what_an_answer_means(monkeypatch, settings, answer, result):
    def post(*args, **more):
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(httpx, "post", post)
    assert HttpSmsGateway().send(TWO[:1])[0].result == result
