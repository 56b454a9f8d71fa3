"""An application by anybody: one form, one case, papers once, and a page of one's own; hostile files and floods stay outside."""

import base64
import io
import re
import uuid

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from rest_framework.settings import api_settings

from tests.connections.cases import make_case, staff_of
from tests.workorders.test_photos import png_of, upload
from workorders.models import ConnectionCase, ConnectionDocument, WorkOrder

pytestmark = pytest.mark.django_db

# 64 × 32 red pixels as an iPhone writes them, with a maker's name in its EXIF.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAAAAAERAAAIAAQAA"
    "AAAB4gABAAAAAAAAABsAAgAAAAAB/QABAAAAAAAAACoAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5w"
    "aXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEB"
    "A3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAo"
    "Y2xhcAAAAEAAAAABAAAAIAAAAAEAAAAAAAAAAv///+AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAABppcmVmAAAAAAAAAA5j"
    "ZHNjAAIAAQABAAAATW1kYXQAAAAXKAGvGYDvSaW//+KGH/mta/6/rWmPm4AAAAAGRXhpZgAATU0AKgAAAAgAAQEPAAIAAAAGAAAAGgAAAABQaG9uZQA="
)


def filled(**said):
    form = {
        "form_id": str(uuid.uuid4()), "sub_kind": "LV_RESIDENT", "name": "冉小明", "phone": "138 0013 5612",
        "address": "咸丰县丁寨乡旋坨村三组", "lat": "29.672", "lon": "109.141", "asked_kw": "8", "agreed": "on",
    }  # fmt: skip
    return form | said


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def photo(name="身份证.heic", content=HEIC):
    return SimpleUploadedFile(name, content, "image/heic")


def test_from_the_form_to_a_page_of_ones_own(client, province, media):
    staff = staff_of(province)
    papers = {"identity": photo(), "premises": SimpleUploadedFile("x.jpg", upload().read(), "image/jpeg")}
    answer = client.post("/apply/", filled(**papers))
    order = WorkOrder.objects.get(kind="CONNECTION")
    assert answer.status_code == 302 and answer["Location"].endswith("?new=1")
    assert (order.source, order.sub_kind, order.reporter_phone) == ("APP", "LV_RESIDENT", "+8613800135612")
    case = order.connection_case
    assert (case.asked_kw, case.scheme, case.responsible) == (8, "ZERO", staff["mana"])
    for document in ConnectionDocument.objects.filter(order=order):
        kept = Image.open(document.photo)
        assert kept.format == "JPEG" and dict(kept.getexif()) == {}
    assert order.connection_documents.count() == 2
    page = client.get(re.sub(r"^https?://[^/]+", "", answer["Location"]))
    words = page.content.decode()
    assert page.status_code == 200 and "已受理您的申请" in words and "Mana" in words and "tel:+8613900000002" in words
    assert order.number in words and "冉小明" not in words, "the page does not say whose it is"
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_what_is_kept_is_in_the_language_of_the_house(client, province, media):
    """Who reads the form in English leaves words that every desk can read."""
    client.post("/apply/", filled(), headers={"Accept-Language": "en"})
    assert WorkOrder.objects.get(kind="CONNECTION").description == "低压居民"


@pytest.mark.parametrize("address", ["/apply/", "/status/"])
def test_the_address_says_light_or_dark_on_public_pages_too(client, province, address):
    assert 'data-theme="dark"' in client.get(f"{address}?theme=dark").content.decode()
    assert "data-theme" not in client.get(f"{address}?theme=pink").content.decode()


def test_another_language_is_the_same_case(client, province):
    staff = staff_of(province)
    client.force_login(staff["mana"])
    order = make_case()
    page = client.get(f"/visits/?case={order.number}").content.decode()
    assert f'href="?case={order.number}&amp;lang=en"' in page


def test_a_form_sent_twice_is_one_application(client, province, media):
    form = filled()
    first, second = client.post("/apply/", form), client.post("/apply/", form)
    assert first["Location"].partition("?")[0] == second["Location"].partition("?")[0]
    assert ConnectionCase.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "12"),
        ("name", ""),
        ("address", ""),
        ("sub_kind", "NUCLEAR"),
        ("asked_kw", "-3"),
        ("agreed", ""),
        ("form_id", "x"),
    ],
)
def test_what_is_missing_is_marked_and_nothing_that_was_typed_is_lost(client, province, field, value):
    answer = client.post("/apply/", filled(description="靠近小学", **{field: value}))
    assert answer.status_code == 422 and "靠近小学" in answer.content.decode()
    assert not WorkOrder.objects.exists()


HOSTILE = [
    b"", b"<svg onload=alert(1)>", b"%!PS-Adobe-3.0 EPSF-3.0", HEIC[:300], HEIC[:60] + b"\xff" * 2000, png_of(12_001, 10),
    b"\x00\x00\x00\x18ftypheic" + b"\x00" * 64,
]  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE)
def test_a_hostile_file_is_left_out_with_a_word_and_the_application_stands(client, province, media, content):
    answer = client.post("/apply/", filled(identity=photo("../../etc/passwd.heic", content or b" ")))
    assert answer.status_code == 302 and "papers=missing" in answer["Location"]
    assert WorkOrder.objects.count() == 1 and not ConnectionDocument.objects.exists()


def test_too_much_at_once_is_refused_before_it_is_read(client, province):
    answer = client.post("/apply/", filled(identity=photo(content=b"\0" * (12 * 1024 * 1024 + 1))))
    assert answer.status_code == 413 and not WorkOrder.objects.exists()


def test_one_address_applies_so_often_and_no_more(client, province, media, monkeypatch):
    monkeypatch.setitem(api_settings.DEFAULT_THROTTLE_RATES, "apply", "2/hour")
    cache.clear()
    codes = [client.post("/apply/", filled()).status_code for _ in range(3)]
    assert codes == [302, 302, 429]
    assert client.get("/apply/").status_code == 200, "reading is counted by itself"


def test_without_the_token_of_the_form_nothing_is_taken(province):
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/apply/", filled()).status_code == 403


def test_the_link_opens_this_case_and_no_repair_and_the_other_way_round(client, province, media):
    location = client.post("/apply/", filled())["Location"]
    token = location.rstrip("?new=1").rstrip("/").rsplit("/", 1)[1]
    assert client.get(f"/connection/{token}/").status_code == 200
    assert client.get(f"/track/{token}/").headers["Location"].endswith(f"/connection/{token}/")
    assert client.get(f"/api/v1/track/{token}/").status_code == 404
    assert client.get("/connection/unknown/").status_code == 404


def test_by_api_the_case_comes_with_its_minutes_and_masked(agent, mei, province, media):
    staff_of(province)
    told = {
        "sub_kind": "MV_SINGLE", "source": "WALK_IN", "source_id": "C-1", "asked_kw": "630", "lat": 29.672, "lon": 109.141,
        "applicant": {"name": "冉小明", "phone": "13800135612"}, "address": "咸丰县丁寨乡旋坨村三组",
    }  # fmt: skip
    first = agent.post("/api/v1/connection-cases/", told, format="json")
    again = agent.post("/api/v1/connection-cases/", told, format="json")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.data["number"] == again.data["number"] and "/connection/" in first.data["progress_url"]
    listed = mei.get("/api/v1/connection-cases/?stage=APPLIED&owner=UTILITY&open=true").data["results"]
    assert [row["number"] for row in listed] == [first.data["number"]]
    row = listed[0]
    assert (row["applicant"], row["phone"], row["scheme"]) == ("冉**", "138****5612", "SAVE")
    assert row["time"]["limit_working_days"] == 22 and row["time"]["total"] == sum(row["time"]["whole"].values())
    assert mei.get("/api/v1/connection-cases/?bucket=70").data["results"] == []
    detail = mei.get(f"/api/v1/connection-cases/{first.data['number']}/").data
    assert [step["code"] for step in detail["steps"]] == ["APPLY", "PLAN", "CONNECT"]
    assert mei.get("/api/v1/connection-cases/?stage=NONSENSE").status_code == 422


def test_a_paper_is_shown_to_whoever_may_see_the_case_alone(client, mei, eva, province, media):
    client.post("/apply/", filled(identity=photo()))
    paper = ConnectionDocument.objects.get()
    address = f"/api/v1/connection-cases/{paper.order.number}/documents/{paper.pk}/"
    shown = mei.get(address)
    assert (
        shown["Content-Type"] == "image/jpeg"
        and Image.open(io.BytesIO(b"".join(shown.streaming_content))).format == "JPEG"
    )
    assert eva.get(address).status_code == 404
    assert client.get(address).status_code == 401
