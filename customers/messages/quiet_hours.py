"""When a message may go: not between 22:00 and 07:00, except what cannot wait (domain reference §7). Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from customers.messages.catalogue import AtNight


@dataclass(frozen=True)
class QuietHours:
    """From ``start`` to ``end`` of the local day, over midnight where the end is earlier; equal: none."""

    start: time = time(22)
    end: time = time(7)

    def holds(self, moment: time) -> bool:
        if self.start == self.end:
            return False
        if self.start < self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


USUAL = QuietHours()


def may_go_at(
    moment: datetime, quiet: QuietHours, *, zone: tzinfo, at_night: AtNight, is_life_support: bool
) -> datetime:
    """The first moment from ``moment`` on at which the message may go."""
    local = moment.astimezone(zone)
    if at_night is AtNight.ALWAYS or (at_night is AtNight.LIFE_SUPPORT and is_life_support):
        return moment
    if not quiet.holds(local.time()):
        return moment
    ends = local.replace(hour=quiet.end.hour, minute=quiet.end.minute, second=0, microsecond=0)
    return ends if ends > local else ends + timedelta(days=1)
