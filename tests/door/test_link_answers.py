"""track/<token>/answers/ and the page's plain forms: what a customer answers, what it changes, who looks at it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils.timezone import now
from PIL import Image
from rest_framework.test import APIClient

from customers.messages.services.sending import send_due
from customers.models import ContactPreference, Customer, Message
from outages.judging.services.link_answers import hear
from outages.life.states import Status
from outages.models import CheckAnswer, Evidence, Outage, RestoreCheck
from outages.verbs.services.restoring import restore
from tests.door.counting import counted
from tests.door.test_outages import make_outage
from tests.door.test_track import url_of
from tests.grid import XUANTUO, make_customer, make_held_order, make_network, make_order, phone_of
from tests.outages.lines import make_points
from tests.workorders.test_photos import upload
from workorders.asking.services import ask_again
from workorders.models import CustomerAnswer, FaultReport, TrackingLink, WorkOrder
from workorders.services.tracking_links import token_for

NEAR = {"question": "PLACE", "lat": "29.6735", "lon": "109.1420", "accuracy": "15"}
FAR = {"question": "PLACE", "lat": "29.7400", "lon": "109.2300", "accuracy": "15"}


@pytest.fixture
def phone():
    return APIClient()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def answer(phone, order, **said):
    return phone.post(url_of(order, "answers/"), said)


def by_form(phone, order, **said):
    """As a phone without a script sends it: a form, and the page that follows."""
    token = token_for(TrackingLink.objects.get(order=order).nonce)
    return phone.post(f"/track/{token}/answer/", said, format="multipart", follow=True)


def last():
    return CustomerAnswer.objects.latest("pk")


def again(order):
    return WorkOrder.objects.get(pk=order.pk)


def test_a_pin_near_the_supply_moves_the_place_and_the_page_says_so(phone, mei, province):
    order = make_order()
    page = by_form(phone, order, **NEAR).content.decode()
    assert "位置已更正" in page
    assert (again(order).latitude, again(order).longitude) == (29.6735, 109.142)
    row = last()
    assert (row.verdict, row.change, row.accuracy_m) == ("ACCEPTED", "PLACE_MOVED", 15)
    assert row.link == TrackingLink.objects.get(order=order).token_hash
    [told] = mei.get(f"/api/v1/work-orders/{order.number}/").data["answers"]
    assert told["due_at"] is None and "29.67350" in told["text"] and "15" in told["text"]
    entries = mei.get(f"/api/v1/work-orders/{order.number}/timeline/").data
    assert [entry["code"] for entry in entries if entry["kind"] == "answer"] == ["PLACE"]


def test_an_order_that_nobody_could_place_is_placed_and_judged(phone, province, relayed):
    order = make_order("lost", latitude=None, longitude=None, reporter_phone="", address="哪里不清楚")
    assert not order.located
    answer(phone, order, question="PLACE", lat=str(XUANTUO[0]), lon=str(XUANTUO[1]), accuracy="20")
    relayed()
    assert again(order).located and again(order).unit == province.dingzhai
    assert again(order).status != "RECEIVED" and last().change == "PLACE_SET"


def test_a_pin_far_away_moves_nothing_and_a_person_looks_by_a_moment(phone, mei, province):
    order = make_order()
    page = by_form(phone, order, **FAR).content.decode()
    assert "稍后会有人向您核实" in page
    assert (again(order).latitude, again(order).longitude) == XUANTUO
    row = last()
    assert (row.verdict, row.due_at - row.at) == ("DOUBTFUL", timedelta(minutes=15))
    assert "customer_answer" in again(order).reasons

    assert ask_again(at=now()) == 0 and ask_again(at=row.due_at) == 1
    assert "customer_answer_late" in again(order).reasons

    done = mei.post(f"/api/v1/work-orders/{order.number}/settle-answers/", {"reason": "电话核实:在父母家"})
    assert done.status_code == 200 and not {"customer_answer", "customer_answer_late"} & set(again(order).reasons)
    assert (last().settled_by.username, last().settled_how) == ("mei", "电话核实:在父母家")
    assert mei.post(f"/api/v1/work-orders/{order.number}/settle-answers/", {"reason": "又"}).status_code == 200


def test_what_is_typed_in_words_is_kept_for_a_person(phone, province):
    order = make_order()
    by_form(phone, order, question="PLACE", words="村口小卖部后面第二家")
    assert last().said == {"words": "村口小卖部后面第二家"} and last().verdict == "DOUBTFUL"


@pytest.mark.parametrize(
    "said",
    [
        {"question": "PLACE", "lat": "abc", "lon": "999"},
        {"question": "PLACE", "lat": "120", "lon": "999"},
        {"question": "PLACE"},
        {"question": "EXTENT", "said": "大概吧"},
        {"question": "SUPPLY", "said": ""},
        {"question": "PHOTO"},
    ],
)
def test_what_cannot_be_read_changes_nothing_and_says_so_kindly(phone, province, said):
    order = make_order()
    before = again(order)
    page = by_form(phone, order, **said).content.decode()
    assert "没有改动任何内容" in page
    after = again(order)
    assert (last().verdict, last().change) == ("UNREADABLE", "NONE")
    assert (after.status, after.reasons, after.latitude, after.urge_count) == (
        before.status, before.reasons, before.latitude, before.urge_count,
    )  # fmt: skip
    assert FaultReport.objects.count() == 1 and not Evidence.objects.exists()


def test_a_photo_is_written_anew_and_seen_by_the_desk_alone(phone, mei, eva, province):
    order = make_order()
    by_form(phone, order, question="PHOTO", photo=SimpleUploadedFile("a.jpg", upload().getvalue(), "image/jpeg"))
    assert (last().verdict, last().change) == ("ACCEPTED", "SHOWN")
    with Image.open(last().photo) as picture:
        assert picture.format == "JPEG" and not picture.getexif()
    [told] = mei.get(f"/api/v1/work-orders/{order.number}/").data["answers"]
    assert mei.get(told["photo"]).status_code == 200 and eva.get(told["photo"]).status_code == 404
    assert phone.get(told["photo"]).status_code == 401


def test_the_crew_that_holds_it_sees_the_answers_on_its_phone(phone, omar, tao, cast, province):
    order = make_held_order(by=cast.omar)
    by_form(phone, order, question="PHOTO", photo=SimpleUploadedFile("a.jpg", upload().getvalue(), "image/jpeg"))
    by_form(phone, order, question="EXTENT", said="ONLY_US")
    [held] = omar.get("/api/v1/me/work/").data["orders"]
    assert [one["said"] for one in held["answers"]] == ["只有他家", ""]
    picture = held["answers"][1]["photo"]
    assert omar.get(picture).status_code == 200 and tao.get(picture).status_code == 404


def test_a_file_that_is_no_picture_is_unreadable(phone, province):
    by_form(phone, make_order(), question="PHOTO", photo=SimpleUploadedFile("a.jpg", b"<svg onload=1>", "image/jpeg"))
    assert last().verdict == "UNREADABLE" and not last().photo


def test_the_neighbours_too_becomes_one_more_dark_place_for_the_judge(phone, province, relayed):
    """A single caller is no outage; with what they say of the neighbours the judge suspects one. Said twice it is one word."""
    make_network(province)
    make_customer("4228260002", "王二", province.t1, phone="+8613800135613")
    order = make_order("R2", customer_number="4228260002", reporter_phone="", description="家里停电")
    relayed()
    assert not Outage.objects.exists()
    for _ in range(2):
        answer(phone, order, question="EXTENT", said="NEIGHBOURS")
        relayed()
    assert Evidence.objects.filter(source_key=f"neighbours:{order.pk}").count() == 1
    assert Outage.objects.get().orders.get().order_id == order.pk


def test_many_answers_are_heard_with_the_queries_of_one(province):
    """Words about neighbours within outages and without, and customers whom a round of questions asks."""
    few, many = [told(province, f"few{n}") for n in range(1)], [told(province, f"many{n}") for n in range(4)]
    assert queries(few) == queries(many)
    assert [Evidence.objects.filter(outage__isnull=alone).count() for alone in (True, False)] == [5, 5]
    assert set(CheckAnswer.objects.values_list("answer", flat=True)) == {"ON"}
    queries(many)
    assert Evidence.objects.count() == 10


def queries(answers):
    return counted(lambda: hear(answer_ids=[row.pk for rows in answers for row in rows], at=now()))


def told(p, name):
    """One says of the neighbours, who follows no outage; one who follows one; and one says that power is on, and is asked."""
    orders = []
    for n in range(3):
        make_customer(f"{name}{n}", "王二", p.t1, phone=phone_of(f"{name}{n}"))
        orders.append(make_order(f"{name} {n}", customer_number=f"{name}{n}", reporter_phone=""))
    facts = {"centre": p.xianfeng, "operating_org": p.dingzhai, "serving_org": p.dingzhai, "org_path": p.dingzhai.path}
    outage = Outage.objects.create(number=name, status="CONFIRMED", started_at=now(), detected_at=now(), **facts)
    outage.orders.create(order=orders[1], at=now())
    asked = RestoreCheck.objects.create(outage=outage, at=now(), seed=1, population=1, asked=1)
    CheckAnswer.objects.create(check_round=asked, service_point=orders[2].service_point)
    says = [("EXTENT", "NEIGHBOURS", "EVIDENCE")] * 2 + [("SUPPLY", "ON", "CONFIRMED")]
    return [
        CustomerAnswer.objects.create(
            order=order,
            question=question,
            said={"said": said},
            change=change,
            verdict="ACCEPTED",
            rule="…",
            link="x",
            at=now(),
        )
        for order, (question, said, change) in zip(orders, says, strict=True)
    ]


def test_only_us_in_an_outage_of_many_is_doubted(phone, province, relayed):
    make_points(province.t1, 12)
    order = make_order()
    make_outage(province.t1)
    answer(phone, order, question="EXTENT", said="ONLY_US")
    assert last().rule == "neighbours_lit"


def test_only_us_outweighs_what_is_only_suspected_of_the_neighbours(phone, province, relayed):
    make_points(province.t1, 12)
    order = make_order()
    make_outage(province.t1, status=Status.PREDICTED)
    answer(phone, order, question="EXTENT", said="ONLY_US")
    assert last().rule == "only_us"


def test_still_out_after_the_repair_is_a_report_and_twice_is_one(phone, province):
    order = make_held_order()
    WorkOrder.objects.filter(pk=order.pk).update(status="RESTORED", restored_at=now(), arrived_at=now())
    assert "已收到并正在处理" in by_form(phone, order, question="SUPPLY", said="OFF").content.decode()
    assert FaultReport.objects.count() == 2 and WorkOrder.objects.count() == 2
    answer(phone, order, question="SUPPLY", said="OFF")
    assert last().rule == "off_again" and FaultReport.objects.count() == 2


def test_power_is_on_before_anybody_came_asks_a_person_and_calls_nobody_off(phone, province):
    order = make_held_order()
    answer(phone, order, question="SUPPLY", said="ON")
    assert last().rule == "on_before_repair" and again(order).status == order.status


def test_power_is_on_after_the_repair_answers_the_open_round_of_questions(phone, province, relayed):
    make_points(province.t1, 3)
    outage = make_outage(province.t1)
    order = make_order()
    relayed()
    restore(outage_id=outage.pk, at=now())
    relayed()
    WorkOrder.objects.filter(pk=order.pk).update(status="RESTORED", restored_at=now(), parent=None)
    assert RestoreCheck.objects.filter(finished_at=None).exists()
    answer(phone, order, question="SUPPLY", said="ON")
    relayed()
    assert last().rule == "on_confirmed"
    said = RestoreCheck.objects.get().answers.get(service_point=order.service_point)
    assert said.answer == "ON"


def test_the_page_asks_only_what_still_helps(phone, province):
    order = make_held_order()
    assert phone.get(url_of(order)).data["asks"]["open"] == ["EXTENT", "PLACE", "PHOTO", "SUPPLY"]
    WorkOrder.objects.filter(pk=order.pk).update(status="RESTORED", restored_at=now())
    assert phone.get(url_of(order)).data["asks"]["open"] == ["SUPPLY"]


def test_too_many_answers_are_refused_with_a_number_to_call(phone, province):
    order = make_order()
    for _ in range(12):
        answer(phone, order, question="EXTENT", said="UNKNOWN")
    refused = by_form(phone, order, question="EXTENT", said="UNKNOWN")
    assert refused.status_code == 409 and "95598" in refused.content.decode()
    assert CustomerAnswer.objects.count() == 12


def test_what_was_answered_is_never_changed(phone, province):
    answer(phone, make_order(), **NEAR)
    for change in ({"verdict": "UNREADABLE"}, {"said": {"words": "x"}}, {"latitude": 1.0}):
        with pytest.raises(DatabaseError), transaction.atomic():
            CustomerAnswer.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        CustomerAnswer.objects.all().delete()


def test_the_desk_sends_the_link_while_the_caller_is_on_the_line(agent, province):
    """Neither night nor opt-out holds back what they ask for on the phone; pressed twice it is one message."""
    ContactPreference.objects.create(customer=Customer.objects.get(), opted_out=True)
    order = make_order()
    for _ in range(2):
        sent = agent.post(f"/api/v1/work-orders/{order.number}/tracking-link/send/").data
    assert sent == {"recipient": "138****5612", "state": "WAITING"}
    message = Message.objects.get(kind="LINK")
    assert url_of(order).split("/track/")[1] in message.text + "/" and message.due_at <= now()
    [shown] = agent.get("/api/v1/messages/", {"kind": "LINK"}).data["results"]
    assert "/track/…" in shown["text"]


def test_without_a_mobile_phone_the_desk_hears_so(agent, province):
    order = make_order("R9", reporter_phone="", customer_number="")
    refused = agent.post(f"/api/v1/work-orders/{order.number}/tracking-link/send/")
    assert refused.status_code == 409 and "手机" in refused.data["detail"]
    assert not send_due(at=now() + timedelta(minutes=1))
