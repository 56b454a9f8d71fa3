"""Figures of a closed year are published: a correction that touches them needs a supervisor."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from command_center.core.errors import NotAllowed
from command_center.core.moments import closed_year
from command_center.organisation.models import User
from command_center.organisation.roles import Right


def require_for_closed_years(user: Any, moments: Iterable[datetime | None], *, at: datetime) -> None:
    """Raise ``NotAllowed`` when one of these moments lies in a closed year and the user may not touch it."""
    years = {year for moment in moments if moment is not None and (year := closed_year(moment, at=at)) is not None}
    if years and not (isinstance(user, User) and user.may(Right.CLOSED_YEARS)):
        raise NotAllowed(_("The figures of %(year)d are closed: a supervisor changes them.") % {"year": min(years)})
