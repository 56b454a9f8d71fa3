"""What follows when somebody signs in, fails to, or signs out, at whichever door: page, back office or API."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.utils.timezone import now
from django.utils.translation import ngettext
from knox.models import AuthToken

from command_center.ground.core import audit, sessions
from command_center.ground.core.api.throttles import LoginThrottle
from command_center.ground.organisation import calendar_keys
from command_center.ground.organisation.models import Sweep, User
from command_center.ground.organisation.rights import close_open_sockets, close_sockets_of_session
from command_center.ground.organisation.roles import Role
from command_center.ground.organisation.second_factor import rule_of

UNKNOWN_NAME = "(unknown)"


def signed_in(*, request: Any, user: User, **_: Any) -> None:
    if session := _session_of(request):
        rule = rule_of(user)
        sessions.begin(session, at=now(), idle_minutes=rule.idle_minutes, longest_minutes=rule.longest_minutes)
        if user.role == Role.SECURITY_ADMINISTRATOR:
            _tell_of_sweeps(request)
    write_down("signed_in", request, user.username, user)


def _tell_of_sweeps(request: Any) -> None:
    """Shown at the top of the back office."""
    if waiting := Sweep.objects.filter(seen_at=None).count():
        words = ngettext("%(n)d sweep to be looked into.", "%(n)d sweeps to be looked into.", waiting)
        messages.warning(request, words % {"n": waiting}, fail_silently=True)


def signed_out(*, request: Any, user: User | None, **_: Any) -> None:
    """Every tab of this browser stops showing what its person was allowed to see."""
    session = _session_of(request)
    if session and session.session_key:
        close_sockets_of_session(session.session_key)
    if user is not None:
        write_down("signed_out", request, user.username, user)


def sign_in_failed(*, credentials: dict[str, Any], request: Any = None, **_: Any) -> None:
    # What is no name of ours may be a password typed into the wrong field: it is not written down.
    name = str(credentials.get("username", ""))[:80]
    known = "\0" not in name and User.objects.filter(username=name).exists()
    write_down("sign_in_failed", request, name if known else UNKNOWN_NAME, None, allowed=False)


def end_all(user: User) -> None:
    """The person has to sign in anew everywhere: tokens and the calendar's address are gone, open sockets close.

    Sessions end by the password's change.
    """
    AuthToken.objects.filter(user=user).delete()
    calendar_keys.revoke(person=user)
    close_open_sockets(user)


def write_down(action: str, request: Any, name: str, user: User | None, **more: Any) -> None:
    address = LoginThrottle().get_ident(request) if request is not None and request.META.get("REMOTE_ADDR") else ""
    door = request.path if request is not None else ""
    audit.record(actor=user, action=action, object_kind="user", object_ref=name, address=address, door=door, **more)


def _session_of(request: Any) -> Any:
    """A browser's session; None at the API's door, where a token is given out instead."""
    return None if request is None or getattr(request, "auth", None) else getattr(request, "session", None)


def connect() -> None:
    user_logged_in.connect(signed_in, dispatch_uid="signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="signed_out")
    user_login_failed.connect(sign_in_failed, dispatch_uid="sign_in_failed")
