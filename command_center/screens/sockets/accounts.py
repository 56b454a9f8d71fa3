"""Sockets of people with an account: who they are is asked of the session, when they come and every minute."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare
from django.utils.timezone import now

from command_center.ground.organisation.models import User
from command_center.ground.organisation.rights import rights_group, session_group
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.second_factor import is_missing
from command_center.screens.sockets.base import NOT_SIGNED_IN, RIGHTS_CHANGED, TOO_MANY, HouseSocket
from command_center.screens.sockets.reads import BatchedRead


class AccountSocket(HouseSocket):
    """Ends at once when its person signs out, gets a new password or other rights; at the latest within a minute."""

    right: ClassVar[Right]
    open_of: ClassVar[Counter[int]] = Counter()  # person → sockets in this process
    user: User

    async def enter(self) -> int:
        self.session_key = self.scope["cookies"].get(settings.SESSION_COOKIE_NAME, "")
        if not (self.session_key.isascii() and self.session_key.isalnum()):  # asked about together with its neighbours
            return NOT_SIGNED_IN
        # Joined before looking: a sign-out in between is then heard.
        await self.join(session_group(self.session_key))
        person = await person_of(self.session_key)
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
        person = await person_of(self.session_key)
        if person is None or person.pk != self.user.pk:
            return False
        return person.may(self.right) and person.rights_version == self.user.rights_version


def people_of(session_keys: Sequence[str]) -> list[User | None]:
    """Who is signed in by each session now, with their home; None when it has ended or their password is another.

    ``django.contrib.auth.get_user`` for many at once, in two queries.
    """
    live = Session.objects.filter(session_key__in=session_keys, expire_date__gt=now())
    sessions = {session.session_key: session.get_decoded() for session in live}
    ids = {session[SESSION_KEY] for session in sessions.values() if SESSION_KEY in session}
    people = {person.pk: person for person in User.objects.filter(pk__in=ids, is_active=True).select_related("home")}
    return [_owner(sessions.get(key, {}), people) for key in session_keys]


def _owner(session: dict[str, Any], people: dict[int, User]) -> User | None:
    person = people.get(int(session.get(SESSION_KEY, 0)))
    if (
        person is None
        or is_missing(session, person)
        or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS
    ):
        return None
    hashes = (person.get_session_auth_hash(), *person.get_session_auth_fallback_hash())
    return person if any(constant_time_compare(session.get(HASH_SESSION_KEY, ""), each) for each in hashes) else None


person_of = BatchedRead(people_of)
