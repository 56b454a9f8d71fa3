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
    """``14:05`` today, ``11-23 14:05`` on another day, ``2025-11-23 14:05`` in another year; nothing for nothing."""
    if moment is None:
        return ""
    local, today = localtime(moment), localdate()
    day = "" if local.date() == today else "m-d " if local.year == today.year else "Y-m-d "
    return in_words(local, f"{day}H:i")


@register.filter
def customers_words(customers: int | None) -> str:
    """``about 1,300 customers``; None, which the masked snapshot says for a handful, as ``fewer than 5``."""
    if customers is None:
        return _("fewer than 5 customers")
    if customers == 0:
        return _("0 customers")
    return _("about %(n)s customers") % {"n": number_format(customers, use_l10n=False, force_grouping=True)}
