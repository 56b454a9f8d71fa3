"""Whatever goes wrong under /api/v1/ is a problem document with a code, in the asker's language."""

import re

import pytest
from django.test import Client

from tests.grid import make_waiting_order

PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    "method, path, body, status, code",
    [
        ("get", "nothing-here/", None, 404, "not_found"),
        ("get", "work-orders/20200101000000F000000/", None, 404, "not_found"),
        ("get", "events/?after=x", None, 422, "invalid"),
        ("get", "offers/?offered_from=yesterday", None, 422, "invalid"),
        ("get", "work-orders/?cursor=broken", None, 422, "invalid"),
        ("delete", "work-orders/", None, 405, "method_not_allowed"),
        ("post", "fault-reports/", {"source": "PIGEON", "source_id": "1", "description": "x"}, 422, "invalid"),
        ("post", "fault-reports/", [], 422, "invalid"),
        ("post", "positions/", {"items": []}, 403, "not_allowed"),
    ],
)
def test_problems(mei, method, path, body, status, code):
    answer = getattr(mei, method)(f"/api/v1/{path}", body)
    assert (answer.status_code, answer.data["code"]) == (status, code)
    assert answer["Content-Type"] == PROBLEM
    assert {"type", "title", "status", "detail", "errors"} <= set(answer.data)


def test_a_broken_body_is_a_problem(mei):
    answer = mei.generic("POST", "/api/v1/fault-reports/", b"{", content_type="application/json")
    assert answer.status_code == 400 and answer["Content-Type"] == PROBLEM


def test_it_speaks_the_askers_language(mei, province):
    url = f"/api/v1/work-orders/{make_waiting_order().number}/resume/"
    assert mei.post(url, headers={"Accept-Language": "en"}).data["detail"] == "This order is not suspended."
    assert mei.post(url, headers={"Accept-Language": "zh-hans"}).data["detail"] != "This order is not suspended."


@pytest.mark.parametrize(
    "path", ["outages.geojson", "planned-outages.geojson", "planned-outages.ics", "devices/geojson/", "units/"]
)
@pytest.mark.parametrize(
    "accept",
    [
        "text/calendar",
        "application/geo+json",
        "text/html",
        "application/xml",
        "application/json;q=0",
        "*/*;q=0.1",
        "a",
        "",
    ],
)
def test_each_address_has_one_form_whatever_is_asked_for(lin, path, accept):
    assert lin.get(f"/api/v1/{path}", headers={"Accept": accept}).status_code == 200


@pytest.mark.parametrize(
    "path, pointer",
    [
        ("work-orders/?open=maybe", "/open"), ("work-orders/?status=NOPE", "/status"), ("outages/?live=2", "/live"),
        ("work-orders/?ordering=password", "/ordering"), ("crews/?nosuch=1", "/nosuch"), ("units/?updatedsince=x", "/updatedsince"),
        ("events/?after=99999999", "/after"), ("events/?afer=1", "/afer"), ("customers/?name=x", "/name"),
        ("indices/?from=abc", "/from"), ("indices/?unti=1", "/unti"), ("planned-outages.ics?state=x", "/state"),
        ("devices/geojson/?box=1", "/box"), ("work-orders/?crew=99999999999999999999", "/crew"),
        ("planned-outages/?status=DONE", "/status"), ("offers/?status=MAYBE", "/status"), ("units/?level=TOWN", "/level"),
    ],
)  # fmt: skip
def test_a_typo_is_said_and_not_taken_for_another_question(lin, path, pointer):
    answer = lin.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.data["errors"][0]["pointer"]) == (422, pointer)


def test_so_is_a_field_that_nobody_reads(mei, province):
    url = f"/api/v1/work-orders/{make_waiting_order().number}/note/"
    answer = mei.post(url, {"text": "x", "txt": "y"})
    assert (answer.status_code, answer.data["errors"][0]["pointer"]) == (422, "/txt")


def test_what_has_not_changed_is_not_sent_again(mei, province):
    url = f"/api/v1/work-orders/{make_waiting_order().number}/"
    etag = mei.get(url)["ETag"]
    assert mei.get(url, headers={"If-None-Match": etag}).status_code == 304
    assert mei.post(f"{url}note/", {"text": "x"}, headers={"If-Match": etag}).status_code == 200
    assert mei.get(url, headers={"If-None-Match": etag}).status_code in (200, 304)
    mei.post(f"{url}cancel/", {"reason": "x"})
    assert mei.get(url, headers={"If-None-Match": etag}).status_code == 200


def test_a_page_that_is_not_there_says_so_in_the_readers_language(client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404 and "没有这个页面。" in answer.content.decode()
    assert "There is no such page." in client.get("/nowhere/", headers={"Accept-Language": "en"}).content.decode()


def in_both_languages(path, **how):
    """The page in Chinese and in English, by a client that keeps the mistake to itself."""
    asked = Client(raise_request_exception=False, **how)
    return [asked.get(path, headers={"Accept-Language": language}) for language in ("zh-CN", "en")]


def test_a_mistake_of_ours_is_a_page_with_its_number(db, monkeypatch):
    def breaks(*_args, **_named):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("command_center.screens.status.pages.render", breaks)
    chinese, english = in_both_languages("/status/")
    assert (chinese.status_code, english.status_code) == (500, 500)
    assert "系统出错了。" in chinese.content.decode() and "A mistake of ours." in english.content.decode()
    assert re.search(r"<code>[0-9a-f-]{36}</code>", english.content.decode())
    assert "css/tokens.css" in english.content.decode()


def test_a_form_that_outlived_its_sign_in_says_what_to_do(db):
    strict = Client(enforce_csrf_checks=True)
    words = strict.post("/login/", {"username": "lin"}, headers={"Accept-Language": "en"})
    assert words.status_code == 403 and "This form is no longer valid." in words.content.decode()
    assert "此表单已失效。" in strict.post("/login/", {"username": "lin"}).content.decode()
