"""Signed calls of gateways: what became of messages, and what customers answered. The signature is the right."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import now
from drf_spectacular.utils import OpenApiParameter
from rest_framework.decorators import api_view, authentication_classes
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import body_of, described
from command_center.ground.core.errors import NotAllowed
from customers.messages.api.shapes import AnswersOut, ReceiptsIn, ReceiptsOut, RepliesIn
from customers.messages.services.receipts import Receipt, take_receipts
from customers.messages.services.replies import Answer, take_replies
from customers.messages.signing import HEADERS, is_signed

SIGNED = [OpenApiParameter(name, str, OpenApiParameter.HEADER, required=True) for name in HEADERS]


def require_signature(request: Request) -> None:
    """Raises ``NotAllowed`` for a call that no gateway of ours signed within the last five minutes."""
    call_id, timestamp, signatures = (request.headers.get(name, "") for name in HEADERS)
    if not is_signed(
        settings.MESSAGES_SECRET,
        call_id=call_id,
        timestamp=timestamp,
        signatures=signatures,
        body=request.body,
        at=now(),
    ):
        raise NotAllowed()


@described(request=ReceiptsIn, responses=ReceiptsOut, parameters=SIGNED, problems=(403, 422), auth=[])
@api_view(["POST"])
@authentication_classes([])
def receipts(request: Request) -> Response:
    """What became of messages. The same receipt twice is one; what names no message of ours is passed over."""
    require_signature(request)
    at = now()
    said = body_of(ReceiptsIn, request, only_known=False)["receipts"]
    known = take_receipts([_receipt(each, at) for each in said], at=at)
    return Response({"known": known})


def _receipt(said: dict[str, Any], at: datetime) -> Receipt:
    return Receipt(
        key=said["key"],
        provider_id=said["id"],
        delivered=said["status"] == "delivered",
        at=min(said["at"] or at, at),
        error=said["error"],
    )


@described(request=RepliesIn, responses=AnswersOut, parameters=SIGNED, problems=(403, 422), auth=[])
@api_view(["POST"])
@authentication_classes([])
def replies(request: Request) -> Response:
    """What customers answered. The same answer twice is one; what no machine can read waits for a person."""
    require_signature(request)
    at = now()
    said = body_of(RepliesIn, request, only_known=False)["replies"]
    answers = [
        Answer(
            channel=each["channel"],
            reference=each["id"],
            sender=each["sender"],
            text=each["text"],
            at=min(each["at"] or at, at),
        )
        for each in said
    ]
    return Response({"new": len(take_replies(answers, at=at))})
