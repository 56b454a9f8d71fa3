"""Who is asking: a token (machines, phones) or the session (the pages). The same API for everybody."""

import time
from datetime import timedelta
from typing import Any

import knox.auth
from django.utils.timezone import now
from django.utils.translation import gettext as _
from knox.models import AuthToken
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS

from command_center.ground.core import sessions
from command_center.ground.core.errors import SomebodyElse
from command_center.ground.core.models import TokenUse

SIGNED_IN_AS = "X-Signed-In-As"
USE_NOTED_EVERY = timedelta(minutes=10)


class TokenAuthentication(knox.auth.TokenAuthentication):
    """knox tokens. Only the token presented is looked at: expired ones are dropped by the hourly housekeeping."""

    def authenticate_credentials(self, token: bytes) -> Any:
        try:
            token.decode("ascii")
        except UnicodeDecodeError as error:
            raise AuthenticationFailed() from error
        return super().authenticate_credentials(token)

    def _cleanup_token(self, auth_token: AuthToken) -> bool:
        return auth_token.expiry is not None and auth_token.expiry < now()

    def validate_user(self, auth_token: AuthToken) -> tuple[Any, AuthToken]:
        found = super().validate_user(auth_token)
        _note_use(auth_token)
        return found


_noted: dict[str, float] = {}
NOTED_AT_MOST = 10_000


def _note_use(token: AuthToken) -> None:
    """When a token was used last, for the back office: written every ten minutes and not with every request."""
    clock = time.monotonic()
    if clock - _noted.get(token.digest, float("-inf")) < USE_NOTED_EVERY.total_seconds():
        return
    if len(_noted) >= NOTED_AT_MOST:
        _noted.clear()
    _noted[token.digest] = clock
    TokenUse.objects.update_or_create(token=token, defaults={"last_used_at": now()})


class BasicAuthentication(authentication.BasicAuthentication):
    """Name and password for a token; a name that no account can have is refused before it reaches a table."""

    def authenticate_credentials(self, userid: str, password: str, request: Any = None) -> Any:
        if "\0" in userid:
            raise AuthenticationFailed()
        return super().authenticate_credentials(userid, password, request)


class SessionAuthentication(authentication.SessionAuthentication):
    """With CSRF, and 401 rather than 403 when signed out.

    A page says with ``X-Signed-In-As`` whose page it is: at a shared desk somebody else may have signed in since it
    was loaded, and nothing is done in another person's name.
    """

    def authenticate(self, request: Any) -> Any:
        user = getattr(request._request, "user", None)
        if user is not None and user.is_active:
            _refuse_somebody_else(request, user)
        found = super().authenticate(request)
        if found is not None and request.method not in SAFE_METHODS:
            sessions.prolong(request._request.session, at=now())
        return found

    def authenticate_header(self, request: Any) -> str:
        return "Session"


def _refuse_somebody_else(request: Any, user: Any) -> None:
    claimed = request.headers.get(SIGNED_IN_AS, "").strip()
    if claimed and claimed != str(user.pk):
        words = _("You are now %(name)s. Nothing was done in another name.") % {"name": user}
        raise SomebodyElse(words, signed_in_as={"id": user.pk, "name": str(user)})
