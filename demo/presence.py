"""Which demo accounts have a person behind them: the simulator keeps its hands off their work."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from command_center.ground.organisation.models import UNITS, User
from command_center.ground.organisation.roles import Role
from dispatch.models import Crew

# Who reviews replies and calls customers back when they are there; a dispatcher looks at other things first.
REVIEWERS = (Role.QUALITY_OFFICER, Role.SUPERVISOR)


class Presence:
    """As of the last ``look``: somebody is signed in to a page, by password and not by the simulator's token."""

    def __init__(self) -> None:
        self.crews: frozenset[int] = frozenset()
        self.reviewer = False
        self.units: frozenset[str] = frozenset()

    def look(self, *, at: datetime) -> None:
        people = _signed_in(Session.objects.filter(expire_date__gt=at))
        mine = Crew.objects.filter(members__person__in=people, members__to_on=None) | Crew.objects.filter(
            leader__in=people
        )
        self.crews = frozenset(mine.values_list("pk", flat=True))
        homes = User.objects.filter(pk__in=people, home__level__in=UNITS).exclude(role=Role.CREW_LEADER)
        self.units = frozenset(homes.values_list("home__code", flat=True))
        self.reviewer = User.objects.filter(pk__in=people, role__in=REVIEWERS).exists()

    def holds(self, crew_id: int) -> bool:
        return crew_id in self.crews

    def holds_unit(self, code: str) -> bool:
        """Somebody works for the unit itself, as its head: what is given to it is theirs to handle."""
        return code in self.units


def _signed_in(sessions: Iterable[Session]) -> set[int]:
    found = (session.get_decoded().get(SESSION_KEY) for session in sessions)
    return {int(person_id) for person_id in found if person_id}
