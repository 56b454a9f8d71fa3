"""The applicant's page and the grid manager's phone: what each does, the other sees; no script, no account where none is needed."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from command_center.ground.core.models import AuditEntry
from tests.connections.cases import make_case, staff_of
from tests.connections.test_apply import filled
from tests.workorders.test_photos import upload
from workorders.kinds.connection.services import appointments
from workorders.kinds.connection.slots import free_slots
from workorders.models import FeedPost, WorkOrder
from workorders.services.tracking_links import revoke, token_for
from workorders.services.urging import urge

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(province, cast, settings, tmp_path):
    """The applicant's browser with their address, the manager's phone signed in, the case."""
    settings.MEDIA_ROOT = str(tmp_path)
    people = staff_of(province)
    order = make_case(at=now() - timedelta(hours=3))
    manager = Client()
    manager.force_login(people["mana"])
    path = f"/connection/{token_for(order.tracking_link.nonce)}/"
    return order, Client(), path, manager, people


def text(page):
    return re.sub(r"\s+", " ", page.content.decode())


def test_the_applicant_takes_a_time_moves_it_and_cancels_it(scene):
    order, applicant, path, manager, _people = scene
    first, second = free_slots(order, at=now())[:2]
    assert "请选择时间" in text(applicant.get(path))
    applicant.post(path, {"act": "choose", "slot": first.starts_at.isoformat()})
    order.refresh_from_db()
    assert order.status == "SURVEY_BOOKED" and order.appointments.get().agreed_at
    assert "您已确认" in text(applicant.get(path))
    assert order.number in text(manager.get("/visits/"))
    applicant.post(path, {"act": "choose", "slot": second.starts_at.isoformat()})
    applicant.post(path, {"act": "cancel"})
    order.refresh_from_db()
    assert order.status == "ACCEPTED"
    assert list(order.appointments.values_list("status", "ended_by")) == [
        ("MOVED", "CUSTOMER"),
        ("CANCELLED", "CUSTOMER"),
    ]
    assert "客户改约" in text(applicant.get(path))


def test_the_manager_goes_and_the_applicant_sees_it(scene):
    order, applicant, path, manager, people = scene
    slot = free_slots(order, at=now())[0]
    page = f"/visits/?case={order.number}"
    assert manager.post(page, {"act": "book-survey", "slot": slot.starts_at.isoformat()}).status_code == 302
    applicant.post(path, {"act": "agree"})
    manager.post(page, {"act": "visit-on-the-way"})
    assert "出发" in text(applicant.get(path))
    photo = SimpleUploadedFile("there.jpg", upload().read(), "image/jpeg")
    manager.post(page, {"act": "visit-arrived", "lat": "29.67", "lon": "109.14", "photo": photo})
    row = order.appointments.get()
    assert (row.status, row.arrival_latitude, bool(row.arrival_photo)) == ("KEPT", 29.67, True)
    manager.post(page, {"act": "survey", "text": "进户线 30 米"})
    order.refresh_from_db()
    assert order.status == "SURVEYED" and order.supply_plans.get().signed_at is None
    assert "供电方案草案" in text(manager.get(page))
    told = text(manager.get(page))
    assert "下一步：业扩管控员签发供电方案" in told
    assert "reply-plan" not in told, "a manager of a grid does not sign plans"
    assert people["mana"] == row.person


def test_one_feed_from_three_sides_with_photos_and_masked_from_strangers(scene, signed_in, mei):
    order, applicant, path, manager, people = scene
    photo = SimpleUploadedFile("site.jpg", upload().read(), "image/jpeg")
    applicant.post(path, {"act": "post", "text": "院门朝北", "photo": photo})
    manager.post(f"/visits/?case={order.number}", {"act": "post", "text": "周二带梯子来"})
    centre = Client()
    centre.force_login(people["con"])
    answer = centre.post(
        f"/api/v1/connection-cases/{order.number}/feed/", {"text": "方案今天签"}, content_type="application/json"
    )
    assert answer.status_code == 201
    assert list(order.feed_posts.values_list("side", flat=True)) == ["APPLICANT", "MANAGER", "CENTRE"]
    for page in (applicant.get(path), manager.get(f"/visits/?case={order.number}")):
        assert all(words in text(page) for words in ("院门朝北", "周二带梯子来", "方案今天签"))
    [post_id] = FeedPost.objects.exclude(photo="").values_list("pk", flat=True)
    assert applicant.get(f"{path}photo/{post_id}/").status_code == 200
    other = make_case("B", reporter_phone="+8613800135699")
    foreign = f"/connection/{token_for(other.tracking_link.nonce)}/"
    assert applicant.get(f"{foreign}photo/{post_id}/").status_code == 404
    assert mei.get(f"/api/v1/connection-cases/{order.number}/feed/{post_id}/photo/").status_code == 200


@pytest.mark.parametrize(
    "said",
    [{}, {"act": "choose"}, {"act": "choose", "slot": "2020-01-01T08:00:00Z"}, {"act": "choose", "slot": "x" * 300}, {"act": "answer"},
     {"act": "answer", "satisfaction": "SATISFIED"}, {"act": "post"}, {"act": "cancel"}, {"act": "agree"}, {"act": "papers"},
     {"act": "designation", "what": "DESIGNER"}, {"act": "terminate", "reason": "x"}, {"act": "post", "text": "\x00"}],
)  # fmt: skip
def test_whatever_is_sent_that_makes_no_sense_is_refused_with_a_word_and_changes_nothing(scene, said):
    order, applicant, path, _manager, _people = scene
    answer = applicant.post(path, said)
    assert answer.status_code in (302, 400, 409, 422)
    order.refresh_from_db()
    assert order.status == "ACCEPTED" and not order.appointments.exists()


def test_what_was_typed_with_a_refused_form_is_still_there(scene):
    _order, applicant, path, _manager, _people = scene
    answer = applicant.post(path, {"act": "designation", "what": "NOBODY", "text": "他们要我找某公司"})
    assert answer.status_code == 422 and "他们要我找某公司" in text(answer)


def test_a_verb_that_is_refused_gives_every_field_back(scene):
    order, _applicant, _path, manager, _people = scene
    slot = free_slots(order, at=now())[0].starts_at.isoformat()
    manager.post(f"/visits/?case={order.number}", {"act": "book-survey", "slot": slot})
    said = {"act": "move-appointment", "slot": slot, "by": "UTILITY", "reason": "车辆故障，改到下午"}
    answer = manager.post(f"/visits/?case={order.number}", said)
    assert answer.status_code == 409 and said["reason"] in text(answer)
    assert 'value="UTILITY" selected' in text(answer)


def test_who_was_signed_out_or_is_somebody_else_now_reads_what_they_wrote(scene, cast):
    order, _applicant, _path, _manager, _people = scene
    stranger = Client()
    for _ in range(2):
        answer = stranger.post(f"/visits/?case={order.number}", {"act": "post", "text": "周二带梯子来"})
        assert answer.status_code in (401, 403) and "周二带梯子来" in text(answer)
        stranger.force_login(cast.omar)
    assert not FeedPost.objects.exists()


def test_an_urge_stands_on_the_managers_page_from_that_moment_on(scene):
    order, _applicant, _path, manager, _people = scene
    urge(order_id=order.pk, text="客户问何时勘查", at=now(), actor=None)
    assert "客户问何时勘查" in text(manager.get(f"/visits/?case={order.number}"))


def test_a_long_message_is_kept_whole_or_refused_whole(scene):
    _order, applicant, path, _manager, _people = scene
    lines = "\r\n".join(["一行"] * 330)  # as a browser sends what it counts as 989 characters
    applicant.post(path, {"act": "post", "text": lines})
    assert FeedPost.objects.get().text == lines.replace("\r\n", "\n")
    answer = applicant.post(path, {"act": "post", "text": "长" * 1001})
    assert answer.status_code == 422 and "长" * 1001 in text(answer) and "1001" in text(answer)
    assert FeedPost.objects.count() == 1


def test_what_is_written_to_a_link_that_has_ended_stands_on_the_page_that_says_so(scene):
    order, applicant, path, _manager, _people = scene
    revoke(order_id=order.pk, at=now())
    answer = applicant.post(path, {"act": "post", "text": "院门朝北"})
    assert answer.status_code == 404 and "院门朝北" in text(answer)


def test_without_a_cookie_nothing_is_taken_in_and_nothing_is_lost(scene):
    _order, _applicant, path, _manager, _people = scene
    for address, said in ((path, {"act": "post", "text": "院门朝北"}), ("/apply/", filled(description="院门朝北"))):
        answer = Client(enforce_csrf_checks=True).post(address, said)
        assert answer.status_code == 403 and "院门朝北" in text(answer) and "Cookie" in text(answer)
    assert not FeedPost.objects.exists() and WorkOrder.objects.count() == 1


@pytest.mark.parametrize("slot", ["2026-02-30T08:00:00+08:00", "9999-12-31T23:59:59-12:00", "2026-12-01T08:00:00"])
def test_a_time_that_no_calendar_has_is_refused_in_words(scene, slot):
    _order, applicant, path, _manager, _people = scene
    assert applicant.post(path, {"act": "choose", "slot": slot}).status_code == 422


def test_the_applicant_answers_once_power_is_on(scene):
    order, applicant, path, _manager, _people = scene
    WorkOrder.objects.filter(pk=order.pk).update(status="ENERGISED")
    assert "满意" in text(applicant.get(path))
    applicant.post(path, {"act": "answer", "satisfaction": "SATISFIED", "comment": "很快"})
    order.refresh_from_db()
    assert order.status == "FOLLOWED_UP"
    assert list(order.callbacks.values_list("satisfaction", "caller")) == [("SATISFIED", None)]
    assert applicant.post(path, {"act": "answer", "satisfaction": "UNSATISFIED"}).status_code == 409


def test_a_manager_of_another_county_finds_nothing(scene, province):
    order, _applicant, _path, _manager, _people = scene
    from tests.people import make_user

    stranger = Client()
    stranger.force_login(make_user("far", "GRID_MANAGER", province.baifusi))
    assert order.number not in text(stranger.get("/visits/"))
    answer = stranger.post(f"/visits/?case={order.number}", {"act": "post", "text": "周二带梯子来"})
    assert answer.status_code == 404 and "周二带梯子来" in text(answer), "and what they wrote is not lost"
    assert AuditEntry.objects.filter(action="foreign_access_refused", object_ref=order.number).exists()
    assert not FeedPost.objects.exists()


def test_a_time_that_somebody_else_has_just_taken_is_said_and_others_are_offered(scene):
    order, applicant, path, _manager, _people = scene
    slot = free_slots(order, at=now())[0]
    for n in range(3):
        other = make_case(f"T{n}", reporter_phone=f"+861380014{n:04d}")
        appointments.book(order_id=other.pk, slot=slot.starts_at, at=now(), actor=None)
    answer = applicant.post(path, {"act": "choose", "slot": slot.starts_at.isoformat()})
    assert answer.status_code == 409 and "约满" in text(answer)
