"""Moments and days at the edge: any offset in, UTC with ``Z`` out, and only years that somebody can mean.

Bounds that a use case has (not before the evidence, not after now) are its own. These keep out what neither PostgreSQL
nor a calculation with a timedelta can bear.
"""

import re
from datetime import UTC, date, datetime
from typing import Any

import django_filters
from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from command_center.ground.core.errors import Invalid
from command_center.ground.core.values import EARLIEST, LATEST, storable_moment

# Who forgets to write %2B for + in an address has sent a space.
SPACE_FOR_PLUS = re.compile(r"(?<=\d\d:\d\d:\d\d) (?=\d\d:\d\d$)")
OUT_OF_RANGE = _("Between 1970 and 2100, please.")


def in_utc(moment: datetime) -> datetime:
    """Without an offset it is Chinese time. Raises ValueError for what lies outside the bounds."""
    return storable_moment(make_aware(moment) if is_naive(moment) else moment)


def _to_utc(moment: datetime) -> datetime:
    try:
        return (make_aware(moment) if is_naive(moment) else moment).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(moment) from error


class Moment(serializers.DateTimeField):
    """RFC 3339 in, UTC out."""

    default_error_messages = {"out_of_range": OUT_OF_RANGE}

    def to_internal_value(self, value: Any) -> datetime:
        said = SPACE_FOR_PLUS.sub("+", value) if isinstance(value, str) else value
        moment: datetime = super().to_internal_value(said)
        if not EARLIEST <= moment < LATEST:
            self.fail("out_of_range")
        return moment

    def enforce_timezone(self, value: datetime) -> datetime:
        try:
            return _to_utc(value)
        except ValueError:
            self.fail("out_of_range")


def confirm_field() -> Moment:
    """Beside a moment of the past that may have to be typed once more (``core.moments.check_past``)."""
    words = "The same moment again, when it lies some days back or before anything speaks for it"
    return Moment(required=False, default=None, allow_null=True, help_text=words)


class Day(serializers.DateField):
    """A Chinese calendar day."""

    default_error_messages = {"out_of_range": OUT_OF_RANGE}

    def to_internal_value(self, value: Any) -> date:
        day: date = super().to_internal_value(value)
        if not EARLIEST.date() <= day < LATEST.date():
            self.fail("out_of_range")
        return day


def moment_asked(request: Request, name: str) -> datetime | None:
    """The moment under this name in an address; None without one. Raises ``Invalid``."""
    told = request.query_params.get(name, "")
    try:
        moment = parse_datetime(SPACE_FOR_PLUS.sub("+", told.strip())) if told else None
        read = moment and in_utc(moment)
    except ValueError:
        read = None
    if told and read is None:
        raise Invalid(_("Give a moment such as 2026-07-31T18:00."), pointer=f"/{name}")
    return read


class MomentFormField(forms.DateTimeField):
    """The field of a form behind ``MomentFilter``."""

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            moment = parse_datetime(SPACE_FOR_PLUS.sub("+", str(value).strip()))
            if moment is None:
                raise ValueError(value)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        try:
            return in_utc(moment)
        except ValueError as error:
            raise forms.ValidationError(OUT_OF_RANGE, code="out_of_range") from error


class MomentFilter(django_filters.IsoDateTimeFilter):
    """A moment in an address."""

    field_class = MomentFormField
