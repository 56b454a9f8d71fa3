"""Named predicates of outages: the board, the judge and the report mean the same thing by them."""

from collections.abc import Collection
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

    def led_by(self, order_ids: Collection[int]) -> dict[int, tuple[int, str]]:
        """Order id → id and organisation path of the outage on the boards whose repair it leads. One query."""
        rows = self.on_board().filter(lead_order_id__in=order_ids).values_list("lead_order_id", "pk", "org_path")
        return {order_id: (pk, path) for order_id, pk, path in rows if order_id}
