"""What can happen around people and their rights, and is told to others."""

from dataclasses import dataclass
from typing import ClassVar

from command_center.ground.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CustomersOpened(Event):
    """Somebody has opened as many different customers as their role's rule says; whether they had called is not known here."""

    name: ClassVar[str] = "person.opened_customers"
    subject: ClassVar[str] = "person"
    subject_field: ClassVar[str] = "person_id"

    person_id: int
    at: str


@dataclass(frozen=True, kw_only=True)
class PeopleSwept(Event):
    """Somebody looked up or revealed more people than their work can need; ``what`` is an alarm's code."""

    name: ClassVar[str] = "person.swept"
    subject: ClassVar[str] = "person"
    subject_field: ClassVar[str] = "person_id"

    person_id: int
    what: str
    at: str
