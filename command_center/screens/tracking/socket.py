"""``/ws/track/<token>/``: one customer's order, told anew when something of it changed. The token is the right."""

from typing import Any

from django.utils import translation
from django.utils.timezone import now

from command_center.ground.core.errors import DomainError
from command_center.screens.sockets.base import NOT_FOUND
from command_center.screens.sockets.phone import PhoneSocket
from command_center.screens.sockets.reads import in_database
from command_center.screens.tracking.order import track_of
from workorders.models import WorkOrder
from workorders.selectors.tracking import order_behind


class TrackSocket(PhoneSocket):
    token: str
    order: WorkOrder
    leader: WorkOrder | None

    async def enter(self) -> int:
        self.token = self.scope["url_route"]["kwargs"]["token"]
        self.language = self.scope.get("cookies", {}).get("django_language", "zh-hans")
        try:
            order = await in_database(order_behind)(self.token, at=now())
        except DomainError:
            return NOT_FOUND
        self.order, self.leader = order, order.parent
        await self.listen_to(order.org_path)
        return 0

    def concerns(self, card: dict[str, Any]) -> bool:
        ids = {self.order.pk, self.leader.pk} if self.leader else {self.order.pk}
        return bool(card["kind"] == "order" and card["id"] in ids)

    def is_moving(self) -> bool:
        """Also while it follows an order of another county, whose cards do not come here."""
        if self.leader and self.leader.org_path != self.order.org_path:
            return True
        return bool(self.shown and self.shown["status"] in ("ACCEPTED", "EN_ROUTE"))

    async def refresh(self) -> None:
        try:
            self.show("track", await in_database(self._read)())
        except DomainError:
            await self.close(code=NOT_FOUND)

    def _read(self) -> dict[str, Any]:
        language = self.language if translation.check_for_language(self.language) else "zh-hans"
        with translation.override(language):
            order = order_behind(self.token, at=now())
            self.leader = order.parent
            return track_of(order, at=now())
