"""Texts and moments that PostgreSQL can store, said once and without Django: no NUL, no half characters, years that somebody can mean."""

import re
from datetime import UTC, datetime

UNREADABLE = re.compile("[\0\ud800-\udfff]")
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def storable_text(text: str) -> str:
    """NUL and half a surrogate pair become U+FFFD: nobody's words are lost, and two identities stay two."""
    return UNREADABLE.sub("\ufffd", text) if UNREADABLE.search(text) else text


def storable_moment(moment: datetime) -> datetime:
    """An aware moment in UTC. Raises ValueError for a year that neither PostgreSQL nor a timedelta can bear."""
    try:
        at = moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(moment) from error
    if not EARLIEST <= at < LATEST:
        raise ValueError(moment)
    return at
