"""What a machine cannot settle stands at a desk: messages that failed or are uncertain, answers that nobody could read.

One alarm a unit and reason stands while there is something, has an owner like every alarm, and goes with the last of it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from command_center.ground.alarms.codes import ALARMS, grade_of
from command_center.ground.alarms.models import SubjectKind
from command_center.ground.alarms.services import Subject, follow
from command_center.ground.core.errors import Conflict, NotFound
from command_center.ground.organisation.models import OrgUnit
from customers.messages.models import FOR_A_PERSON, Message, Reading, Reply

UNDELIVERED, UNREAD = "messages_undelivered", "replies_unread"


class OfAUnit(Protocol):
    org_path: str


def tell_a_person(rows: Sequence[Message], *, at: datetime) -> None:
    """Where some of these messages failed or are uncertain, the desk of their unit hears of it."""
    look_again([row for row in rows if row.state in FOR_A_PERSON], at=at)


def look_again(rows: Iterable[OfAUnit], *, at: datetime) -> None:
    """Let the alarms of the units of these rows say what is open there now."""
    paths = sorted({row.org_path for row in rows})
    if not paths:
        return
    messages = Message.objects.filter(state__in=FOR_A_PERSON, settled_at=None, org_path__in=paths)
    replies = Reply.objects.filter(reading=Reading.UNREAD, settled_at=None, org_path__in=paths)
    open_at = {
        UNDELIVERED: set(messages.order_by().values_list("org_path", flat=True).distinct()),
        UNREAD: set(replies.order_by().values_list("org_path", flat=True).distinct()),
    }
    subjects = [
        Subject(
            kind=SubjectKind.UNIT,
            id=unit.pk,
            name=unit.name,
            org_path=unit.path,
            codes={code: grade_of(code) for code, where in open_at.items() if unit.path in where},
        )
        for unit in OrgUnit.objects.filter(path__in=paths).defer("area").order_by("pk")
    ]
    follow(subjects, at=at, codes=[code for code in open_at if code in ALARMS])


@transaction.atomic
def settle_message(*, message_id: int, how: str, at: datetime, actor: Any) -> Message:
    """A person has dealt with it: called, found it unnecessary. Raises ``Conflict`` where nothing is open."""
    row = Message.objects.select_for_update(no_key=True, of=("self",)).filter(pk=message_id).first()
    if row is None:
        raise NotFound()
    if row.state not in FOR_A_PERSON or row.settled_at is not None:
        raise Conflict()
    row.settled_at, row.settled_by, row.settled_how = at, actor, how
    row.save(update_fields=["settled_at", "settled_by", "settled_how", "updated_at"])
    look_again([row], at=at)
    return row


@transaction.atomic
def settle_reply(*, reply_id: int, how: str, at: datetime, actor: Any) -> Reply:
    """A person has read the answer and done what it asks for. Raises ``Conflict`` where that was done already."""
    row = Reply.objects.select_for_update(no_key=True, of=("self",)).filter(pk=reply_id).first()
    if row is None:
        raise NotFound()
    if row.settled_at is not None:
        raise Conflict()
    row.settled_at, row.settled_by, row.settled_how = at, actor, how
    row.save(update_fields=["settled_at", "settled_by", "settled_how", "updated_at"])
    look_again([row], at=at)
    return row
