"""``/ws/crew/``: the whole work of one crew, told anew when something of it changed."""

from typing import Any

from django.utils.timezone import now

from command_center.ground.organisation.doors import right_of
from command_center.screens.crew_phone.work import work_of
from command_center.screens.sockets.accounts import AccountSocket
from command_center.screens.sockets.base import RIGHTS_CHANGED
from command_center.screens.sockets.phone import PhoneSocket
from command_center.screens.sockets.reads import in_database
from dispatch.models import Crew
from dispatch.selectors.crews import crew_of


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
