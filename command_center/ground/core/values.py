"""Texts and moments as plain values, without Django: what PostgreSQL can store, the day in China they belong to, how JSON says them."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

UNREADABLE = re.compile("[\0\ud800-\udfff]")
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
# No summer time since 1991, so a fixed offset says it without a time zone database.
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


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


def china_day(at: datetime) -> date:
    """The date on the wall in China at an aware moment: limits, certificates and shifts belong to a day in Beijing.

    A naive moment is refused (ValueError).
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at.astimezone(CHINA).date()


def iso(moment: datetime | None) -> str | None:
    """RFC 3339 in UTC, as every answer, card and frame writes a moment."""
    return moment.isoformat().replace("+00:00", "Z") if moment else None
