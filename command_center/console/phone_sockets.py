"""``/ws/crew/`` and ``/ws/track/<token>/``: one crew's work, one customer's order. Whole states, no deltas.

Both listen to the county's board group and answer only to what concerns them; nothing of it is passed on as it is.
"""

from typing import Any

from django.utils import translation
from django.utils.timezone import now

from command_center.console.crew_work import crew_of, work_of
from command_center.console.sockets import NOT_SIGNED_IN, RIGHTS_CHANGED, HouseSocket, in_database
from command_center.console.tracking import track_status
from command_center.core.errors import DomainError
from command_center.core.realtime import PULSE_GROUP, board_group
from command_center.organisation.models import User
from command_center.organisation.roles import Right
from dispatch.models import Crew
from workorders.selectors.tracking import order_behind

NOT_FOUND = 4404


class CrewSocket(HouseSocket):
    user: User
    crew: Crew

    async def enter(self) -> int:
        user = self.scope.get("user")
        if not isinstance(user, User):
            return NOT_SIGNED_IN
        self.user = user
        crew = await in_database(crew_of)(user)
        if crew is None or not user.may(Right.FIELD):
            return RIGHTS_CHANGED
        self.crew = crew
        await self.join(PULSE_GROUP, f"user.{user.pk}", board_group(crew.org_path))
        await self.send_json({"type": "hello", "at": now().isoformat(), "user": {"name": str(user), "crew": crew.name}})
        await self._refresh()
        return 0

    async def board_items(self, message: dict[str, Any]) -> None:
        if any(self._concerns(item["card"]) for item in message["items"]):
            await self._refresh()

    async def board_pulse(self, message: dict[str, Any]) -> None:
        """Heartbeat; and every pulse re-reads the work, so that a lost push costs two seconds."""
        await self._refresh()
        self.outbox.put({"type": "heartbeat", "seq": message["seq"], "at": now().isoformat()})

    async def board_positions(self, message: dict[str, Any]) -> None:
        """The crew knows where it is."""

    async def rights_changed(self, message: dict[str, Any]) -> None:
        await self.close(code=RIGHTS_CHANGED)

    async def still_allowed(self) -> bool:
        person = await in_database(User.objects.filter(pk=self.user.pk).first)()
        return bool(person and person.may(Right.FIELD))

    def _concerns(self, card: dict[str, Any]) -> bool:
        if card["kind"] == "crew":
            return bool(card["id"] == self.crew.pk)
        holder = card.get("crew") or {}
        offered = {offer["crew_id"] for offer in card.get("offers", [])}
        return holder.get("id") == self.crew.pk or self.crew.pk in offered

    async def _refresh(self) -> None:
        work = await in_database(work_of)(self.crew)
        if work != getattr(self, "shown", None):
            self.shown = work
            self.outbox.put({"type": "work", "at": now().isoformat(), **work})


class TrackSocket(HouseSocket):
    token: str

    async def enter(self) -> int:
        self.token = self.scope["url_route"]["kwargs"]["token"]
        self.language = self.scope.get("cookies", {}).get("django_language", "zh-hans")
        try:
            order = await in_database(order_behind)(self.token, at=now())
        except DomainError:
            return NOT_FOUND
        self.order_id = order.pk
        await self.join(PULSE_GROUP, board_group(order.org_path))
        await self._refresh()
        return 0

    async def board_items(self, message: dict[str, Any]) -> None:
        if any(i["card"]["kind"] == "order" and i["card"]["id"] == self.order_id for i in message["items"]):
            await self._refresh()

    async def board_positions(self, message: dict[str, Any]) -> None:
        """The crew's place is read with the next pulse: rounded, and a moment late, as the customer may see it."""

    async def board_pulse(self, message: dict[str, Any]) -> None:
        await self._refresh()
        self.outbox.put({"type": "heartbeat", "seq": message["seq"], "at": now().isoformat()})

    async def _refresh(self) -> None:
        try:
            status = await in_database(self._read)()
        except DomainError:
            await self.close(code=NOT_FOUND)
            return
        if status != getattr(self, "shown", None):
            self.shown = status
            self.outbox.put({"type": "track", "at": now().isoformat(), **status})

    def _read(self) -> dict[str, Any]:
        language = self.language if translation.check_for_language(self.language) else "zh-hans"
        with translation.override(language):
            return track_status(self.token, at=now())
