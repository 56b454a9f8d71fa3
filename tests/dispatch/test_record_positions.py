"""Positions: forward only, off shift nothing, bad ones put aside, history by the day."""

from datetime import date, datetime, timedelta

import pytest
from django.utils.timezone import get_default_timezone, now

from dispatch.models import CrewPosition, PositionFix, Shift
from dispatch.positions import Fix
from dispatch.services.position_history import keep_history
from dispatch.services.positions import Sighting, record_positions

AT = now().replace(microsecond=0) + timedelta(hours=1)


@pytest.fixture
def crew(province):
    CrewPosition.objects.filter(crew=province.dingzhai_crew).delete()
    return province.dingzhai_crew


def fix(minutes=0.0, lat=29.66, lon=109.15, **changes):
    return Fix(lat=lat, lon=lon, fixed_at=AT + timedelta(minutes=minutes), **changes)


def record(crew, *fixes, at=None):
    items = [Sighting(crew_id=crew.pk, fix=each, battery=87.4) for each in fixes]
    return [verdict.reason or verdict.outcome for verdict in record_positions(items, received_at=at or AT)]


def test_it_moves_the_last_position_and_keeps_history(crew):
    assert record(crew, fix(-1), fix(0, lat=29.661)) == ["ACCEPTED", "ACCEPTED"]
    position = CrewPosition.objects.get(crew=crew)
    assert (position.latitude, position.fixed_at, position.battery_percent) == (29.661, AT, 87)
    assert PositionFix.objects.filter(crew_id=crew.pk, verdict="").count() == 2


def test_it_never_moves_back(crew):
    record(crew, fix(0, lat=29.661))
    assert record(crew, fix(-2)) == ["ACCEPTED"]
    assert CrewPosition.objects.get(crew=crew).latitude == 29.661
    assert PositionFix.objects.filter(crew_id=crew.pk).count() == 2


def test_a_batch_in_any_order_ends_at_the_newest(crew):
    record(crew, fix(0, lat=29.662), fix(-4), fix(-2, lat=29.661))
    assert CrewPosition.objects.get(crew=crew).latitude == 29.662


def test_a_repeated_fix_is_stored_once(crew):
    assert record(crew, fix(), fix()) == ["ACCEPTED", "duplicate"]
    record(crew, fix(1), at=AT + timedelta(minutes=1))
    assert record(crew, fix(), at=AT + timedelta(minutes=1)) == ["duplicate"]
    assert PositionFix.objects.filter(crew_id=crew.pk).count() == 2


def test_what_cannot_be_believed_is_put_aside_with_its_reason(crew):
    assert record(crew, fix(-1), fix(0, lat=30.5)) == ["ACCEPTED", "impossible_speed"]
    assert CrewPosition.objects.get(crew=crew).latitude == 29.66
    assert PositionFix.objects.get(verdict="impossible_speed").latitude == 30.5


def test_several_refused_fixes_that_agree_win_over_a_bad_first_one(crew):
    """F6: one fix 55 km off, then good ones every 15 s: the crew is not blind for a quarter of an hour."""
    assert record(crew, fix(-10, lat=30.16)) == ["ACCEPTED"]
    answers = [record(crew, fix(-9 + n / 4, lat=29.66 + n / 10000))[0] for n in range(6)]
    assert answers == ["impossible_speed"] * 3 + ["ACCEPTED"] * 3
    assert CrewPosition.objects.get(crew=crew).latitude == 29.66 + 5 / 10000


def test_in_one_batch_they_win_as_well(crew):
    batch = [fix(-9 + n / 4) for n in range(4)]
    assert record(crew, fix(-10, lat=30.16), *batch)[-1] == "ACCEPTED"


@pytest.mark.parametrize(
    "wild",
    [
        [30.16, 31.16, 30.66, 31.66],  # they do not agree with each other
        [30.16] * 3,  # too few
    ],
)
def test_scattered_or_few_fixes_do_not(crew, wild):
    record(crew, fix(-10))
    assert [record(crew, fix(-9 + n / 4, lat=lat))[0] for n, lat in enumerate(wild)] == ["impossible_speed"] * len(wild)
    assert CrewPosition.objects.get(crew=crew).latitude == 29.66


def test_a_burst_within_seconds_does_not(crew):
    record(crew, fix(-10))
    assert record(crew, *(fix(-9 + n / 60, lat=30.16) for n in range(5))) == ["impossible_speed"] * 5


def test_off_shift_nothing_is_kept(crew):
    Shift.objects.filter(crew=crew).update(starts_at=AT - timedelta(hours=3), ends_at=AT - timedelta(minutes=5))
    assert record(crew, fix(-10), fix()) == ["ACCEPTED", "OFF_SHIFT"]
    assert CrewPosition.objects.get(crew=crew).fixed_at == AT - timedelta(minutes=10)
    assert PositionFix.objects.filter(crew_id=crew.pk).count() == 1


def test_a_sign_of_life_is_seen_without_moving(crew):
    assert record_positions([Sighting(crew_id=crew.pk, battery=50)], received_at=AT)[0].outcome == "SEEN"
    position = CrewPosition.objects.get(crew=crew)
    assert (position.seen_at, position.fixed_at, position.battery_percent) == (AT, None, 50)


def test_many_crews_take_as_few_statements_as_one(province, django_assert_max_num_queries):
    crews = [province.dingzhai_crew, province.town_crew, province.baifusi_crew]
    items = [Sighting(crew_id=crew.pk, fix=fix(n / 100)) for crew in crews for n in range(20)]
    with django_assert_max_num_queries(9):
        record_positions(items, received_at=AT)


def test_the_history_has_a_partition_a_day(crew):
    record(crew, fix())
    today = AT.astimezone(get_default_timezone()).date()
    made, dropped = keep_history(today=today, days_kept=90)
    assert len(made) == 4 and dropped == []
    assert PositionFix.objects.filter(crew_id=crew.pk).count() == 1, "rows of the default partition are moved"
    assert keep_history(today=today, days_kept=90) == ([], [])


def test_old_days_are_dropped(crew):
    long_ago = date(2020, 1, 1)
    keep_history(today=long_ago, days_kept=90)
    at = datetime(2020, 1, 2, 12, tzinfo=get_default_timezone())
    PositionFix.objects.create(crew_id=crew.pk, fixed_at=at, received_at=at, latitude=29.6, longitude=109.1)
    _, dropped = keep_history(today=long_ago + timedelta(days=95), days_kept=90)
    assert len(dropped) == 4 and not PositionFix.objects.exists()
