"""How did we do: who is asked, by what they answer, and who follows up whom we did not satisfy."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.organisation.roles import Role
from customers.messages.reading import Meaning, read_reply
from customers.messages.services.replies import Answer, take_replies
from customers.models import ContactPreference, Customer, Message, Reply
from tests.door.counting import at_most, counted
from tests.grid import make_held_order, make_order
from tests.outages.told import Provider
from tests.people import make_user
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


def test_many_answers_by_message_are_heard_with_the_queries_of_one(province):
    batches = [rated(count) for count in (1, 2, 5)]  # with the first the process learns its tables
    counts = [counted(lambda ids=ids: services.hear_replies(reply_ids=ids, at=now())) for ids in batches]
    assert counts[1] == counts[2] < counts[0]
    surveys = list(Survey.objects.select_related("matter__about").order_by("pk"))
    assert len({row.matter_id for row in surveys}) == 8 and all(row.matter.about_id == row.order_id for row in surveys)
    assert services.hear_replies(reply_ids=batches[2], at=now()) == 0


def test_of_two_answers_in_one_batch_the_first_counts(province):
    asked(closed())
    message = Message.objects.get(kind="SURVEY")
    ids = [said(message, text) for text in ("满意", "不满意")]
    assert services.hear_replies(reply_ids=ids, at=now()) == 1
    assert Survey.objects.get().satisfaction == "SATISFIED"


def rated(count):
    """So many customers are asked and answer by message that they are not satisfied."""
    before = set(Message.objects.values_list("pk", flat=True))
    for n in range(count):
        order = closed(f"M{count}{n}", reporter_phone=f"+8613900{count:02}{n:04}", customer=None)
        assert asked(order) == 1
    return [said(message, "不满意") for message in Message.objects.filter(kind="SURVEY").exclude(pk__in=before)]


def said(message, text):
    return Reply.objects.create(
        channel="SMS", reference=f"{message.pk} {text}", sender=message.recipient, text=text, reading="RATED",
        message=message, org_path=message.org_path, received_at=now(),
    ).pk  # fmt: skip


def test_after_a_survey_one_is_a_rating_and_after_an_outage_it_is_no_power():
    assert read_reply("1", "SURVEY") == Meaning.RATED
    assert read_reply("1", "RESTORED") == Meaning.STILL_OUT
    assert read_reply("还没来电", "SURVEY") == Meaning.STILL_OUT
    assert read_reply("满意,但是太慢", "SURVEY") == Meaning.UNREAD


def test_who_wants_no_such_question_is_asked_no_more_and_told_everything_else(province):
    order = closed()
    asked(order)
    assert "不会再向您" in page(Survey.objects.get(), never="1").content.decode()
    preference = ContactPreference.objects.get()
    assert (preference.no_surveys, preference.opted_out) == (True, False)
    later = now() + timedelta(days=60)
    again = closed("R1 again", reporter_phone="+8613800135612", customer=Customer.objects.get())
    assert asked(again, at=later) == 0
    ContactPreference.objects.update(no_surveys=False)
    assert asked(again, at=later) == 1


def test_of_a_phone_without_a_customer_the_refusal_is_kept_too(province):
    asked(closed("N1", customer=None, reporter_phone="+8613900000007"))
    page(Survey.objects.get(), never="1")
    assert Survey.objects.get().refused_at and not ContactPreference.objects.exists()
    again = closed("N2", customer=None, reporter_phone="+8613900000007")
    assert asked(again, at=now() + timedelta(days=60)) == 0
    assert "基本满意" in page(Survey.objects.get()).content.decode(), "they may still answer"


def figures(client, **query):
    return client.get("/api/v1/survey-figures/", query).data


@pytest.fixture
def five(province):
    """Asked: satisfied, fairly, not; one whose question arrived and who does not answer, one who was not reached."""
    for number, said in enumerate(["SATISFIED", "FAIR", "UNSATISFIED", "", ""]):
        order = closed(f"Q{number}")
        asked(order)
        if said:
            row = Survey.objects.get(order=order)
            services.answer(survey_id=row.pk, satisfaction=said, score=None, by="LINK", at=now())
    Message.objects.filter(subject_id=Survey.objects.order_by("pk")[3].order_id).update(delivered_at=now())


def test_the_figures_count_by_hand(mei, five):
    told = figures(mei)
    counts = {
        "asked": 5, "reached": 4, "not_reached": 1, "reach_percent": "80.00", "rated": 3, "satisfied": 1, "fair": 1,
        "unsatisfied": 1, "satisfied_percent": "66.67", "mean_score": None,
    }  # fmt: skip
    assert told["total"] == {"group": "", "words": "", **counts}
    assert told["groups"] == [{"group": "FAULT", "words": "故障报修", **counts}]
    assert "÷" in told["definitions"]["satisfied"]
    nothing = figures(mei, since=(now() + timedelta(days=1)).isoformat())["total"]
    assert (nothing["asked"], nothing["satisfied_percent"], nothing["reach_percent"]) == (0, None, None)


BEHIND = {
    "asked": {}, "reached": {"reached": "true"}, "not_reached": {"reached": "false"}, "rated": {"answered": "true"},
    "satisfied": {"satisfaction": "SATISFIED"}, "fair": {"satisfaction": "FAIR"},
    "unsatisfied": {"satisfaction": "UNSATISFIED"},
}  # fmt: skip


@pytest.mark.parametrize("by", ["kind", "unit", "month"])
def test_every_number_is_its_rows(mei, eva, five, by, province):
    Survey.objects.filter(pk=Survey.objects.earliest("pk").pk).update(asked_at=now() - timedelta(days=70))
    WorkOrder.objects.filter(pk=Survey.objects.latest("pk").order_id).update(unit=None)
    told = figures(mei, by=by)
    assert len(told["groups"]) == (1 if by == "kind" else 2)
    for group in told["groups"]:
        for name, filters in BEHIND.items():
            rows = mei.get("/api/v1/surveys/", {by: group["group"], **filters}).data["results"]
            assert len(rows) == group[name], (group, name)
    assert figures(eva, by=by)["groups"] == [] and mei.get("/api/v1/survey-figures/", {"by": "x"}).status_code == 422


def test_a_low_answer_says_who_follows_it_up_and_by_when(mei, five):
    [row] = mei.get("/api/v1/surveys/", {"satisfaction": "UNSATISFIED"}).data["results"]
    matter = WorkOrder.objects.get(number=row["matter"])
    assert row["follow_up"]["number"] == matter.number and matter.next_due_at is not None
    assert row["follow_up"]["due_at"] and row["follow_up"]["owner"] and row["follow_up"]["state"]


def test_the_list_asks_no_more_for_many_rows(mei, province, five):
    assert counted(lambda: mei.get("/api/v1/surveys/?limit=1")) >= counted(lambda: mei.get("/api/v1/surveys/")) - 1
    with at_most(9):
        mei.get("/api/v1/surveys/")
    with at_most(7):
        figures(mei, by="unit")


def test_words_are_masked_for_who_may_not_look_customers_up(mei, five, province):
    Survey.objects.filter(satisfaction="FAIR").update(comment="打我电话 13800135612")
    client = APIClient()
    client.force_login(make_user("chief", Role.MANAGER, province.xianfeng))
    for reader, number in ((mei, "13800135612"), (client, "138****5612")):
        [row] = reader.get("/api/v1/surveys/", {"satisfaction": "FAIR"}).data["results"]
        assert number in row["comment"]
