"""Messages leave once: what a gateway answers, what a lost worker leaves behind, and who is told of it."""

import pytest
from django.core import mail

from command_center.ground.alarms.models import Alarm
from command_center.ground.custody.models import Custody
from customers.messages.gateways import Result
from customers.messages.gateways.smtp import SmtpGateway
from customers.messages.services.book import Entry, note_told
from customers.messages.services.for_a_person import settle_message
from customers.messages.services.receipts import Receipt, take_receipts
from customers.messages.services.sending import MOST_ATTEMPTS, claim, hand_over, pledge_of, send_due, take_up_lost
from customers.models import Message, Promise
from tests.customers.messages import at, make_message
from tests.outages.told import Provider

pytestmark = pytest.mark.django_db


def now_of(message):
    return Message.objects.get(pk=message.pk)


@pytest.fixture
def message(province):
    return make_message(province.customer)


def open_alarms():
    return list(Alarm.objects.open().values_list("code", flat=True))


def test_it_is_sent_once_and_stands_in_the_book(message):
    provider = Provider().at(at(2)).at(at(3))
    assert len(provider.given) == 1 and provider.given[0].to == "+8613800135612"
    assert (now_of(message).state, now_of(message).sent_at) == ("SENT", at(2))
    assert Promise.objects.get().message_id == message.pk


def test_before_it_is_due_nothing_leaves(message):
    assert Provider().at(at(0.9)).given == []


def test_what_is_surely_not_taken_is_tried_again_under_the_same_key(message):
    provider = Provider(lambda message: Result.LATER).at(at(2))
    assert now_of(message).state == "WAITING" and Promise.objects.get().void_at == at(2)
    provider.answers = lambda message: Result.SENT
    provider.at(at(3))
    assert {each.key for each in provider.given} == {message.key} and len(provider.given) == 2
    assert now_of(message).state == "SENT" and Promise.objects.filter(void_at=None).count() == 1


def test_without_an_answer_the_same_key_goes_again_and_is_told_once(message):
    provider = Provider(lambda message: Result.UNKNOWN).at(at(2))
    provider.answers = lambda message: Result.SENT
    provider.at(at(3))
    assert list(provider.taken) == [message.key] and now_of(message).state == "SENT"
    assert Promise.objects.get().told_at == at(2), "from the first attempt on it may have been read"


def test_what_is_refused_stands_at_the_desk_until_a_person_settles_it(message, cast):
    Provider(lambda message: Result.REFUSED).at(at(2))
    assert now_of(message).state == "FAILED" and Promise.objects.get().void_at is not None
    alarm = Alarm.objects.open().get(code="messages_undelivered")
    assert Custody.objects.live().filter(item_kind="alarm", item_id=alarm.pk).exists(), "it has an owner's row"
    settle_message(message_id=message.pk, how="called", at=at(9), actor=cast.mei)
    assert open_alarms() == [] and now_of(message).settled_by == cast.mei


def test_who_is_tried_too_often_is_called_by_a_person(message):
    provider = Provider(lambda message: Result.LATER)
    for n in range(1, 9):
        provider.at(at(60 * n / 4))
    assert now_of(message).state == "REPLACED", "its time has passed: no news any more"
    later = make_message(Message.objects.get().customer, 130, event="2", until=900)
    for n in range(9):
        provider.at(at(140 + 15 * n))
    assert now_of(later).state == "FAILED" and open_alarms() == ["messages_undelivered"]
    assert [each.key for each in provider.given].count(later.key) == MOST_ATTEMPTS


def test_a_worker_is_lost_and_the_gateway_takes_a_key_once(message):
    claim(at=at(2))
    assert take_up_lost(at=at(2.9), gateways=lambda channel: Provider()) == 0, "it may still be at work"
    provider = Provider().at(at(3.1))
    assert [each.key for each in provider.given] == [message.key] and now_of(message).state == "SENT"
    assert Promise.objects.count() == 1


def test_a_worker_is_lost_and_nobody_knows(message):
    claim(at=at(2))
    provider = Provider()
    provider.is_idempotent = False
    provider.at(at(3.1)).at(at(30))
    assert provider.given == [] and now_of(message).state == "UNCERTAIN"
    assert open_alarms() == ["messages_undelivered"] and Promise.objects.get().void_at is None


@pytest.fixture
def to_be_mailed(message):
    Message.objects.update(channel="EMAIL", recipient="a@example.invalid")
    return message


def send_mail():
    send_due(at=at(2), gateways=lambda channel: SmtpGateway())


def test_mail_leaves_by_the_mail_server(to_be_mailed):
    send_mail()
    assert now_of(to_be_mailed).state == "SENT" and mail.outbox[0].to == ["a@example.invalid"]


def test_mail_that_breaks_off_is_uncertain(to_be_mailed, monkeypatch):
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", _breaks_off)
    send_mail()
    assert now_of(to_be_mailed).state == "UNCERTAIN"


def _breaks_off(self, messages):
    raise ConnectionResetError


def test_a_receipt_ends_it_whichever_name_it_says(message):
    Provider().at(at(2))
    assert take_receipts([Receipt(key=message.key, delivered=True, at=at(3))], at=at(4)) == 1
    assert take_receipts([Receipt(key="no", delivered=True, at=at(3))], at=at(4)) == 0
    assert (now_of(message).state, now_of(message).delivered_at) == ("DELIVERED", at(3))
    take_receipts([Receipt(key=message.key, delivered=False, at=at(5))], at=at(5))
    assert now_of(message).state == "DELIVERED", "what arrived did not get lost afterwards"


def test_a_failed_receipt_tells_a_person_and_a_later_arrival_calls_them_off(message):
    Provider().at(at(2))
    take_receipts([Receipt(key=message.key, delivered=False, at=at(3), error="off")], at=at(4))
    assert (now_of(message).state, open_alarms()) == ("FAILED", ["messages_undelivered"])
    assert Promise.objects.get().void_at == at(4)
    take_receipts([Receipt(key=message.key, delivered=True, at=at(9))], at=at(9))
    assert (now_of(message).state, open_alarms(), Promise.objects.get().void_at) == ("DELIVERED", [], None)


def test_a_receipt_that_overtakes_the_answer_stays(message):
    claimed = claim(at=at(2))
    take_receipts([Receipt(key=message.key, delivered=True, at=at(2))], at=at(2))
    hand_over(claimed, Provider(), at=at(2.1))
    assert now_of(message).state == "DELIVERED"


def test_a_word_told_otherwise_meanwhile_does_not_go(message, province):
    note_told(
        [
            Entry(
                chain=message.chains[0], pledge=pledge_of(message), channel="PHONE", subject_kind="outage", subject_id=17,
                subject_ref="O17", org_path=message.org_path, customer_id=message.customer_id,
            )
        ],
        at=at(1),
    )  # fmt: skip
    assert Provider().at(at(2)).given == []
    assert (now_of(message).state, now_of(message).error) == ("REPLACED", "told_already")


def test_a_word_that_takes_one_back_without_a_reason_does_not_leave(message, province):
    provider = Provider().at(at(2))
    second = make_message(province.customer, 5, event="2", until=180, reason="")
    provider.at(at(9))
    assert len(provider.given) == 1
    assert (now_of(second).state, now_of(second).error) == ("FAILED", "contradicts_without_reason")
    assert open_alarms() == ["messages_undelivered"] and Promise.objects.count() == 1
