"""Tokens for machines and phones: sign in with name and password, get a knox token; sign out revokes it.

How long it lasts is told by the role (``TOKEN_LASTS``); a new password ends it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from knox.views import LoginView as KnoxLoginView
from knox.views import LogoutView as KnoxLogoutView
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.authentication import BasicAuthentication, TokenAuthentication
from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.api.throttles import LoginThrottle
from command_center.ground.core.lock_out import SECONDS_LEFT, sentence
from command_center.ground.organisation import second_factor
from command_center.ground.organisation.roles import DESK_TOKEN_LASTS, TOKEN_LASTS

CODE = "X-Second-Factor"


class SecondFactorNeeded(AuthenticationFailed):
    default_code = "second_factor_needed"
    default_detail = _("A code of your second factor belongs into the header X-Second-Factor.")


class TokenOut(serializers.Serializer[Any]):
    token = serializers.CharField()
    expiry = Moment(allow_null=True)


class LoginView(KnoxLoginView):
    """``Authorization: Basic …`` → ``{"token", "expiry"}``; use it as ``Authorization: Token …``.

    Whoever has a second factor, or whose role needs one, adds a code of it as ``X-Second-Factor``.
    """

    authentication_classes = [BasicAuthentication]
    throttle_classes = [LoginThrottle]

    def perform_authentication(self, request: Request) -> None:
        # Before the password is looked at: DRF counts only what got past it, and guesses do not.
        super().check_throttles(request)
        try:
            super().perform_authentication(request)
        except AuthenticationFailed as error:
            if seconds := getattr(request, SECONDS_LEFT, 0):
                locked = Throttled(detail=sentence(seconds))
                locked.wait = seconds  # type: ignore[attr-defined]  # the header; the sentence has it in the reader's language
                raise locked from error
            raise
        user = request.user
        if not user.is_authenticated:  # refused with the next look, like every door
            return
        wanted = second_factor.has_one(user) or second_factor.rule_of(user).second_factor
        if wanted and second_factor.shown_by(request, user, request.headers.get(CODE, "")) is None:
            raise SecondFactorNeeded()

    def check_throttles(self, request: Request) -> None:
        """Counted above."""

    def get_token_ttl(self) -> timedelta | None:
        return TOKEN_LASTS.get(self.request.user.role, DESK_TOKEN_LASTS)

    def format_expiry_datetime(self, expiry: datetime | None) -> str | None:
        return expiry.isoformat().replace("+00:00", "Z") if expiry else None

    @described(request=None, responses=TokenOut, auth=[{"basicAuth": []}], operation_id="auth_login")
    def post(self, request: Request, format: str | None = None) -> Response:
        return super().post(request, format)


class LogoutView(KnoxLogoutView):
    authentication_classes = [TokenAuthentication]

    @extend_schema(request=None, responses={204: None}, operation_id="auth_logout")
    def post(self, request: Request, format: str | None = None) -> Response:
        return super().post(request, format)
