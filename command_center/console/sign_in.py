"""The sign-in page and the back office's: the same limits and the same words as the API's door."""

from math import ceil
from typing import Any, cast

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.forms import AuthenticationForm as BackOfficeForm

from command_center.core.api.throttles import LoginThrottle
from command_center.core.lock_out import SECONDS_LEFT, sentence


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


class GuardedBackOffice(Guarded, BackOfficeForm):
    """With the back office's looks, and for its staff only."""


class SignIn(LoginView):
    form_class = Guarded
    redirect_authenticated_user = True

    def form_invalid(self, form: Any) -> HttpResponse:
        answer = super().form_invalid(form)
        if form.retry_after:
            answer.status_code = 429
            answer["Retry-After"] = str(form.retry_after)
        return answer
