"""Messages to crews over HTTP: a desk sends one, somebody of the crew says that it was read."""

from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import Nothing, body_of, described
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.errors import NotFound
from command_center.ground.core.values import iso
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, refused, require
from dispatch.crew_messages.models import LONGEST, CrewMessage
from dispatch.crew_messages.services import acknowledge_message, send_message
from dispatch.models import Crew
from dispatch.selectors.crews import own_crew


class MessageIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=LONGEST)


class CrewMessageOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    text = serializers.CharField()
    by = serializers.CharField(help_text="Who wrote it")
    sent_at = Moment()
    read_at = Moment(allow_null=True)
    read_by = serializers.CharField(allow_null=True)


def told(message: CrewMessage) -> dict[str, Any]:
    """With ``sent_by`` and ``acknowledged_by`` at hand."""
    reader = message.acknowledged_by
    return {
        "id": message.pk,
        "text": message.text,
        "by": str(message.sent_by),
        "sent_at": iso(message.sent_at),
        "read_at": iso(message.acknowledged_at),
        "read_by": str(reader) if reader else None,
    }


@described(request=MessageIn, responses=CrewMessageOut, problems=(403, 404, 422))
@api_view(["POST"])
def send(request: Request, crew_id: int) -> Response:
    """A word to a crew of the area: its phone shows it until somebody there has read it."""
    require(request.user, Right.DISPATCH)
    crew = get_scoped(Crew.objects.filter(active=True), request.user, pk=crew_id)
    said = body_of(MessageIn, request)
    return answer_once(
        request,
        "crew-messages",
        lambda: (200, told(send_message(crew_id=crew.pk, text=said["text"], at=now(), actor=request.user))),
    )


@described(request=Nothing, responses=CrewMessageOut, problems=(403, 404))
@api_view(["POST"])
def acknowledge(request: Request, crew_message_id: int) -> Response:
    """Somebody of the crew has read it; again changes nothing."""
    require(request.user, Right.FIELD)
    assert isinstance(request.user, User)
    mine = own_crew(request.user).messages.filter(pk=crew_message_id).first()
    if mine is None:
        raise NotFound().leaving(
            *refused(CrewMessage.objects.filter(pk=crew_message_id), request.user, str(crew_message_id))
        )
    body_of(Nothing, request, only_known=False)
    return answer_once(
        request,
        "crew-messages",
        lambda: (200, told(acknowledge_message(message_id=mine.pk, at=now(), actor=request.user))),
    )
