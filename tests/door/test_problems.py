"""Whatever goes wrong under /api/v1/ is a problem document with a code, in the asker's language."""

import pytest

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
