"""The second factor at the door: asked for after the password, set up on its own page, and without it nothing opens."""

import base64
from collections.abc import Callable
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.totp.internal.flows import activate_totp
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from command_center.ground.core import audit, lock_out
from command_center.ground.core.api.problems import plain_problem
from command_center.ground.organisation import second_factor
from command_center.ground.organisation.doors import ANYONE, rights_for
from command_center.ground.organisation.models import User


class SecondFactorGate:
    """Whose role needs a second factor and who has not shown it in this sign-in is led to the page that asks for it."""

    ALWAYS_OPEN = ("mfa_index", "mfa_authenticate", "login", "account_login", "logout", "javascript-catalog")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or match is None or match.url_name in self.ALWAYS_OPEN:
            return None
        method = "POST" if request.method == "POST" else "GET"
        if ANYONE in rights_for(method, match.route) or not isinstance(request.user, User):
            return None
        if not second_factor.is_missing(request.session, request.user):
            return None
        if request.path.startswith("/api/"):
            return plain_problem(403, "second_factor_needed", _("Sign in with your second factor first."))
        return redirect("mfa_index")


class CodeForm(AuthenticateForm):
    """A code of the app or a recovery code."""

    def clean_code(self) -> str:
        request = context.request
        found = second_factor.shown_by(request, self.user, self.cleaned_data["code"])
        if found is None:
            raise ValidationError(why_not(request, self.user), code="wrong_code")
        self.authenticator = found
        return str(self.cleaned_data["code"])


class SecondFactor(AuthenticateView):
    """After the password: the person is signed in when the code is right, and not before."""

    form_class = CodeForm
    template_name = "registration/second_factor_asked.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        answer = super().form_invalid(form)
        if seconds := second_factor.locked_seconds(self.request, self.stage.login.user):
            answer.status_code, answer["Retry-After"] = 429, str(seconds)
        return answer


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """Set up, look at and give up one's own second factor."""
    user = request.user
    assert isinstance(user, User)
    act = ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    said = act(request, user) if act else {}
    return render(request, "registration/second_factor.html", {**state_of(request, user), **said})


def set_up(request: HttpRequest, user: User) -> dict[str, Any]:
    """The password again, because a desk may be left open, and a code of the app that has just been shown the key."""
    form = ActivateTOTPForm(user=user, data=request.POST)
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        return {"problem": _("An app is set up already.")}
    if seconds := lock_out.locked_seconds(request, user.username):
        return {"problem": lock_out.sentence(seconds)}
    right = user.check_password(request.POST.get("password", ""))
    lock_out.note(request, user.username, right=right)
    if not right:
        return {"problem": _("The password is wrong."), "form": form}
    if not form.is_valid():
        return {"problem": _("The code is wrong. Is the clock of the phone right?"), "form": form}
    _app, codes = activate_totp(request, form)
    second_factor.passed(request=request, user=user)
    _write_down("second_factor_added", user)
    return {"codes": codes.wrap().get_unused_codes() if codes else []}


def new_codes(request: HttpRequest, user: User) -> dict[str, Any]:
    if second_factor.shown_by(request, user, request.POST.get("code", "")) is None:
        return {"problem": why_not(request, user)}
    codes = generate_recovery_codes(request).wrap().get_unused_codes()
    _write_down("recovery_codes_made", user)
    return {"codes": codes}


def give_up(request: HttpRequest, user: User) -> dict[str, Any]:
    if second_factor.rule_of(user).second_factor:
        return {"problem": _("Your role needs a second factor. Whoever grants rights can take a lost one away.")}
    if second_factor.shown_by(request, user, request.POST.get("code", "")) is None:
        return {"problem": why_not(request, user)}
    for each in Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES):
        delete_and_cleanup(request, each)
    _write_down("second_factor_removed", user)
    return {}


def _write_down(action: str, user: User) -> None:
    audit.record(actor=user, action=action, object_kind="user", object_ref=user.username)


ACTS = {"set_up": set_up, "new_codes": new_codes, "give_up": give_up}


def state_of(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the page shows; a fresh key with its picture for whoever has none yet."""
    mine = {each.type: each for each in Authenticator.objects.filter(user=user)}
    app, codes = mine.get(Authenticator.Type.TOTP), mine.get(Authenticator.Type.RECOVERY_CODES)
    state = {
        "app": app,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "needed": second_factor.rule_of(user).second_factor,
        "missing": second_factor.is_missing(request.session, user),
    }
    if app is None:
        secret = get_totp_secret(regenerate=request.method != "POST")
        picture = get_adapter().build_totp_svg(get_adapter().build_totp_url(user, secret))
        state |= {"secret": secret, "picture": base64.b64encode(picture.encode()).decode()}
    return state


def why_not(request: HttpRequest, user: User) -> str:
    seconds = second_factor.locked_seconds(request, user)
    return lock_out.sentence(seconds) if seconds else _("The code is wrong or has been used.")
