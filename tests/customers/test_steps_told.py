"""Steps of a matter, told by message to somebody who is no customer yet: the last one wins, and none is told twice in a row."""

import pytest

from customers.messages.gateways import Result
from customers.messages.services import Recipient, Subject, Word, tell
from customers.models import Message
from tests.customers.messages import at
from tests.outages.told import Provider

pytestmark = pytest.mark.django_db
APPLICANT = Recipient(phone="+8613800180002")
OTHER = Recipient(phone="+8613800180003")


def step(stage, event, *, to=APPLICANT, matter=5, minutes=0):
    subject = Subject(kind="order", id=matter, ref=f"B{matter}", org_path="/42/")
    word = Word(kind="STAGE_CHANGED", subject=subject, event=event, to=[to], variables={"stage": stage})
    return tell([word], at=at(minutes))


def read_by(provider, recipient=APPLICANT):
    return [each.text for each in provider.given if each.to == recipient.phone and each.key in provider.taken]


@pytest.fixture
def provider():
    return Provider(lambda message: Result.SENT)


def test_an_unsent_step_of_an_applicant_gives_way_to_the_next(provider):
    step("已预约勘查", "a")
    step("已挂起", "b", minutes=1)
    step("已预约勘查", "a", to=OTHER, minutes=1)
    step("已受理", "a", matter=6, minutes=1)
    provider.at(at(2))
    about_five, about_six = sorted(read_by(provider), key=lambda text: "B6" in text)
    assert "已挂起" in about_five and "B6" in about_six, "the last one of each matter"
    assert len(read_by(provider, OTHER)) == 1, "the step of another applicant goes all the same"
    assert Message.objects.get(state="REPLACED").variables["stage"] == "已预约勘查"


def test_a_matter_that_is_back_where_it_was_is_no_news(provider):
    step("已预约勘查", "a")
    provider.at(at(0))
    step("已受理", "b", minutes=1)
    step("已预约勘查", "c", minutes=2)
    provider.at(at(3))
    assert len(read_by(provider)) == 1
    assert sorted(Message.objects.filter(state="REPLACED").values_list("error", flat=True)) == [
        "replaced",
        "told_already",
    ]


def test_a_step_that_comes_again_after_another_one_was_read_is_told(provider):
    for minutes, stage in enumerate(("已预约勘查", "已挂起", "已预约勘查")):
        step(stage, f"{minutes}", minutes=minutes)
        provider.at(at(minutes))
    assert len(read_by(provider)) == 3
