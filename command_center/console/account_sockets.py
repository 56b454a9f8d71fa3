"""Sockets of people with an account: who they are is asked of the session, when they come and every minute."""

from collections import Counter
from importlib import import_module
from types import SimpleNamespace
from typing import Any, ClassVar, cast

from django.conf import settings
from django.contrib.auth import get_user

from command_center.console.socket_reads import in_database
from command_center.console.sockets import NOT_SIGNED_IN, RIGHTS_CHANGED, TOO_MANY, HouseSocket
from command_center.organisation.models import User
from command_center.organisation.rights import rights_group, session_group
from command_center.organisation.roles import Right


class AccountSocket(HouseSocket):
    """Ends at once when its person signs out, gets a new password or other rights; at the latest within a minute."""

    right: ClassVar[Right]
    open_of: ClassVar[Counter[int]] = Counter()  # person → sockets in this process
    user: User

    async def enter(self) -> int:
        self.session_key = self.scope["session"].session_key
        if not self.session_key:
            return NOT_SIGNED_IN
        # Joined before looking: a sign-out in between is then heard.
        await self.join(session_group(self.session_key))
        person = await in_database(person_of)(self.session_key)
        if person is None:
            return NOT_SIGNED_IN
        if not person.may(self.right):
            return RIGHTS_CHANGED
        if self.open_of[person.pk] >= settings.SOCKETS_PER_ACCOUNT:
            return TOO_MANY
        self.user = person
        self.open_of[person.pk] += 1
        await self.join(rights_group(person.pk))
        return await self.enter_as_person()

    async def enter_as_person(self) -> int:
        """Join groups, queue the first frames. Returns a close code, or 0 to stay."""
        raise NotImplementedError

    async def leave(self) -> None:
        if hasattr(self, "user"):
            self.open_of[self.user.pk] -= 1
        await super().leave()

    async def rights_changed(self, message: dict[str, Any]) -> None:
        await self.close(code=RIGHTS_CHANGED)

    async def session_ended(self, message: dict[str, Any]) -> None:
        await self.close(code=NOT_SIGNED_IN)

    async def still_allowed(self) -> bool:
        person = await in_database(person_of)(self.session_key)
        if person is None or person.pk != self.user.pk:
            return False
        return person.may(self.right) and person.rights_version == self.user.rights_version


def person_of(session_key: str) -> User | None:
    """Who is signed in by this session now, with their home; None when it has ended or their password is another."""
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    person = get_user(cast(Any, SimpleNamespace(session=session)))
    if not isinstance(person, User):
        return None
    _ = person.home  # read here: the loop does no ORM
    return person
