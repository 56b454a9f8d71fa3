"""What happened is told again, and what held before holds again: nobody misses a word, and nobody reads one twice."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.core import deliveries
from command_center.ground.core.models import Delivery
from customers.models import Message, Promise, ServicePoint
from outages.estimates.services.estimating import estimate_by_hand
from outages.life.states import Status
from outages.telling.services.telling import tell_of_outages
from outages.verbs.services.opening import open_outage
from tests.customers.test_overtaken import Meanwhile
from tests.door.test_complaints import file, staff, walk  # noqa: F401
from tests.flows.test_complaint_rules import NOT_LIABLE, TO_THE_ANSWER
from tests.grid import make_customer
from tests.outages.lines import only
from tests.outages.told import Provider
from workorders.models import WorkOrder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_quiet_hours(monkeypatch):
    """The tests run at any hour."""
    monkeypatch.setattr("customers.messages.services.telling.may_go_at", lambda moment, *args, **more: moment)


def delivered_again(verb):
    """The worker was lost before it could say that it was done."""
    done = Delivery.objects.filter(handler="workorders.tell_of_steps", event__payload__verb=verb)
    assert done.update(done_at=None, claimed_at=None, due_at=now() - timedelta(minutes=1)) == 1
    assert deliveries.drain("workorders.tell_of_steps") == 1


def kinds_read(provider):
    return [each.kind for each in provider.given if each.key in provider.taken]


@pytest.fixture
def answered(agent, staff, relayed):  # noqa: F811
    """A complaint that was taken up and answered; both words wait."""
    number = file(agent).data["number"]
    for step in TO_THE_ANSWER:
        walk(staff, number, step)
        relayed()
    assert TO_THE_ANSWER[-2] == NOT_LIABLE
    return number


def test_a_step_that_is_delivered_again_does_not_take_the_next_one_away(answered):
    before = list(Message.objects.order_by("pk").values_list("kind", "state"))
    assert before == [("COMPLAINT_CONTACTED", "REPLACED"), ("COMPLAINT_ANSWERED", "WAITING")]
    delivered_again("contact")
    assert list(Message.objects.order_by("pk").values_list("kind", "state")) == before
    assert kinds_read(Provider().at(now())) == ["COMPLAINT_ANSWERED"]


def test_the_last_step_that_is_delivered_again_is_read_once(answered):
    provider = Provider().at(now())
    delivered_again("answer")
    delivered_again("contact")
    assert kinds_read(provider.at(now())) == ["COMPLAINT_ANSWERED"]


def lost_with_its_worker(verb):
    """Whoever took this step up had told nothing of it; it is taken up again after the steps that followed."""
    Message.objects.filter(key__contains=f":{verb}-").delete()
    delivered_again(verb)


def test_a_step_that_is_told_for_the_first_time_after_the_next_one_is_old_news(answered):
    lost_with_its_worker("contact")
    assert list(Message.objects.values_list("kind", "state")) == [("COMPLAINT_ANSWERED", "WAITING")]


def test_of_a_complaint_that_was_withdrawn_no_step_is_told_for_the_first_time(answered):
    WorkOrder.objects.filter(number=answered).update(status="WITHDRAWN")
    lost_with_its_worker("answer")
    assert not Message.objects.filter(kind="COMPLAINT_ANSWERED").exists()


def outage_of(point, began=20, hours=None):
    """The place is out; ``hours``: when it should be back."""
    at = now() - timedelta(minutes=began)
    outage = open_outage(scope=only(point), started_at=at, at=at, status=Status.CONFIRMED)
    if hours:
        estimate_by_hand(outage_id=outage.pk, etr_at=now() + timedelta(hours=hours), source="DESK", at=now())
    return outage


@pytest.fixture
def desk(mei, relayed):
    """A verb at the desk, and what follows from it."""

    def does(outage, verb, **said):
        answer = mei.post(f"/api/v1/outages/{outage.number}/{verb}/", {"reason": "核对", **said}, format="json")
        assert answer.status_code == 200, answer.data
        relayed()

    return does


@pytest.fixture
def home(province):
    province.neighbour = make_customer("8002", "甲", province.t1).service_points.get()
    return province.customer.service_points.get()


@pytest.fixture
def mill(home, province):
    """Another place of the same customer."""
    first = ServicePoint.objects.get(pk=home.pk)
    first.pk, first.meter_number, first.address, first.transformer = None, "M-MILL", "磨坊", province.t1
    first.save(force_insert=True)
    return first


def soon(provider):
    return provider.at(now() + timedelta(minutes=5))


def test_who_is_dark_after_all_hears_it(home, desk, relayed):
    outage = outage_of(home, hours=2)
    relayed()
    desk(outage, "dismiss")
    assert list(Message.objects.values_list("state", "error")) == [("REPLACED", "outage_set_aside")]
    desk(outage, "reinstate")
    relayed()
    provider = soon(soon(Provider()))
    assert kinds_read(provider) == ["ETR_SET"]
    assert Promise.objects.filter(chain=f"supply:{home.pk}", void_at=None).count() == 1


def test_what_was_merged_by_mistake_is_told_as_it_was(home, province, desk, relayed):
    outage, other = outage_of(home, hours=2), outage_of(province.neighbour, hours=5)
    relayed()
    desk(outage, "merge", into=other.number)
    desk(outage, "unmerge")
    provider = soon(Provider())
    mine = [each for each in provider.given if outage.number in Message.objects.get(key=each.key).subject_ref]
    assert [each.kind for each in mine] == ["ETR_SET"]
    assert not Message.objects.filter(customer=home.customer, subject_id=other.pk, state="SENT").exists()


def test_who_has_read_the_other_time_hears_that_the_first_one_holds_again(home, province, desk, relayed):
    outage, other = outage_of(home, hours=2), outage_of(province.neighbour, hours=5)
    relayed()
    provider = soon(Provider())
    desk(outage, "merge", into=other.number)
    soon(provider)
    desk(outage, "unmerge")
    soon(soon(provider))
    told = Message.objects.filter(customer=home.customer).order_by("pk")
    assert [(each.subject_ref, each.state) for each in told] == [
        (outage.number, "SENT"), (other.number, "SENT"), (outage.number, "SENT"),
    ]  # fmt: skip
    assert told[0].until_at == told[2].until_at != told[1].until_at


def test_said_again_while_it_is_being_handed_over_after_another_word_it_goes_again(home, province, desk, relayed):
    """The gateway is busy at its first try, and meanwhile somebody presses a key that changes nothing for the customer."""
    outage, other = outage_of(home, hours=2), outage_of(province.neighbour, hours=5)
    relayed()
    soon(Provider())
    desk(outage, "merge", into=other.number)
    busy = Meanwhile(lambda: tell_of_outages(outage_ids=[other.pk], at=now()))
    soon(busy).at(now() + timedelta(minutes=9))
    assert len(busy.given) == 2 and len(busy.taken) == 1


def places_read(provider):
    return sorted((each.kind, each.variables["address"]) for each in provider.given)


def test_two_places_in_two_outages_are_told_of_both(home, mill, desk, relayed):
    outage_of(home, hours=2)
    relayed()
    other = outage_of(mill, hours=3)
    relayed()
    provider = soon(Provider())
    assert places_read(provider) == sorted([("ETR_SET", home.address), ("ETR_SET", "磨坊")])
    desk(other, "dismiss")
    assert not Message.objects.filter(state="REPLACED").exists()


def test_a_newer_word_about_a_place_replaces_the_older_one_about_that_place(home, mill, relayed):
    outage, other = outage_of(home, hours=2), outage_of(mill, hours=3)
    relayed()
    estimate_by_hand(outage_id=outage.pk, etr_at=now() + timedelta(hours=6), source="DESK", at=now())
    relayed()
    states = Message.objects.order_by("pk").values_list("subject_id", "state")
    assert sorted(states) == [(outage.pk, "REPLACED"), (outage.pk, "WAITING"), (other.pk, "WAITING")]


def test_two_places_in_one_outage_dark_since_two_moments_are_told_of_both(home, mill, desk, relayed):
    outage, other = outage_of(home, began=20, hours=2), outage_of(mill, began=10)
    desk(other, "merge", into=outage.number)
    relayed()
    provider = soon(Provider())
    tell_of_outages(outage_ids=[outage.pk], at=now())
    assert places_read(soon(provider)) == sorted([("ETR_SET", home.address), ("ETR_SET", "磨坊")])
    assert Promise.objects.filter(chain__startswith="supply:", void_at=None).count() == 2


def test_two_meters_of_one_house_are_one_word(home, mill, relayed):
    ServicePoint.objects.update(address=home.address)
    open_outage(scope=only(home, mill), started_at=now(), at=now(), status=Status.CONFIRMED)
    relayed()
    assert places_read(soon(Provider())) == [("ETR_SET", home.address)]
    assert Promise.objects.filter(chain__startswith="supply:", void_at=None).count() == 2
