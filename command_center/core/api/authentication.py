"""Who is asking: a token (machines, phones) or the session (the pages). The same API for everybody."""

from typing import Any

import knox.auth
from django.utils.timezone import now
from knox.models import AuthToken
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed


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


class BasicAuthentication(authentication.BasicAuthentication):
    """Name and password for a token; a name that no account can have is refused before it reaches a table."""

    def authenticate_credentials(self, userid: str, password: str, request: Any = None) -> Any:
        if "\0" in userid:
            raise AuthenticationFailed()
        return super().authenticate_credentials(userid, password, request)


class SessionAuthentication(authentication.SessionAuthentication):
    """With CSRF, and 401 rather than 403 when signed out."""

    def authenticate_header(self, request: Any) -> str:
        return "Session"
