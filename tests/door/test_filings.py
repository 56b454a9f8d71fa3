"""报备: filed in advance by a unit, read with the customer's orders, taken back when it was abused."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from rest_framework.test import APIClient

from command_center.ground.core.models import AuditEntry
from command_center.ground.organisation.roles import Role
from tests.grid import make_order
from tests.people import make_user

pytestmark = pytest.mark.django_db

FILING = {
    "unit": "422826T01",
    "customer_number": "4228260001",
    "reason": "客户要求将表箱移至邻居墙面，邻居不同意",
    "evidence": "2026-11-20 现场协调记录",
}


@pytest.fixture
def head(cast, province):
    client = APIClient()
    client.force_login(make_user("head", Role.STATION_HEAD, province.dingzhai))
    return client


def file(client, **told):
    today = localdate()
    days = {"from_on": today.isoformat(), "until_on": (today + timedelta(days=30)).isoformat()}
    return client.post("/api/v1/filings/", FILING | days | told, format="json")


def filed_on(client, order):
    return client.get(f"/api/v1/work-orders/{order.number}/").data["matter"]["filings"]


def test_what_was_filed_is_read_with_the_customer_s_orders(head, mei, lin, province):
    assert file(head).status_code == 201
    [told] = filed_on(mei, make_order())
    assert (told["unit"], told["reason"]) == ("丁寨供电所", FILING["reason"])
    stranger = make_order("R2", customer_number="", reporter_phone="", latitude=29.6, longitude=109.4)
    assert filed_on(lin, stranger) == []


@pytest.mark.parametrize(
    "told",
    [
        {"evidence": " "},
        {"unit": "422827T01"},
        {"customer_number": "0000"},
        {"until_on": "2020-01-01"},
        {"until_on": "2099-01-01"},
        {"kind": "NONSENSE"},
    ],
)
def test_a_filing_that_cannot_be_meant_is_refused(head, told):
    assert file(head, **told).status_code == 422


def test_a_filing_of_one_kind_marks_that_kind_alone(head, mei):
    file(head, kind="COMPLAINT")
    assert filed_on(mei, make_order()) == []


def test_who_abuses_it_files_nothing_for_a_while(head, mei, lin):
    filing = file(head).data
    address = f"/api/v1/filings/{filing['id']}/revoke/"
    assert mei.post(address, {"reason": "情况不实"}, format="json").status_code == 403
    assert lin.post(address, {"reason": "情况不实", "months": 4}, format="json").status_code == 422
    assert lin.post(address, {"reason": "情况不实", "months": 2}, format="json").status_code == 200
    assert lin.post(address, {"reason": "情况不实"}, format="json").status_code == 409
    assert filed_on(mei, make_order()) == []
    assert file(head).status_code == 409
    assert AuditEntry.objects.filter(action="filing_revoked").count() == 1
    [row] = mei.get("/api/v1/filings/").data["results"]
    assert row["revoked_reason"] == "情况不实"
