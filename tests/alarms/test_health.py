"""alarm-health/: load of a seat, floods, what stands too long, shares of the grades: reckoned by hand, and by SQL that shares no code."""

import random
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection

from command_center.ground.alarms.health import Duty, load_of
from command_center.ground.alarms.models import Alarm
from command_center.ground.core.values import CHINA
from command_center.ground.custody.models import DeskDuty

URL = "/api/v1/alarm-health/"
DAY = datetime(2026, 7, 14, tzinfo=CHINA)
DAYS = {"since": "2026-07-14", "until": "2026-07-15"}
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOW = DAY + timedelta(days=10)

SQL = """
WITH slots AS (SELECT generate_series(%(start)s::timestamptz, %(end)s::timestamptz - interval '1 second', interval '10 min') AS slot),
each_slot AS (
    SELECT slot,
        (SELECT count(*) FROM alarms_alarm WHERE org_path LIKE %(path)s AND raised_at >= slot AND raised_at < slot + interval '10 min') AS alarms,
        (SELECT count(*) FROM custody_deskduty d JOIN organisation_orgunit u ON u.id = d.centre_id WHERE u.path LIKE %(path)s
            AND d.since < slot + interval '10 min' AND coalesce(d.until, 'infinity') > slot) AS seats
    FROM slots)
SELECT sum(alarms), coalesce(sum(alarms) FILTER (WHERE seats > 0), 0), sum(seats),
    10 * count(*) FILTER (WHERE alarms > 10 * greatest(seats, 1)) FROM each_slot
"""


def alarm(number, at, *, grade=3, path, cleared_at=None):
    return Alarm(
        subject_kind="crew", subject_id=number, subject_name=f"{number}", code="crew_silent", grade=grade, org_path=path,
        raised_at=at, cleared_at=cleared_at,
    )  # fmt: skip


def asked(who, **more):
    with time_machine.travel(NOW, tick=False):
        answer = who.get(URL, {**DAYS, **more})
    assert answer.status_code == 200, answer.data
    return answer.data


def test_by_hand():
    """Two seats from 8:05 to 9:00 and one until 9:30: seven and ten slots; eleven alarms in one slot with two seats are no flood."""
    duties = [Duty(DAY + 8 * HOUR + 5 * MINUTE, DAY + 9 * HOUR), Duty(DAY + 8 * HOUR, DAY + 9.5 * HOUR)]
    load = load_of({48: 11, 55: 11, 0: 2}, duties, start=DAY, end=DAY + timedelta(days=1))
    assert (load.alarms, load.seated, load.seat_slots, load.flood_minutes) == (24, 22, 6 + 9, 10)
    assert load.per_seat == round(22 / 15, 2)
    assert load_of({}, [], start=DAY, end=DAY).per_seat is None


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_it_is_what_sql_counts(lin, province, cast, seed):
    chance = random.Random(seed)
    paths = [province.xianfeng.path, province.laifeng.path]
    moment = lambda: DAY + timedelta(seconds=chance.randrange(48 * 3600))  # noqa: E731
    burst = DAY + 20 * HOUR
    times = [*(moment() for _ in range(60)), *(burst + timedelta(seconds=n) for n in range(30))]
    Alarm.objects.bulk_create(
        alarm(
            number,
            at,
            grade=chance.choice([1, 2, 3]),
            path=chance.choice(paths),
            cleared_at=at + chance.choice([MINUTE, 30 * HOUR]),
        )
        for number, at in enumerate(times)
    )
    for person, centre in ((cast.mei, province.xianfeng), (cast.eva, province.laifeng)):
        for _ in range(4):
            since = moment()
            DeskDuty.objects.create(
                person=person,
                centre=centre,
                role="DISPATCHER",
                since=since,
                until=since + timedelta(minutes=chance.randrange(1, 600)),
            )
    for unit, path in (("", "42/%"), (province.xianfeng.code, f"{province.xianfeng.path}%")):
        told = asked(lin, unit=unit)
        with connection.cursor() as cursor:
            cursor.execute(SQL, {"start": DAY, "end": DAY + timedelta(days=2), "path": path})
            wanted = cursor.fetchone()
            cursor.execute(
                "SELECT grade, count(*) FROM alarms_alarm WHERE org_path LIKE %s GROUP BY 1 ORDER BY 1", [path]
            )
            grades = cursor.fetchall()
            cursor.execute(
                "SELECT id FROM alarms_alarm WHERE org_path LIKE %s AND cleared_at - raised_at >= interval '24 h' ORDER BY raised_at",
                [path],
            )
            stale = [pk for (pk,) in cursor.fetchall()]
        assert (told["alarms"], told["seated_alarms"], told["seat_slots"], told["flood_minutes"]) == tuple(
            map(int, wanted)
        )
        assert [(each["grade"], each["alarms"]) for each in told["shares"]] == grades
        assert told["stale_count"] == len(stale) and [each["id"] for each in told["stale"]] == stale[:50]


@pytest.mark.django_db
def test_an_alarm_that_still_stands_is_stale_after_a_day(mei, province):
    Alarm.objects.bulk_create([alarm(1, DAY, path=province.xianfeng.path)])
    assert asked(mei)["stale_count"] == 1
    with time_machine.travel(DAY + 23 * HOUR, tick=False):
        assert mei.get(URL, DAYS).data["stale_count"] == 0


@pytest.mark.django_db
def test_another_area_and_what_means_nothing(eva, mei, province):
    Alarm.objects.bulk_create([alarm(1, DAY, path=province.xianfeng.path)])
    assert asked(eva)["alarms"] == 0 and asked(mei)["alarms"] == 1
    assert eva.get(URL, {"unit": province.xianfeng.code}).status_code == 404
    for wrong in ({"since": "2020-01-01", "until": "2026-01-01"}, {"since": "x"}, {"colour": "red"}):
        assert mei.get(URL, wrong).status_code == 422
