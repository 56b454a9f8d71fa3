"""The two ends of a period in an address: a moment, a whole day, or so long ago.

``2026-11-24`` counts from its first to its last minute in China, ``today`` likewise. ``-P7D`` and ``-PT36H`` (ISO 8601) are reckoned
anew each time somebody asks, so that "older than a day" can be kept as a question and stays true.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.utils.dateparse import parse_date, parse_duration
from django.utils.timezone import localdate, make_aware, now
from django.utils.translation import gettext_lazy as _

from command_center.ground.core.api.moments import MomentFormField
from command_center.ground.core.values import storable_moment

TODAY = "today"
AGO = re.compile(r"-P\d*\w+")


def moment_said(words: str, *, at: datetime, whole_day: timedelta) -> datetime | None:
    """What a day or a length of time means at ``at``; None for other words. Raises ValueError out of range."""
    if AGO.fullmatch(words):
        length = parse_duration(words)
        return storable_moment(at + length) if length else None
    day = localdate(at) if words == TODAY else parse_date(words)
    return _start(day) + whole_day if day else None


def _start(day: date) -> datetime:
    return storable_moment(make_aware(datetime.combine(day, time())))


class PeriodField(MomentFormField):
    """``whole_day``: what is added to a day's beginning, nothing for the start of a period and a day for its end."""

    whole_day = timedelta()
    default_error_messages = {
        "invalid": _("A moment, a day (2026-11-24), today, or how long ago (-P7D, -PT36H)."),
    }

    def to_python(self, value: Any) -> datetime | None:
        try:
            said = moment_said(str(value or "").strip(), at=now(), whole_day=self.whole_day)
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        return said or super().to_python(value)


class _LastField(PeriodField):
    whole_day = timedelta(days=1)


class FromFilter(django_filters.IsoDateTimeFilter):
    """The beginning of a period, which belongs to it."""

    field_class = PeriodField

    def __init__(self, field_name: str, **options: Any) -> None:
        super().__init__(field_name, lookup_expr="gte", **options)


class ToFilter(django_filters.IsoDateTimeFilter):
    """The end of a period, which no longer belongs to it; a day belongs to it whole."""

    field_class = _LastField

    def __init__(self, field_name: str, **options: Any) -> None:
        super().__init__(field_name, lookup_expr="lt", **options)
