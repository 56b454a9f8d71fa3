"""One bad attachment never holds back a report, and none is decoded for a report that is refused anyway."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from tests.door.test_working import REPLY
from tests.grid import make_held_order
from tests.workorders.test_photos import HEIC, upload
from workorders.models import Reply, WorkOrder


@pytest.fixture
def restored(province):
    order = make_held_order()
    WorkOrder.objects.filter(pk=order.pk).update(status="RESTORED", arrived_at=now(), restored_at=now())
    return order


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def reply(client, order, photo, **fields):
    body = {**REPLY, "restored_at": now().isoformat(), "photo": photo, **fields}
    return client.post(f"/api/v1/work-orders/{order.number}/reply/", body, format="multipart")


def test_a_photo_stays_with_the_report(omar, restored):
    answer = reply(omar, restored, SimpleUploadedFile("x.jpg", upload().getvalue()))
    assert (answer.status_code, answer.data["photo_refused"]) == (200, "")
    assert omar.get(f"/api/v1/work-orders/{restored.number}/photo/").status_code in (200, 404)
    assert Reply.objects.get().photo.name.endswith(".jpg")


@pytest.mark.parametrize("content", [HEIC, b"nonsense", b""], ids=["heic", "nonsense", "empty"])
def test_the_report_is_taken_without_what_cannot_be_read(omar, restored, content):
    answer = reply(omar, restored, SimpleUploadedFile("x.heic", content))
    assert answer.status_code == 200 and "回单已收" in answer.data["photo_refused"]
    assert not Reply.objects.get().photo and WorkOrder.objects.get().status == "REPLIED"


def test_the_report_is_looked_at_first(omar, restored, monkeypatch):
    monkeypatch.setattr("PIL.Image.open", lambda *_, **__: pytest.fail("decoded for nothing"))
    answer = reply(omar, restored, io.BytesIO(upload().getvalue()), restored_at="2001-01-01T00:00:00Z")
    assert answer.status_code == 422 and not Reply.objects.exists()
