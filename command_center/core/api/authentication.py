"""Session sign-in for the pages: the same API for everybody, with CSRF, and 401 rather than 403 when signed out."""

from typing import Any

from rest_framework import authentication


class SessionAuthentication(authentication.SessionAuthentication):
    def authenticate_header(self, request: Any) -> str:
        return "Session"
