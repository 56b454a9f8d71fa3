"""How did we do: who is asked, by what they answer, and who follows up whom we did not satisfy."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from rest_framework.test import APIClient

from customers.messages.reading import Meaning, read_reply
from customers.messages.services.replies import Answer, take_replies
from customers.models import ContactPreference, Customer, Message
from tests.grid import make_held_order, make_order
from tests.outages.told import Provider
from workorders.models import Clock, Rating, Survey, WorkOrder
from workorders.surveys import services

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_quiet_hours(monkeypatch):
    """The tests run at any hour."""
    monkeypatch.setattr("customers.messages.services.telling.may_go_at", lambda moment, *args, **more: moment)


def closed(source_id="R1", **fields):
    order = make_held_order(source_id)
    WorkOrder.objects.filter(pk=order.pk).update(**{"status": "ARCHIVED", "closed_at": now(), **fields})
    return order


def asked(order, at=None):
    return services.ask(order_ids=[order.pk], at=at or now())


def page(survey, **said):
    url = f"/survey/{services.token_of(survey.nonce)}/"
    return APIClient().post(url, said, format="multipart", follow=True) if said else APIClient().get(url)


def reply(text, sender="+8613800135612"):
    return take_replies([Answer(channel="SMS", reference=f"r{text}", sender=sender, text=text, at=now())], at=now())


def test_who_had_a_repair_is_asked_once(province):
    order = closed()
    assert (asked(order), asked(order)) == (1, 0)
    message = Message.objects.get(kind="SURVEY")
    assert services.url_of(Survey.objects.get()) in message.text and order.number in message.text
    assert Survey.objects.get().expires_at - Survey.objects.get().asked_at == timedelta(days=7)


@pytest.mark.parametrize(
    "why", [{"callback_wanted": False}, {"confidential": True}, {"status": "CANCELLED"}, {"kind": "PROACTIVE"}]
)
def test_nobody_is_asked_who_does_not_want_it(province, why):
    assert asked(closed(**why)) == 0


def test_of_several_files_of_one_person_closed_together_one_asks(province):
    phones = ["+8613900000001", "+8613900000001", "+8613900000009"]
    orders = [closed(f"R{n}", reporter_phone=phone, customer=None) for n, phone in enumerate(phones)]
    assert services.ask(order_ids=[order.pk for order in orders], at=now()) == 2
    assert {*Survey.objects.values_list("order_id", flat=True)} == {orders[0].pk, orders[2].pk}


def test_who_opted_out_or_has_rated_or_was_asked_this_month_is_not_asked(province):
    order = closed()
    preference = ContactPreference.objects.create(customer=Customer.objects.get(), opted_out=True)
    assert asked(order) == 0
    preference.delete()
    rating = Rating.objects.create(order=order, score=5, at=now())
    assert asked(order) == 0
    rating.delete()
    assert asked(order) == 1
    second = make_order("R1 again", reporter_phone="+8613800135612")
    WorkOrder.objects.filter(pk=second.pk).update(status="ARCHIVED", closed_at=now())
    assert asked(second, at=now() + timedelta(days=29)) == 0 and asked(second, at=now() + timedelta(days=31)) == 1


def test_the_page_takes_one_answer(province):
    asked(closed())
    survey = Survey.objects.get()
    assert "基本满意" in page(survey).content.decode()
    assert "感谢您的回答" in page(survey, said="FAIR", comment="等得久").content.decode()
    page(survey, said="UNSATISFIED")
    survey.refresh_from_db()
    assert (survey.satisfaction, survey.comment, survey.answered_by, survey.matter) == ("FAIR", "等得久", "LINK", None)


def test_who_is_not_satisfied_becomes_a_matter_with_its_own_clocks(province):
    order = closed()
    asked(order)
    shown = page(Survey.objects.get(), said="UNSATISFIED", comment="两天没人来").content.decode()
    matter = Survey.objects.get().matter
    assert matter.number in shown and (matter.kind, matter.about) == ("OPINION", order)
    assert "两天没人来" in matter.description and matter.reporter_phone == "+8613800135612"
    assert Clock.objects.filter(order=matter, code="OPINION", stopped_at=None).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.update(matter=None)


@pytest.mark.parametrize(
    ("text", "said", "score"), [("满意", "SATISFIED", None), ("3", "FAIR", 3), ("不满意。", "UNSATISFIED", None)]
)
def test_an_answer_by_message_counts(province, relayed, text, said, score):
    asked(closed())
    Provider().at(now())
    reply(text)
    relayed()
    survey = Survey.objects.get()
    assert (survey.satisfaction, survey.score, survey.answered_by) == (said, score, "MESSAGE")


def test_after_a_survey_one_is_a_rating_and_after_an_outage_it_is_no_power():
    assert read_reply("1", "SURVEY") == Meaning.RATED
    assert read_reply("1", "RESTORED") == Meaning.STILL_OUT
    assert read_reply("还没来电", "SURVEY") == Meaning.STILL_OUT
    assert read_reply("满意,但是太慢", "SURVEY") == Meaning.UNREAD


def test_the_figures_count_by_hand(mei, province):
    for number, said in enumerate(["SATISFIED", "UNSATISFIED", ""]):
        order = closed(f"Q{number}")
        asked(order)
        if said:
            row = Survey.objects.get(order=order)
            services.answer(survey_id=row.pk, satisfaction=said, score=None, by="LINK", at=now())
    [row] = mei.get("/api/v1/survey-figures/").data
    assert row == {
        "kind": "FAULT", "asked": 3, "answered": 2, "satisfied": 1, "fair": 0, "unsatisfied": 1, "mean_score": None,
    }  # fmt: skip
    assert len(mei.get("/api/v1/surveys/", {"answered": "true"}).data["results"]) == 2
