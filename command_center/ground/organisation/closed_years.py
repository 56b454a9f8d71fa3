"""Figures of a closed year are published: whoever acts on outages needs a supervisor's right to touch them.

What a crew found and what a switch or a meter says is no touch of a desk: it counts whenever it comes.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from command_center.ground.core.errors import NotAllowed
from command_center.ground.core.moments import check_past, closed_year
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right


def accept_past(
    user: Any,
    moment: datetime,
    *,
    at: datetime,
    pointer: str,
    confirmed: datetime | None,
    evidence_at: datetime | None = None,
    ahead: timedelta = timedelta(0),
) -> None:
    """A moment of the past that a desk types: raises ``Invalid`` as ``check_past``, ``NotAllowed`` in a closed year."""
    check_past(moment, at=at, pointer=pointer, confirmed=confirmed, evidence_at=evidence_at, ahead=ahead)
    require_for_closed_years(user, [moment], at=at)


def bound_by_closed_years(user: Any) -> bool:
    return isinstance(user, User) and user.may(Right.OUTAGES) and not user.may(Right.CLOSED_YEARS)


def require_for_closed_years(user: Any, moments: Iterable[datetime | None], *, at: datetime) -> None:
    """Raise ``NotAllowed`` when one of these moments lies in a closed year and the user may not touch it."""
    if not bound_by_closed_years(user):
        return
    years = {year for moment in moments if moment is not None and (year := closed_year(moment, at=at)) is not None}
    if years:
        raise NotAllowed(_("The figures of %(year)d are closed: a supervisor changes them.") % {"year": min(years)})
