"""The first wall of the API: whoever asks is signed in, and their role opens this door (``organisation/doors.py``)."""

from typing import Any

from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request

from command_center.ground.core.errors import NotAllowed
from command_center.ground.organisation.doors import ACCOUNT, ANYONE, rights_for
from command_center.ground.organisation.roles import Right


class OpensByRole(IsAuthenticated):
    def has_permission(self, request: Request, view: Any) -> bool:
        """Raises ``NotAllowed`` for another role's door, and for one that nobody has written into the table."""
        method = "GET" if request.method == "HEAD" else str(request.method)
        unknown_verb = not hasattr(view, method.lower())  # answered with 405 by the view, whoever asks
        rights = {ACCOUNT} if method == "OPTIONS" or unknown_verb else rights_for(method, _route(request))
        if ANYONE in rights:
            return True
        if not super().has_permission(request, view):
            return False
        if ACCOUNT in rights or any(request.user.may(Right(right)) for right in rights):  # type: ignore[union-attr]
            return True
        raise NotAllowed()


def _route(request: Request) -> str:
    return getattr(request.resolver_match, "route", "")
