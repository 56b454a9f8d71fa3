"""The Chinese calendar day: limits, certificates and shifts belong to a day in Beijing, not in Greenwich."""

from datetime import date, datetime, timedelta, timezone

# No summer time since 1991, so a fixed offset says it without a time zone database.
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


def china_day(at: datetime) -> date:
    """The date on the wall in China at an aware moment; a naive one is refused (ValueError)."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at.astimezone(CHINA).date()
