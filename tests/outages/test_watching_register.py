"""The sensitive register is kept true: its unit is told a month ahead, and until an expired entry is verified."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from command_center.ground.alarms.models import Alarm
from outages.models import SensitiveEntry
from outages.sensitive.services.expiry import watch_register
from tests.outages.lines import make_points
from tests.outages.test_aftermath import make_entry

pytestmark = pytest.mark.django_db


def told():
    return {alarm.code: (alarm.subject_name, alarm.detail["entries"]) for alarm in Alarm.objects.open()}


def test_what_expires_is_told_a_month_ahead_and_until_it_is_verified(province):
    first, second, third = make_points(province.t2, 3)
    today = localdate()
    entry = make_entry(first, "LIFE_SUPPORT", consent=True, expires_on=today + timedelta(days=29))
    make_entry(second, "GRADE_1", expires_on=today + timedelta(days=31))
    make_entry(third, "TEMPORARY", expires_on=today - timedelta(days=1))
    watch_register(at=now())
    unit = entry.service_point.unit
    assert told() == {"entries_expire": (unit.name, 1)}
    watch_register(at=now() + timedelta(days=2))
    assert told() == {"entries_expire": (unit.name, 2)}
    watch_register(at=now() + timedelta(days=30))
    assert told() == {"entries_expire": (unit.name, 1), "entries_expired": (unit.name, 1)}
    SensitiveEntry.objects.update(expires_on=today + timedelta(days=400))
    watch_register(at=now() + timedelta(days=30))
    assert told() == {}
