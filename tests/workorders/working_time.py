"""Working minutes counted one by one, by another way than the product's: the oracle of the clock tests."""

from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from workorders.clocks.calendar import ORDINARY_HOURS, WorkingTime

SHANGHAI = ZoneInfo("Asia/Shanghai")
MINUTE = timedelta(minutes=1)
FIRST, LONGEST = datetime(2026, 9, 14, tzinfo=SHANGHAI), 75 * 24 * 60

# As the State Council ordered them for the autumns of 2025 and 2026 and the spring of 2026.
OFF = [
    *(date(2025, 10, day) for day in range(1, 9)),
    *(date(2026, 2, day) for day in range(15, 24)),
    *(date(2026, 9, day) for day in (25, 26, 27)),
    *(date(2026, 10, day) for day in range(1, 8)),
]
MAKE_UP = [
    date(2025, 9, 28),
    date(2025, 10, 11),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 9, 20),
    date(2026, 10, 10),
]
DAYS = dict.fromkeys(OFF, False) | dict.fromkeys(MAKE_UP, True)
OFFICE = WorkingTime((ORDINARY_HOURS,), DAYS)


def china(text):
    """A moment from the wall in China, e.g. "2026-09-30 16:00"."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def is_worked(at):
    """Does the minute that begins now count? From the words: Mondays to Fridays and make-up days, 8–12 and 14–18."""
    local = at.astimezone(SHANGHAI)
    if local.date() in OFF or (local.weekday() >= 5 and local.date() not in MAKE_UP):
        return False
    return local.hour in (8, 9, 10, 11, 14, 15, 16, 17)


@cache
def worked_before():
    """How many minutes count before each minute from the first on."""
    return [0, *accumulate(is_worked(FIRST + MINUTE * number) for number in range(LONGEST))]


def counted(start_at, end_at):
    """Minutes between two whole minutes that count."""
    before = worked_before()
    return before[(end_at - FIRST) // MINUTE] - before[(start_at - FIRST) // MINUTE]
