"""The second factor at the door: asked for after the password, and without it nothing opens."""

from collections.abc import Callable
from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from command_center.ground.core.api.problems import plain_problem
from command_center.ground.organisation import second_factor, security_keys
from command_center.ground.organisation.doors import ANYONE, rights_for
from command_center.ground.organisation.models import User
from command_center.screens.sign_in.own_factors import key_refused, why_not


class SecondFactorGate:
    """Whose role needs a second factor and who has not shown it in this sign-in is led to the page that asks for it."""

    ALWAYS_OPEN = (
        "mfa_index",
        "mfa_authenticate",
        "security-key",
        "login",
        "account_login",
        "logout",
        "javascript-catalog",
    )

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


class KeyForm(AuthenticateWebAuthnForm):
    """What a security key answered to the challenge of the page."""

    def clean_credential(self) -> Authenticator:
        found = security_keys.shown_by(self.user, self.data.get("credential", ""))
        if found is None:
            raise ValidationError(key_refused(), code="wrong_key")
        return found


class SecondFactor(AuthenticateView):
    """After the password: the person is signed in when the code is right or the key has answered, and not before."""

    form_class = CodeForm
    webauthn_form_class = KeyForm
    template_name = "registration/second_factor_asked.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the challenge in ``js_data``, for whoever has a key."""
        told = super().get_context_data(**kwargs)
        has_key = bool(security_keys.keys_of(self.stage.login.user))
        wrong = [each for errors in (self.form.errors if self.form else {}).values() for each in errors]
        return told | {"has_key": has_key, "problem": next(iter(wrong), "")}

    def form_invalid(self, form: Any) -> HttpResponse:
        answer = super().form_invalid(form)
        if seconds := second_factor.locked_seconds(self.request, self.stage.login.user):
            answer.status_code, answer["Retry-After"] = 429, str(seconds)
        return answer
