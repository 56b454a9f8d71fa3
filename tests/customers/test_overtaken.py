"""A newer word is said while an older one is being handed over: if the gateway does not take the older one, it does not go behind."""

import pytest

from customers.messages.catalogue import COMPLAINT, SUPPLY
from customers.messages.gateways import Result
from customers.messages.services import Recipient, Subject, Word, forget_recipients, tell, withdraw
from customers.messages.services.receipts import Receipt, take_receipts
from customers.messages.services.sending import claim
from customers.models import Message, Promise
from tests.customers.messages import at, make_message, make_word
from tests.outages.told import Provider

pytestmark = pytest.mark.django_db

CALLER = Recipient(phone="+8613800180002")


class Meanwhile(Provider):
    """While it is being given the first message, ``happens``; what it says of that one is ``first``, all others it takes."""

    def __init__(self, happens, first=Result.LATER):
        super().__init__(lambda message: first if len(self.given) == 1 else Result.SENT)
        self.happens = happens

    def send(self, messages):
        if not self.given:
            self.happens()
        return super().send(messages)


def about_a_complaint(kind="COMPLAINT_CONTACTED"):
    subject = Subject(kind="order", id=5, ref="C5", org_path="/42/")
    return Word(kind=kind, subject=subject, event=kind, to=[CALLER])


def say(kind="COMPLAINT_CONTACTED", minutes=0):
    tell([about_a_complaint(kind)], at=at(minutes))


def first():
    return Message.objects.earliest("pk")


def read(provider):
    return [each.kind for each in provider.given if each.key in provider.taken]


def test_a_plain_message_that_was_not_taken_does_not_go_behind_a_newer_one():
    say()
    provider = Meanwhile(lambda: say("COMPLAINT_ANSWERED", 1)).at(at(1)).at(at(5)).at(at(60))
    assert [each.kind for each in provider.given] == ["COMPLAINT_CONTACTED", "COMPLAINT_ANSWERED"]
    assert (first().state, first().error) == ("REPLACED", "replaced")


def test_what_was_taken_stays_sent_and_the_newer_one_follows():
    say()
    provider = Meanwhile(lambda: say("COMPLAINT_ANSWERED", 1), Result.SENT).at(at(1)).at(at(5))
    assert read(provider) == ["COMPLAINT_CONTACTED", "COMPLAINT_ANSWERED"]
    assert set(Message.objects.values_list("state", flat=True)) == {"SENT"}


def test_a_time_that_was_not_taken_does_not_go_behind_another_time(province):
    older = make_message(province.customer)
    provider = Meanwhile(lambda: make_message(province.customer, 2, event="2", until=200)).at(at(2))
    provider.at(at(10)).at(at(60))
    assert [each.key for each in provider.given if each.key in provider.taken] == [Message.objects.latest("pk").key]
    assert first().pk == older.pk and first().state == "REPLACED"
    assert Promise.objects.filter(void_at=None).get().until_at == at(200), "the older time was heard by nobody"


def test_said_again_while_it_is_being_handed_over_it_is_the_newest_once_more(province):
    older = make_message(province.customer)

    def there_and_back():
        make_message(province.customer, 2, event="2", until=200)
        tell([make_word(province.customer)], at=at(2))

    provider = Meanwhile(there_and_back).at(at(2)).at(at(10))
    assert list(provider.taken) == [older.key]


@pytest.mark.parametrize("answer", [Result.LATER, Result.UNKNOWN])
def test_what_is_taken_back_while_it_is_being_handed_over_is_not_tried_again(answer):
    say()
    provider = Meanwhile(lambda: withdraw([("order", 5)], [COMPLAINT], at=at(1), why="ended"), answer).at(at(1))
    provider.at(at(9))
    assert len(provider.given) == 1 and (first().state, first().error) == ("REPLACED", "ended")


def test_a_worker_is_lost_and_its_message_is_overtaken(province):
    older = make_message(province.customer)
    claim(at=at(2))
    make_message(province.customer, 2, event="2", until=200)
    provider = Provider().at(at(5)).at(at(9))
    assert [each.key for each in provider.given] == [Message.objects.latest("pk").key]
    assert (first().pk, first().state) == (older.pk, "REPLACED")
    assert Promise.objects.filter(void_at=None).count() == 2, (
        "it may have arrived, so the newer one is told as another time"
    )


def test_what_was_overtaken_and_arrived_all_the_same_says_so(province):
    older = make_message(province.customer)
    provider = Meanwhile(lambda: make_message(province.customer, 2, event="2", until=200), Result.UNKNOWN).at(at(2))
    take_receipts([Receipt(key=older.key, delivered=True, at=at(3))], at=at(3))
    assert first().state == "DELIVERED" and len(provider.given) == 1


def test_what_was_overtaken_and_did_not_arrive_calls_nobody(province):
    older = make_message(province.customer)
    Meanwhile(lambda: make_message(province.customer, 2, event="2", until=200), Result.UNKNOWN).at(at(2))
    take_receipts([Receipt(key=older.key, delivered=False, at=at(3))], at=at(3))
    assert first().state == "REPLACED" and Promise.objects.get().void_at == at(3)


def test_whose_recipient_was_sealed_stays_sealed_when_the_same_is_said_once_more_meanwhile():
    say()

    def sealed_and_said():
        forget_recipients(("order", 5), at=at(1))
        say(minutes=1)

    Meanwhile(sealed_and_said).at(at(1))
    assert (first().recipient, first().state) == ("", "REPLACED")


@pytest.mark.parametrize("answer", [Result.LATER, Result.SENT, Result.REFUSED])
def test_who_is_not_to_be_known_any_more_is_forgotten_when_the_gateway_has_answered(answer):
    say()
    provider = Meanwhile(lambda: forget_recipients(("order", 5), at=at(1)), answer).at(at(1)).at(at(9))
    assert len(provider.given) == 1
    assert (first().recipient, first().variables, first().key) == ("", {}, f"sealed:{first().pk}")


def test_an_outage_that_is_set_aside_is_told_to_nobody_later(province):
    make_message(province.customer)
    provider = Meanwhile(lambda: withdraw([("outage", 17)], [SUPPLY], at=at(2), why="outage_set_aside")).at(at(2))
    provider.at(at(9))
    assert read(provider) == []
