"""Reactions that are alarms and nothing else: a batch of events in, alarms out."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from command_center.ground.alarms.codes import grade_of
from command_center.ground.alarms.models import SubjectKind
from command_center.ground.alarms.services import Subject, raise_alarms
from command_center.ground.organisation.events import PeopleSwept
from command_center.ground.organisation.models import User


@transaction.atomic
def alarm_for_sweeps(events: Sequence[PeopleSwept]) -> None:
    """Whoever looks up more people than their work can need is named to the desks of their area, until a person has seen it."""
    people = {person.pk: person for person in User.objects.filter(pk__in=[event.person_id for event in events])}
    for event in events:
        if event.person_id in people:
            raise_alarms(
                [
                    Subject(
                        kind=SubjectKind.PERSON,
                        id=event.person_id,
                        name=str(people[event.person_id]),
                        org_path=event.org_path,
                        codes={event.what: grade_of(event.what)},
                    )
                ],
                at=datetime.fromisoformat(event.at),
            )
