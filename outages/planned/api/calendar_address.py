"""The signed address of one's own calendar of planned work: shown to copy, renewed, revoked. Each time in the audit trail."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.decorators import api_view
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core import audit
from command_center.ground.core.api.bodies import Nothing, body_of, described
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.organisation import calendar_keys
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require

KEY = "key"


class CalendarKeyAuthentication(BaseAuthentication):
    """``?key=`` in the address, because a calendar program sends no header. Only the calendar lets it in."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        token = request.query_params.get(KEY, "")
        if not token:
            return None
        person = calendar_keys.person_of(token)
        if person is None:
            raise AuthenticationFailed(_("This calendar address opens nothing any more."))
        return person, None

    def authenticate_header(self, request: Request) -> str:
        return "Key"


class CalendarKeyScheme(OpenApiAuthenticationExtension):
    target_class = CalendarKeyAuthentication
    name = "calendarKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "query", "name": KEY}


class AddressOut(serializers.Serializer[Any]):
    url = serializers.CharField(allow_blank=True, help_text="For a calendar program; empty once revoked")


def verb(view: Any) -> Any:
    return described(request=Nothing, responses=AddressOut, problems=(401, 403, 422))(api_view(["POST"])(view))


@verb
def copy(request: Request) -> Response:
    """My calendar's address; it is the same until it is renewed or revoked, by hand or by a new password."""
    return _act(request, "calendar_address_copied", calendar_keys.show)


@verb
def renew(request: Request) -> Response:
    """A new address; the one before opens nothing any more."""
    return _act(request, "calendar_address_renewed", calendar_keys.renew)


@verb
def revoke(request: Request) -> Response:
    """The address has come into wrong hands: it stops working at once."""

    def stop(*, person: User, at: datetime) -> str:
        calendar_keys.revoke(person=person)
        return ""

    return _act(request, "calendar_address_revoked", stop)


def _act(request: Request, action: str, perform: Callable[..., str]) -> Response:
    require(request.user, Right.READ_OUTAGES)
    body_of(Nothing, request)
    person: Any = request.user

    def once() -> tuple[int, dict[str, Any]]:
        token = perform(person=person, at=now())
        audit.record(actor=person, action=action, object_kind="user", object_ref=person.username)
        return 200, {"url": f"{settings.SITE_URL}{reverse('plans-ics')}?{KEY}={token}" if token else ""}

    return answer_once(request, "calendar-address", once)
