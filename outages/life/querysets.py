"""Named predicates of outages: the board, the judge and the report mean the same thing by them."""

from typing import TYPE_CHECKING

from outages.life import states
from workorders.engine.subject import SubjectQuerySet

if TYPE_CHECKING:
    from outages.life.models import Outage  # noqa: F401


class OutageQuerySet(SubjectQuerySet["Outage"]):
    def live(self) -> "OutageQuerySet":
        return self.filter(status__in=[s.value for s in states.LIVE])

    def on_board(self) -> "OutageQuerySet":
        return self.filter(status__in=[s.value for s in states.ON_BOARD])
