"""How long a sign-in in a browser lasts: so long after the last thing the person did, and so long in all.

Twelve and eighteen hours unless the role's sign-in rule says otherwise. What a page asks by itself does not count: a
desk that nobody sits at signs itself out.
"""

from datetime import datetime, timedelta
from typing import Any

IDLE_MINUTES = 12 * 60
LONGEST_MINUTES = 18 * 60
WORTH_WRITING = timedelta(minutes=10)
SIGNED_IN_AT, LIMITS = "signed_in_at", "session_limits"


def begin(
    session: Any, *, at: datetime, idle_minutes: int = IDLE_MINUTES, longest_minutes: int = LONGEST_MINUTES
) -> None:
    session[SIGNED_IN_AT] = at.isoformat()
    session[LIMITS] = [idle_minutes, longest_minutes]
    session.set_expiry(at + timedelta(minutes=min(idle_minutes, longest_minutes)))


def prolong(session: Any, *, at: datetime) -> None:
    """The person did something. Written when there is something to gain, not with every request."""
    if SIGNED_IN_AT not in session:  # signed in before this was kept
        begin(session, at=at)
        return
    idle, longest = (timedelta(minutes=each) for each in session.get(LIMITS, (IDLE_MINUTES, LONGEST_MINUTES)))
    end = min(at + idle, datetime.fromisoformat(session[SIGNED_IN_AT]) + longest)
    if end - ends_at(session) >= min(WORTH_WRITING, idle / 10):
        session.set_expiry(end)


def ends_at(session: Any) -> datetime:
    return session.get_expiry_date()
