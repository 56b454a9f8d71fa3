"""What the customers of an outage read, from the first dark minute to the last: nothing twice, nothing that is not true."""

import pytest
from django.db import IntegrityError, transaction

from customers.messages.catalogue import PromiseKind
from customers.models import Contact, ContactPreference, Message, Promise
from outages.estimates.services.estimating import estimate_by_hand
from outages.life.choices import EstimateSource
from outages.life.states import Status
from outages.telling.services.telling import tell_of_outages
from outages.verbs.services.dismissing import dismiss
from outages.verbs.services.nesting import find_nested
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from tests.door.counting import counted
from tests.outages.lines import below, make_points, minute, only
from tests.outages.told import Provider, read_by, states_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dark(province):
    """Ten customers below T2, out since ten in the morning, told nothing yet."""
    province.points = make_points(province.t2, 10)
    Contact.objects.bulk_create(
        Contact(customer_id=point.customer_id, phone=f"+861390000{n:04d}") for n, point in enumerate(province.points)
    )
    province.one = province.points[0]
    province.outage = open_outage(scope=below(province.t2), started_at=minute(0), at=minute(1), status=Status.CONFIRMED)
    province.provider = Provider()
    return province


def told(dark, at, outage=None):
    return tell_of_outages(outage_ids=[(outage or dark.outage).pk], at=minute(at))


def estimated(dark, back, at, reason="crew_on_site", outage=None):
    estimate_by_hand(
        outage_id=(outage or dark.outage).pk,
        etr_at=minute(back),
        source=EstimateSource.CREW,
        at=minute(at),
        reason=reason,
    )
    return told(dark, at, outage)


def test_from_the_first_dark_minute_to_the_last(dark):
    assert told(dark, 1) == 10
    dark.provider.at(minute(3))
    estimated(dark, 90, at=10)
    dark.provider.at(minute(12))
    estimated(dark, 150, at=60)
    dark.provider.at(minute(63))
    restore(outage_id=dark.outage.pk, at=minute(140))
    told(dark, 140)
    dark.provider.at(minute(142))
    assert read_by(dark.one) == ["POWER_OUT", "ETR_SET", "ETR_CHANGED", "RESTORED"]
    changed = dark.provider.given[-20]
    assert "19日11:30调整为最迟7月19日12:30，原因：抢修人员到场查明情况" in changed.text
    words = Promise.objects.filter(chain=f"supply:{dark.one.pk}").order_by("pk")
    assert [(word.kind, word.contradicts_id is not None, word.reason) for word in words] == [
        ("BACK_BY", False, "estimate_renewed"),
        ("BACK_BY", False, "crew_on_site"),
        ("BACK_BY", True, "crew_on_site"),
        ("BACK", False, ""),
    ]
    assert {word.came_true_at for word in words if word.kind == "BACK_BY"} == {minute(140)}


def test_saying_it_again_changes_nothing(dark):
    estimated(dark, 90, at=10)
    assert told(dark, 11) == told(dark, 12) == 0
    dark.provider.at(minute(14)).at(minute(15))
    told(dark, 16)
    dark.provider.at(minute(30))
    assert len(dark.provider.given) == 10


def test_in_a_storm_the_last_word_that_has_not_left_wins(dark):
    told(dark, 1)
    for n, back in enumerate((90, 150, 240)):
        estimated(dark, back, at=1.1 + n / 10)
    dark.provider.at(minute(9))
    assert [message.kind for message in dark.provider.given] == ["ETR_SET"] * 10
    assert states_of(dark.one) == [(kind, "REPLACED") for kind in ("POWER_OUT", "ETR_SET", "ETR_SET")] + [
        ("ETR_SET", "SENT")
    ]
    assert "14:00" in dark.provider.given[0].text


def test_power_that_is_back_before_anybody_was_told_is_not_told(dark):
    told(dark, 1)
    restore(outage_id=dark.outage.pk, at=minute(1.5))
    told(dark, 1.6)
    dark.provider.at(minute(9))
    assert dark.provider.given == [] and states_of(dark.one) == [("POWER_OUT", "REPLACED")]


def test_some_are_dark_still_after_all_were_told_that_power_is_back(dark):
    estimated(dark, 90, at=2)
    dark.provider.at(minute(5))
    restore(outage_id=dark.outage.pk, at=minute(60))
    told(dark, 60)
    dark.provider.at(minute(62))
    nested = find_nested(outage_id=dark.outage.pk, scope=only(dark.one), at=minute(70))
    told(dark, 70)
    estimated(dark, 120, at=71, outage=nested)
    dark.provider.at(minute(75))
    assert read_by(dark.one) == ["ETR_SET", "RESTORED", "STILL_OUT"]
    assert read_by(dark.points[1]) == ["ETR_SET", "RESTORED"]
    taken_back = Promise.objects.get(chain=f"supply:{dark.one.pk}", kind=PromiseKind.BACK)
    assert taken_back.came_true_at == minute(71), "what turned out wrong is a broken word"
    last = Promise.objects.filter(chain=f"supply:{dark.one.pk}").latest("pk")
    assert (last.contradicts_id, last.reason) == (taken_back.pk, "still_dark")


def test_what_was_a_mistake_is_not_told(dark):
    told(dark, 1)
    dismiss(outage_id=dark.outage.pk, at=minute(1.2), reason="test", actor=None)
    told(dark, 1.3)
    dark.provider.at(minute(9))
    assert dark.provider.given == []


def test_a_prediction_tells_nobody(dark):
    make_points(dark.t3, 1)
    guess = open_outage(
        scope=below(dark.t3), node_id=dark.t3.pk, started_at=minute(0), at=minute(1), status=Status.PREDICTED
    )
    assert told(dark, 2, guess) == 0


def test_five_hundred_customers_cost_as_many_statements_as_ten(dark):
    points = make_points(dark.t3, 500)
    Contact.objects.bulk_create(Contact(customer_id=point.customer_id, phone="+8613911112222") for point in points)
    many = open_outage(scope=below(dark.t3), started_at=minute(0), at=minute(1), status=Status.CONFIRMED)
    few = counted(lambda: told(dark, 2))
    assert counted(lambda: told(dark, 2, many)) == few <= 18
    assert Message.objects.count() == 510


def test_language_channel_and_opt_out_are_the_customers(dark):
    english, silent, wechat = dark.points[:3]
    ContactPreference.objects.create(customer_id=english.customer_id, language="en")
    ContactPreference.objects.create(customer_id=silent.customer_id, opted_out=True)
    ContactPreference.objects.create(
        customer_id=wechat.customer_id, channel="WECHAT", wechat_id="wx1", consent_at=minute(0), consent_how="form 1"
    )
    estimated(dark, 90, at=2)
    rows = {row.customer_id: row for row in Message.objects.all()}
    assert rows[english.customer_id].text.startswith("Power at 旋坨村 is out since 19 Jul 10:00 (Cause unknown)")
    assert (rows[silent.customer_id].state, rows[silent.customer_id].error) == ("WITHHELD", "opted_out")
    assert (rows[wechat.customer_id].channel, rows[wechat.customer_id].recipient) == ("WECHAT", "wx1")


def test_a_channel_that_needs_consent_has_it(dark):
    with pytest.raises(IntegrityError, match="no_other_channel_without_consent"), transaction.atomic():
        ContactPreference.objects.create(customer_id=dark.one.customer_id, channel="EMAIL", email="a@b.cn")


def test_the_database_refuses_a_word_that_contradicts_without_a_reason(dark):
    estimated(dark, 90, at=2)
    dark.provider.at(minute(5))
    before = Promise.objects.filter(chain=f"supply:{dark.one.pk}").latest("pk")
    fields = {
        name: getattr(before, name) for name in ("chain", "org_path", "subject_kind", "subject_id", "subject_ref")
    }
    with pytest.raises(IntegrityError, match="a_promise_that_contradicts_carries_a_reason"), transaction.atomic():
        Promise.objects.create(
            **fields, kind="BACK_BY", until_at=minute(300), told_at=minute(6), channel="PHONE", contradicts=before
        )
