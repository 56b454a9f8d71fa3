"""Moments that people type: a mistyped year must not rewrite months of the record.

Not after now, not more than a year back; longer ago than some days, or before anything speaks for it, only when the same
moment is typed once more.
"""

from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Invalid

# What happened longer ago than this is rarely meant: the moment is typed twice.
SURE_WITHIN = timedelta(days=3)
# What happened longer ago than this is not recorded by a form at all.
OLDEST = timedelta(days=366)
# Clocks of desks differ a little; an operation of tomorrow is a mistake.
CLOCKS_DIFFER = timedelta(minutes=5)
# Nobody waits longer for power: an estimate beyond it is a slip of the pen.
LONGEST_ESTIMATE = timedelta(days=30)
# The last days of a year are put right in the first ones of the next.
BOOKS_OPEN_FOR = timedelta(days=15)

CONFIRM = "confirm_at"


def check_past(
    moment: datetime,
    *,
    at: datetime,
    pointer: str,
    confirmed: datetime | None = None,
    evidence_at: datetime | None = None,
    ahead: timedelta = timedelta(0),
) -> None:
    """Raise ``Invalid`` for a moment that cannot be meant, or that must be typed once more as ``confirm_at``.

    ``evidence_at``: the first that speaks for it at all. ``ahead``: how far clocks may differ.
    """
    if moment > at + ahead:
        raise Invalid(_("This moment has not come yet."), pointer=pointer)
    if moment < at - OLDEST:
        raise Invalid(_("This moment is more than a year ago: look at the year."), pointer=pointer)
    early = moment < at - SURE_WITHIN or (evidence_at is not None and moment < evidence_at)
    if early and confirmed != moment:
        words = _("Is %(moment)s meant? Then say the same moment once more in confirm_at.")
        raise Invalid(words % {"moment": f"{localtime(moment):%Y-%m-%d %H:%M}"}, pointer=pointer, confirm=CONFIRM)


def check_estimate(moment: datetime, *, at: datetime, pointer: str) -> None:
    """Raise ``Invalid`` unless it lies ahead, and not absurdly far."""
    if moment <= at:
        raise Invalid(_("The estimate lies in the past."), pointer=pointer)
    if moment > at + LONGEST_ESTIMATE:
        raise Invalid(_("An estimate lies at most 30 days ahead: look at the date."), pointer=pointer)


def closed_year(moment: datetime, *, at: datetime) -> int | None:
    """The year of this moment when its figures are closed."""
    year = localtime(moment).year
    return year if year < localtime(at - BOOKS_OPEN_FOR).year else None
