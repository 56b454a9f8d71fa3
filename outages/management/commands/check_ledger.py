"""``manage.py check_ledger``: do switches, live outages and the ledger of interruptions say the same? Exits 1 if not."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, localtime, make_aware, now

from outages.ledger.checks.past import WORDS, Past, Stretch, first_live, past_differences
from outages.ledger.checks.present import CHECKS, differences

SHOWN = 5
MOMENT = "%Y-%m-%d %H:%M:%S"


def moment(text: str) -> datetime:
    """A date or a moment; local time when it names no zone."""
    try:
        read = parse_datetime(text if "T" in text or " " in text else f"{text}T00:00")
    except ValueError:
        read = None
    if read is None:
        raise ArgumentTypeError(f"{text} is no moment: 2026-11-28 or 2026-11-28T22:15")
    return make_aware(read) if is_naive(read) else read


class Command(BaseCommand):
    help = (
        "Compares switch positions, live outages and the ledger, now and at every moment past; exit 1 on a difference."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--grace", type=float, default=120, help="seconds that a reaction may take; what moved later is not judged"
        )
        parser.add_argument("--from", dest="since", type=moment, help="reckon the past from here; default: --days")
        parser.add_argument("--to", dest="until", type=moment, help="up to here; default: now")
        parser.add_argument(
            "--days", type=float, default=7, help="so far back, or to the beginning of the oldest live outage"
        )

    def handle(
        self,
        *args: Any,
        grace: float,
        since: datetime | None,
        until: datetime | None,
        days: float,
        **options: Any,
    ) -> None:
        at = now()
        before = at - timedelta(seconds=grace)
        found = differences(before=before)
        self.stdout.write(f"{'check':<50}{'differences':>12}  examples")
        for check in CHECKS:
            rows = found[check.code]
            self._line(check.words, len(rows), [f"{what} {identity}" for what, identity in rows[:SHOWN]])
        since = since or first_live(default=at - timedelta(days=days))
        past = past_differences(since=since, until=until or at, before=before)
        for code, words in WORDS.items():
            self._line(words, len(past.found[code]), [_stretch(each) for each in past.found[code][:SHOWN]])
        self.stdout.write(_reckoned(past))
        total = sum(len(rows) for rows in found.values()) + sum(len(rows) for rows in past.found.values())
        if total:
            raise CommandError(f"{total} differences")
        self.stdout.write("no difference")

    def _line(self, words: str, count: int, examples: list[str]) -> None:
        self.stdout.write(f"{words:<50}{count:>12}  {', '.join(examples)}")


def _stretch(each: Stretch) -> str:
    return f"point {each.point_id} {localtime(each.start):{MOMENT}} to {localtime(each.stop):{MOMENT}}"


def _reckoned(past: Past) -> str:
    span = f"{localtime(past.since):{MOMENT}} to {localtime(past.until):{MOMENT}}"
    words = f"the past: {span}, {past.moments} states of the switches, {past.explained} times a person's or a meter's word counts"
    return words + (", on the network of today, which an import changed within this time" if past.imported else "")
