"""What can happen around people and their rights, and is told to others."""

from dataclasses import dataclass
from typing import ClassVar

from command_center.ground.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PeopleSwept(Event):
    """Somebody looked up or revealed more people than their work can need; ``what`` is an alarm's code."""

    name: ClassVar[str] = "person.swept"
    subject: ClassVar[str] = "person"
    subject_field: ClassVar[str] = "person_id"

    person_id: int
    what: str
    at: str
