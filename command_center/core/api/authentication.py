"""Who is asking: a token (machines, phones) or the session (the pages). The same API for everybody."""

from typing import Any

import knox.auth
from django.utils.timezone import now
from knox.models import AuthToken
from rest_framework import authentication


class TokenAuthentication(knox.auth.TokenAuthentication):
    """knox tokens. Only the token presented is looked at: expired ones are dropped by the hourly housekeeping."""

    def _cleanup_token(self, auth_token: AuthToken) -> bool:
        return auth_token.expiry is not None and auth_token.expiry < now()


class SessionAuthentication(authentication.SessionAuthentication):
    """With CSRF, and 401 rather than 403 when signed out."""

    def authenticate_header(self, request: Any) -> str:
        return "Session"
