"""The applicant's own doors over JSON: the same as their page, bound to one case by the token, twice sent is once done."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now
from rest_framework.settings import api_settings
from rest_framework.test import APIClient

from tests.connections.cases import make_case, staff_of
from tests.workorders.test_photos import upload
from workorders.models import ConnectionCase, FeedPost, WorkOrder
from workorders.services.tracking_links import revoke, token_for

pytestmark = pytest.mark.django_db
APPLICATION = {
    "sub_kind": "LV_RESIDENT", "name": "冉小明", "phone": "138 0013 5612", "address": "咸丰县丁寨乡旋坨村三组", "asked_kw": "8",
    "lat": 29.672, "lon": 109.141, "agreed": True,
}  # fmt: skip


@pytest.fixture
def scene(province, cast, settings, tmp_path):
    """The case, the applicant's program, and the address of their doors."""
    settings.MEDIA_ROOT = str(tmp_path)
    staff_of(province)
    order = make_case(at=now() - timedelta(hours=3))
    return order, APIClient(), f"/api/v1/connection/{token_for(order.tracking_link.nonce)}/"


def test_an_application_leads_to_the_doors_of_its_case(province, cast):
    staff_of(province)
    applicant, said = APIClient(), {**APPLICATION, "form_id": str(uuid.uuid4())}
    first = applicant.post("/api/v1/applications/", said, format="json")
    again = applicant.post("/api/v1/applications/", said, format="json")
    assert (first.status_code, again.status_code) == (201, 200) and first.json() == again.json()
    order = WorkOrder.objects.get(kind="CONNECTION")
    assert (order.source, order.reporter_phone, ConnectionCase.objects.count()) == ("APP", "+8613800135612", 1)
    token = first.json()["progress_url"].rstrip("/").rsplit("/", 1)[1]
    told = applicant.get(f"/api/v1/connection/{token}/").json()
    assert told["number"] == order.number and told["headline"] == "已受理您的申请"
    assert [step["state"] for step in told["steps"]] == ["done", "doing"] and "choose" in told["can"]
    assert told["person"]["phone"] == "+8613900000002" and "冉小明" not in str(told)


@pytest.mark.parametrize(
    ("field", "value"),
    [("phone", "12"), ("agreed", False), ("sub_kind", "MOON"), ("form_id", "x"), ("asked_kw", "9999999"), ("lat", 91), ("nme", "x")],
)  # fmt: skip
def test_an_application_that_cannot_be_meant_is_refused_at_its_field(province, field, value):
    said = {**APPLICATION, "form_id": str(uuid.uuid4()), field: value}
    answer = APIClient().post("/api/v1/applications/", said, format="json")
    assert answer.status_code == 422 and answer.json()["errors"][0]["pointer"] == f"/{field}"
    assert not ConnectionCase.objects.exists()


def test_a_time_is_taken_moved_and_cancelled(scene):
    order, applicant, door = scene
    first, second = applicant.get(f"{door}slots/").json()[:2]
    told = applicant.post(f"{door}appointment/", {"slot": first["starts_at"]}, format="json").json()
    assert (told["appointment"]["starts_at"], told["appointment"]["agreed_at"] is None) == (first["starts_at"], False)
    assert {"move", "cancel"} <= set(told["can"]) and "choose" not in told["can"]
    applicant.post(f"{door}appointment/", {"slot": second["starts_at"], "reason": "上午要上班"}, format="json")
    told = applicant.post(f"{door}appointment/cancel/", {}, format="json").json()
    assert told["appointment"] is None and "choose" in told["can"]
    assert list(order.appointments.values_list("status", "ended_by")) == [
        ("MOVED", "CUSTOMER"),
        ("CANCELLED", "CUSTOMER"),
    ]


def test_what_is_sent_twice_with_one_key_is_done_once(scene):
    _order, applicant, door = scene
    photo = lambda: SimpleUploadedFile("x.jpg", upload().read(), "image/jpeg")  # noqa: E731
    for _ in range(2):
        headers = {"Idempotency-Key": "k1"}
        answer = applicant.post(
            f"{door}feed/", {"text": "院门朝北", "photo": photo()}, format="multipart", headers=headers
        )
        assert answer.status_code == 200
    row = FeedPost.objects.get()
    assert (row.side, answer.json()["feed"][0]["photo_of"]) == ("APPLICANT", row.pk)
    assert applicant.get(f"{door}photo/{row.pk}/").status_code == 200
    other = make_case("B", reporter_phone="+8613800135699")
    foreign = f"/api/v1/connection/{token_for(other.tracking_link.nonce)}/"
    assert applicant.get(f"{foreign}photo/{row.pk}/").status_code == 404


def test_papers_ratings_and_designations(scene):
    order, applicant, door = scene
    paper = SimpleUploadedFile("x.jpg", upload().read(), "image/jpeg")
    assert (
        applicant.post(f"{door}documents/", {"what": "PREMISES", "photo": paper}, format="multipart").json()[
            "documents"
        ]
        == 1
    )
    bad = SimpleUploadedFile("x.jpg", b"no photo", "image/jpeg")
    assert (
        applicant.post(f"{door}documents/", {"what": "PREMISES", "photo": bad}, format="multipart").status_code == 422
    )
    said = {"what": "BUILDER", "text": "要求找某某公司"}
    told = applicant.post(f"{door}designation/", said, format="json").json()
    assert "某某公司" not in str(told) and order.orders_about.get().kind == "SUPERVISION"
    rating = {"satisfaction": "SATISFIED", "comment": "很快"}
    assert applicant.post(f"{door}rating/", rating, format="json").status_code == 409
    WorkOrder.objects.filter(pk=order.pk).update(status="ENERGISED")
    assert "rate" in applicant.get(door).json()["can"]
    assert applicant.post(f"{door}rating/", rating, format="json").status_code == 200
    assert applicant.post(f"{door}rating/", rating, format="json").status_code == 409


@pytest.mark.parametrize("token", ["x", "a" * 300, "%00"])
@pytest.mark.parametrize("path", ["", "slots/", "photo/1/"])
def test_nobody_finds_a_case_by_guessing(scene, token, path):
    order, applicant, door = scene
    unknown = applicant.get(f"/api/v1/connection/{token}/{path}")
    revoke(order.pk, at=now())
    ended = applicant.get(f"{door}{path}")
    assert (unknown.status_code, ended.status_code) == (404, 404)
    assert unknown.json() | {"instance": ""} == ended.json() | {"instance": ""}


def test_whoever_sends_too_much_waits_and_pages_and_doors_count_together(scene, monkeypatch):
    _order, applicant, door = scene
    cache.clear()
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "apply", "2/hour")
    applicant.post(f"{door}feed/", {"text": "一"}, format="json")
    applicant.post(door.removeprefix("/api/v1"), {"act": "post", "text": "二"}, format="multipart")
    assert applicant.post(f"{door}feed/", {"text": "三"}, format="json").status_code == 429
    assert applicant.get(door).status_code == 200, "reading is not sending"
    assert list(FeedPost.objects.values_list("text", flat=True)) == ["一", "二"]


def test_what_is_too_large_is_refused_before_it_is_read(scene):
    _order, applicant, door = scene
    answer = applicant.post(f"{door}feed/", {"text": "x"}, format="json", headers={"Content-Length": str(13 * 1024**2)})
    assert answer.status_code == 413 and not FeedPost.objects.exists()
