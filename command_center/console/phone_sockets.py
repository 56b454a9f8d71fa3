"""``/ws/crew/`` and ``/ws/track/<token>/``: one crew's work, one customer's order. Whole states, no deltas.

Both listen to the county's board group and answer only to what concerns them; nothing of it is passed on as it is.
"""

from typing import Any

from django.utils import translation
from django.utils.timezone import now

from command_center.console.account_sockets import AccountSocket
from command_center.console.crew_work import work_of
from command_center.console.outbox import encode
from command_center.console.socket_reads import in_database
from command_center.console.sockets import RIGHTS_CHANGED, HouseSocket
from command_center.console.tracking import track_of
from dispatch.models import Crew
from dispatch.selectors.crews import crew_of
from ground.core.errors import DomainError
from ground.core.realtime import PULSE_GROUP, board_group
from ground.organisation.doors import right_of
from workorders.models import WorkOrder
from workorders.selectors.tracking import order_behind

NOT_FOUND = 4404


class PhoneSocket(HouseSocket):
    """Re-reads its whole state when something concerns it, and when the pulse shows that a frame was lost."""

    group: str
    seen = 0
    shown: dict[str, Any] | None = None

    async def listen_to(self, org_path: str) -> None:
        """Groups first, the present state second: nothing falls between."""
        self.group = board_group(org_path)
        await self.join(PULSE_GROUP, self.group)
        await self.refresh()

    def concerns(self, card: dict[str, Any]) -> bool:
        raise NotImplementedError

    async def refresh(self) -> None:
        """Read the whole state and queue it if it changed."""
        raise NotImplementedError

    def show(self, kind: str, state: dict[str, Any]) -> None:
        if state != self.shown:
            self.shown = state
            self.outbox.put(kind, encode({"type": kind, "at": now().isoformat(), **state}))

    async def board_items(self, message: dict[str, Any]) -> None:
        lost = self.seen and message["previous"] > self.seen
        self.seen = message["seq"]
        if lost or any(self.concerns(item["card"]) for item in message["items"]):
            await self.refresh()

    async def board_positions(self, message: dict[str, Any]) -> None:
        """The crew knows where it is; the customer reads it with the pulse: rounded, and a moment late."""

    async def board_pulse(self, message: dict[str, Any]) -> None:
        lost = self.seen and message["groups"].get(self.group, 0) > self.seen
        self.seen = message["seq"]
        if lost or self.is_moving():
            await self.refresh()
        self.outbox.put("heartbeat", encode({"type": "heartbeat", "seq": message["seq"], "at": now().isoformat()}))

    def is_moving(self) -> bool:
        """Whether the state changes by itself between two events."""
        return False


class CrewSocket(PhoneSocket, AccountSocket):
    right = right_of("WS", "/ws/crew/")
    crew: Crew

    async def enter_as_person(self) -> int:
        crew = await in_database(crew_of)(self.user)
        if crew is None:
            return RIGHTS_CHANGED
        self.crew = crew
        who = {"name": str(self.user), "crew": crew.name}
        await self.send_json({"type": "hello", "at": now().isoformat(), "user": who})
        await self.listen_to(crew.org_path)
        return 0

    def concerns(self, card: dict[str, Any]) -> bool:
        if card["kind"] == "crew":
            return bool(card["id"] == self.crew.pk)
        holder = card.get("crew") or {}
        offered = {offer["crew_id"] for offer in card.get("offers", [])}
        return holder.get("id") == self.crew.pk or self.crew.pk in offered

    async def refresh(self) -> None:
        self.show("work", await in_database(work_of)(self.crew))


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


class NoSuchSocket(HouseSocket):
    """An address that no socket has: the same words as for a link that is over, and no trace of an error."""

    async def enter(self) -> int:
        return NOT_FOUND
