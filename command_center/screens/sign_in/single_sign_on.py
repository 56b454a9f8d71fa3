"""The way to the utility's provider and back, and signing out on both sides."""

from typing import Any
from urllib.parse import urlencode

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib.auth.views import LogoutView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from requests import RequestException

from command_center.ground.core.api.problems import plain_problem
from command_center.ground.core.api.throttles import AnonThrottle
from command_center.ground.organisation import single_sign_on


@require_GET
@never_cache
def to_the_provider(request: HttpRequest) -> HttpResponse:
    """State, nonce and PKCE verifier stay in the session, and the browser goes to the provider."""
    provider = _provider(request)
    if not AnonThrottle().allow_request(request, None):  # type: ignore[arg-type]  # it asks for the address alone
        return plain_problem(429, "throttled", "")
    wanted, nonce = request.GET.get("next", ""), get_random_string(32)
    here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    params = {"nonce": nonce} | ({"prompt": settings.OIDC_PROMPT} if settings.OIDC_PROMPT else {})
    try:
        return _response(
            provider.redirect(
                request, AuthProcess.LOGIN, wanted if here else "/", data={"nonce": nonce}, auth_params=params
            )
        )
    except (RequestException, OAuth2Error, KeyError, ValueError):
        return _response(single_sign_on.not_answered(request))


@require_GET
@never_cache
def from_the_provider(request: HttpRequest) -> HttpResponse:
    provider = _provider(request)
    view = OAuth2CallbackView.adapter_view(single_sign_on.Discovered(request, provider.sub_id))
    return _response(view(request))


class SignOut(LogoutView):
    """Signed out here, and, whoever came from the provider, there too: the next at this desk would come in as them."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        there = _sign_out_there(request)
        answer = super().post(request, *args, **kwargs)
        if not there:
            return _response(answer)
        # A page that goes on by itself, because a form may lead to this site only (form-action).
        page = render(request, "registration/signed_out.html", {"there": there, "name": settings.OIDC_NAME})
        page["Refresh"] = f"0; url={there}"
        return page


def _provider(request: HttpRequest) -> Any:
    if not single_sign_on.is_on():
        raise Http404
    return get_adapter().get_provider(request, provider=settings.OIDC_ISSUER)


def _sign_out_there(request: HttpRequest) -> str:
    """The provider's address for signing out (OpenID Connect RP-Initiated Logout); empty for whoever did not come from there."""
    _when, id_token, address = request.session.get(single_sign_on.FROM_THERE) or (0, "", "")
    if not address or not single_sign_on.is_on():
        return ""
    back = request.build_absolute_uri(reverse("login"))
    asked = {"id_token_hint": id_token, "client_id": settings.OIDC_CLIENT_ID, "post_logout_redirect_uri": back}
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def _response(answer: Any) -> HttpResponse:
    assert isinstance(answer, HttpResponse)
    return answer
