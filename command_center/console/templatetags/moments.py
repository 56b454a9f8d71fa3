"""Moments in the words of a page."""

from datetime import datetime

from django import template
from django.utils.dateformat import format as in_words
from django.utils.timezone import localdate, localtime

register = template.Library()


@register.filter
def short_time(moment: datetime | None) -> str:
    """``14:05`` today, ``11-23 14:05`` on another day; nothing for nothing."""
    if moment is None:
        return ""
    local = localtime(moment)
    return in_words(local, "H:i" if local.date() == localdate() else "m-d H:i")
