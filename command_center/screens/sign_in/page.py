"""The sign-in page, which is the back office's too: the same limits and the same words as the API's door."""

from math import ceil
from typing import Any, cast

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from command_center.ground.core.api.throttles import LoginThrottle
from command_center.ground.core.lock_out import SECONDS_LEFT, sentence
from command_center.ground.organisation import single_sign_on


class Guarded(AuthenticationForm):
    """``retry_after``: seconds until it makes sense to try again; 0 when only the password was wrong."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": _("The user name or the password is wrong."),
        "too_often": _("Too many sign-ins from this address. Please wait a minute."),
    }
    retry_after = 0

    def clean(self) -> dict[str, Any]:
        throttle, request = LoginThrottle(), cast(Any, self.request)
        if not throttle.allow_request(request, None):
            self.retry_after = ceil(throttle.wait()) or 1
            raise ValidationError(self.error_messages["too_often"], code="too_often")
        return super().clean()

    def get_invalid_login_error(self) -> ValidationError:
        self.retry_after = getattr(self.request, SECONDS_LEFT, 0)
        if self.retry_after:
            return ValidationError(sentence(self.retry_after), code="locked_out")
        return super().get_invalid_login_error()


# Why a sign-in at the provider came to nothing. What is known of the account is not told to whoever has not proved who they are.
PROBLEMS = {
    "unknown_there": _(
        "You are signed in there, but no account here belongs to you. The system administrator can connect one."
    ),
    "closed_here": _("You are signed in there, but your account here is closed."),
    "not_proved": _("Signing in there did not work. Please try again, or use your password."),
}


class SignIn(LoginView):
    form_class = Guarded
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        problem = PROBLEMS.get(self.request.session.pop(single_sign_on.PROBLEM, ""), "")
        provider = settings.OIDC_NAME if single_sign_on.is_on() else ""
        return super().get_context_data(**kwargs) | {"provider": provider, "problem": problem}

    def form_valid(self, form: Any) -> HttpResponse:
        """Name and password are right; whoever has a second factor is asked for it before they are signed in."""
        login = Login(user=form.get_user(), redirect_url=self.get_success_url())
        return perform_password_login(self.request, {"username": form.get_user().username}, login)

    def form_invalid(self, form: Any) -> HttpResponse:
        answer = super().form_invalid(form)
        if form.retry_after:
            answer.status_code = 429
            answer["Retry-After"] = str(form.retry_after)
        return answer


@never_cache
def back_office_sign_in(request: HttpRequest) -> HttpResponse:
    """One page to sign in at, also for the back office; whoever is signed in and led here has no business there."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME, "/admin/"), settings.LOGIN_URL)
