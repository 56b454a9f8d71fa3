"""How long a sign-in in a browser lasts: twelve hours after the last thing the person did, eighteen in all.

What a page asks by itself does not count: a desk that nobody sits at signs itself out.
"""

from datetime import datetime, timedelta
from typing import Any

LASTS = timedelta(hours=12)
LONGEST = timedelta(hours=18)
WORTH_WRITING = timedelta(minutes=10)
SIGNED_IN_AT = "signed_in_at"


def begin(session: Any, *, at: datetime) -> None:
    session[SIGNED_IN_AT] = at.isoformat()
    session.set_expiry(at + LASTS)


def prolong(session: Any, *, at: datetime) -> None:
    """The person did something. Written at most every ten minutes, not with every request."""
    if SIGNED_IN_AT not in session:  # signed in before this was kept
        begin(session, at=at)
        return
    end = min(at + LASTS, datetime.fromisoformat(session[SIGNED_IN_AT]) + LONGEST)
    if end - ends_at(session) >= WORTH_WRITING:
        session.set_expiry(end)


def ends_at(session: Any) -> datetime:
    return session.get_expiry_date()
