"""A message is sent, read, or stays unread for so long that the desks hear of it."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.alarms import services as alarms
from command_center.ground.alarms.models import SubjectKind
from command_center.ground.core.errors import Invalid
from command_center.ground.core.events import emit
from dispatch.crew_messages.models import CrewMessage
from dispatch.events import CrewMessaged, CrewMessageRead
from dispatch.models import Crew
from dispatch.services.alarms import alarm_of_crew

UNREAD = "crew_message_unread"


@transaction.atomic
def send_message(*, crew_id: int, text: str, at: datetime, actor: Any) -> CrewMessage:
    """The crew's phone shows it at once, and rings. Raises ``Invalid`` for nothing but spaces."""
    if not text.strip():
        raise Invalid(_("Say something."), pointer="/text")
    crew = Crew.objects.get(pk=crew_id)
    message = CrewMessage.objects.create(crew=crew, text=text.strip(), sent_by=actor, sent_at=at)
    emit(CrewMessaged(crew_id=crew.pk, org_path=crew.org_path, message_id=message.pk))
    return message


@transaction.atomic
def acknowledge_message(*, message_id: int, at: datetime, actor: Any) -> CrewMessage:
    """Somebody of the crew has read it. Who came first stands in the record; reading it again changes nothing."""
    message = CrewMessage.objects.locked().select_related("crew").get(pk=message_id)
    if message.acknowledged_at is not None:
        return message
    message.acknowledged_at, message.acknowledged_by = at, actor
    message.save(update_fields=["acknowledged_at", "acknowledged_by"])
    crew = message.crew
    if not crew.messages.unread().exclude(alarmed_at=None).exists():
        alarms.clear(SubjectKind.CREW, [crew.pk], [UNREAD], at=at)
    emit(CrewMessageRead(crew_id=crew.pk, org_path=crew.org_path, message_id=message.pk))
    return message


@transaction.atomic
def alarm_for_unread(*, at: datetime) -> int:
    """Messages that nobody has read for too long become an alarm of their crew, once each; answers how many messages.

    The alarm is in somebody's name like every other, and ends when the crew has read what it is about.
    """
    late = at - timedelta(minutes=settings.CREW_MESSAGE_UNREAD_MINUTES)
    rows = CrewMessage.objects.unread().filter(alarmed_at=None, sent_at__lte=late)
    of_crew: dict[int, list[CrewMessage]] = defaultdict(list)
    for message in rows.locked().select_related("crew", "sent_by"):
        of_crew[message.crew_id].append(message)
    for messages in of_crew.values():
        crew, first = messages[0].crew, messages[0]
        detail = {"sent_at": first.sent_at.isoformat(), "by": str(first.sent_by)}
        alarm_of_crew(UNREAD, crew_id=crew.pk, name=crew.name, org_path=crew.org_path, detail=detail, at=at)
    ids = [message.pk for messages in of_crew.values() for message in messages]
    return CrewMessage.objects.filter(pk__in=ids).update(alarmed_at=at)
