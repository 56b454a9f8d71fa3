"""What no program means to send: characters that are none, bodies that are no objects, moments that no calendar has.

Each is answered with a problem document below /api/ and never with a crash; the rest of a request is not lost over it.
"""

import base64
import json

import pytest
from django.test import Client, RequestFactory
from rest_framework.test import APIClient

from command_center import wsgi
from command_center.ground.core.api.problems import PROBLEM
from tests.grid import make_order
from workorders.models import WorkOrder
from workorders.services.tracking_links import token_for

API = "/api/v1/"
DEEP = b'{"a":' + b"[" * 100_000


def refused(answer, *codes):
    body = json.loads(answer.content)
    return answer.status_code in codes and answer["Content-Type"] == PROBLEM and body["code"] != "internal"


@pytest.fixture
def crashes(signed_in):
    """A client that shows what the visitor sees instead of raising."""

    def client_of(name: str) -> APIClient:
        client = signed_in(name)
        client.raise_request_exception = False
        return client

    return client_of


@pytest.mark.parametrize("path", ["work-orders/%00/", "outages/%00/trace/", "planned-outages/a%00/", "nothing/%00"])
def test_a_path_with_a_character_that_is_none_names_nothing(crashes, path):
    assert refused(crashes("lin").get(API + path), 404)


@pytest.mark.parametrize("path", ["customers/%00/reveal/", "devices/%00/operate/", "work-orders/%00/note/"])
def test_nor_does_a_verb_on_it(crashes, path):
    assert refused(crashes("lin").post(API + path, {"reason": "x", "opened": True, "text": "x"}), 404)


@pytest.mark.parametrize(
    "query", ["work-orders/?search=%00", "units/?parent=a%00", "me/?x=%00", "devices/geojson/?bbox=%00"]
)
def test_a_question_with_one_is_refused_by_name(crashes, query):
    answer = crashes("lin").get(API + query)
    assert refused(answer, 422)
    assert json.loads(answer.content)["errors"][0]["pointer"] == "/" + query.partition("?")[2].partition("=")[0]


@pytest.mark.parametrize(
    "path", ["/status/?q=abc%00d", "/status/?area=%00", "/login/?next=%00", "/track/%00/", "/%00", "/gps/t/%00"]
)
def test_a_page_is_none_the_worse(db, path):
    assert Client(raise_request_exception=False).get(path).status_code in (200, 404, 503)


def test_the_back_office_is_none_the_worse(crashes):
    boss = crashes("boss")
    for path in ("core/auditentry/?q=%00", "organisation/user/?q=a%00b", "organisation/user/%00/change/"):
        assert boss.get(f"/admin/{path}").status_code in (200, 302, 404)


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "django_language", "messages"])
def test_a_cookie_with_one_is_no_cookie(db, cookie):
    answer = Client(raise_request_exception=False).get(f"{API}me/", headers={"Cookie": f'{cookie}="aaaaaaaaaa\\000"'})
    assert refused(answer, 401)


@pytest.mark.parametrize("name", [b"a\0:b", b"\xff\xfe:b", b"no colon", b"\0"])
def test_a_name_that_no_account_can_have(db, name):
    header = f"Basic {base64.b64encode(name).decode()}"
    answer = APIClient(raise_request_exception=False).post(f"{API}auth/login/", headers={"Authorization": header})
    assert refused(answer, 401)


@pytest.mark.parametrize("token", ["\xff", "a" * 10_000, "\x7f", "x y"])
def test_a_token_that_cannot_be_one(db, token):
    answer = APIClient(raise_request_exception=False).get(f"{API}me/", headers={"Authorization": f"Token {token}"})
    assert refused(answer, 401)


@pytest.mark.parametrize("body", [b"[1]", b'"x"', b"null", b"7", b"true"])
@pytest.mark.parametrize("key", ["", "x"])
def test_a_body_that_is_no_object(crashes, body, key):
    order = make_order()
    offer, headers = order.offers.first(), {"Idempotency-Key": key} if key else {}
    visits = [(crashes("lin"), f"work-orders/{order.number}/note/"), (crashes("omar"), "positions/")]
    visits += [(crashes("omar"), f"offers/{offer.pk}/accept/")] if offer else []
    visits += [(APIClient(raise_request_exception=False), f"track/{token_for(order.tracking_link.nonce)}/cancel/")]
    for client, path in visits:
        answer = client.generic("POST", API + path, body, content_type="application/json", headers=headers)
        assert refused(answer, 422), path


@pytest.mark.parametrize(
    "body",
    [
        DEEP,
        b"{",
        b"\xff",
        b'{"x": NaN}',
        b'{"x": 1e999}',
        b'{"x": ' + b"1" * 5000 + b"}",
        b'{"a":' * 40 + b"1" + b"}" * 40,
    ],
)
def test_a_body_that_cannot_be_read(crashes, body):
    assert refused(crashes("lin").generic("POST", f"{API}fault-reports/", body, content_type="application/json"), 400)


@pytest.mark.parametrize("charset", ["hex", "idna", "utf-7", "nonsense", "zip", "undefined", '"\x01"', ""])
def test_an_encoding_that_is_none_for_text_is_utf_8(db, charset):
    """Through the whole WSGI application: Django asks for the encoding before any middleware."""
    body = '{"source": "杆倒了"}'.encode()
    environ = RequestFactory().post(f"{API}fault-reports/?a=b", body, content_type="application/json").environ
    environ["CONTENT_TYPE"] += f"; charset={charset}"
    started = []
    contents = b"".join(wsgi.application(environ, lambda status, headers: started.append(status)))
    assert started == ["401 Unauthorized"] and json.loads(contents)["code"] == "not_authenticated"


def test_words_with_a_character_that_is_none_are_kept(crashes):
    body = r'{"source": "APP", "source_id": "a\u0000b", "description": "\u0000\ud800没电"}'.encode()
    answer = crashes("agent").generic(
        "POST", f"{API}fault-reports/", b"\xef\xbb\xbf" + body, content_type="application/json"
    )
    assert answer.status_code == 201
    assert WorkOrder.objects.get(number=answer.data["number"]).description == "没电"


def test_too_large_a_body_is_a_problem_too(crashes, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    lin = crashes("lin")
    assert refused(lin.post(f"{API}fault-reports/", {"description": "x" * 2000}), 413)
    assert refused(lin.post(f"{API}fault-reports/", {"description": "x" * 2000}, format="multipart"), 413)


def test_so_is_a_foreign_host(db):
    answer = Client(raise_request_exception=False).get(f"{API}me/", headers={"Host": "evil.example"})
    assert refused(answer, 400)


@pytest.mark.parametrize("path", ["/api/", "/api", "/api/v1/", "/api/v1", "/api/v2/work-orders/", "/api/v1/nothing"])
def test_so_is_an_address_that_does_not_exist(db, path):
    assert refused(Client().get(path), 404)


def test_so_is_a_mistake_of_ours(signed_in, monkeypatch):
    lin = signed_in("lin")
    lin.raise_request_exception = False
    monkeypatch.setattr("command_center.screens.sign_in.api.crew_of", lambda user: 1 / 0)
    answer = lin.get(f"{API}me/")
    assert (answer.status_code, answer["Content-Type"]) == (500, PROBLEM)
    assert json.loads(answer.content)["request_id"]


def test_a_report_without_the_last_slash_is_a_report(agent, province):
    body = {"source": "APP", "source_id": "1", "description": "没电"}
    answer = agent.post("/api/v1/fault-reports", body)
    assert answer.status_code == 201
    assert agent.post("/api/v1/fault-reports/", body).data["number"] == answer.data["number"]
    assert agent.get("/api/v1/work-orders").status_code == 200


OFFSETS = [
    "2026-11-28T00:00:00-16:00",
    "2026-11-28T00:00:00+23:59",
    "2026-11-28T00:00:00 08:00",
    "2026-11-28T00:00:00Z",
]
NEVER = ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "2100-01-01T00:00:00Z", "1969-12-31T23:59:59Z"]
ASKED = [
    "work-orders/?updated_since",
    "offers/?offered_to",
    "shifts/?at",
    "outages/?started_since",
    "customers/?updated_since",
]


@pytest.mark.parametrize("asked", ASKED)
def test_any_offset_is_a_moment_and_a_year_that_nobody_means_is_none(crashes, asked):
    lin = crashes("lin")
    for moment in OFFSETS:
        assert lin.get(f"{API}{asked}={moment.replace('+', '%2B')}").status_code == 200, moment
    for moment in [*NEVER, "yesterday", "2026-13-01T00:00:00Z"]:
        assert refused(lin.get(f"{API}{asked}={moment.replace('+', '%2B')}"), 422), moment


@pytest.mark.parametrize("cursor", ["cD1hYmM=", "broken", "%00", "bz0xMjAw", "W10=", "eyJhIjoxfQ==", "😀"])
@pytest.mark.parametrize("path", ["work-orders/", "offers/", "units/", "customers/?updated_since=2026-01-01T00:00:00Z"])
def test_a_cursor_that_nobody_gave_out(crashes, path, cursor):
    assert refused(crashes("lin").get(f"{API}{path}{'&' if '?' in path else '?'}cursor={cursor}"), 422)
