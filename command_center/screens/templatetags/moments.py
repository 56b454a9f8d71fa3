"""Moments and counts in the words of a page."""

from datetime import datetime

from django import template
from django.utils.dateformat import format as in_words
from django.utils.formats import number_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def short_time(moment: datetime | None) -> str:
    """``14:05`` today, ``tomorrow 14:05``, ``11-23 14:05`` on another day, ``2025-11-23 14:05`` in another year; nothing for nothing."""
    if moment is None:
        return ""
    local = localtime(moment)
    clock = in_words(local, "H:i")
    return clock if local.date() == localdate() else f"{_day(local)} {clock}"


@register.filter
def until(start: datetime, end: datetime) -> str:
    """``tomorrow 08:00–12:00``, ``today 22:00 – tomorrow 02:00``: the day is always said, and once."""
    first, last = localtime(start), localtime(end)
    begins = f"{_day(first)} {in_words(first, 'H:i')}"
    clock = in_words(last, "H:i")
    return f"{begins}–{clock}" if first.date() == last.date() else f"{begins} – {_day(last)} {clock}"


def _day(local: datetime) -> str:
    today = localdate()
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    words = near.get((local.date() - today).days)
    return str(words or in_words(local, "m-d" if local.year == today.year else "Y-m-d"))


@register.filter
def customers_words(customers: int | None) -> str:
    """``about 1,300 customers``; None, which the masked snapshot says for a handful, as ``fewer than 5``."""
    if customers is None:
        return _("fewer than 5 customers")
    if customers == 0:
        return _("0 customers")
    return _("about %(n)s customers") % {"n": number_format(customers, use_l10n=False, force_grouping=True)}
