"""Signing in at the utility's own provider (OpenID Connect): off unless ``OIDC_ISSUER`` is set.

The provider says *who* comes; what they may do stands in our table of people and is given by nobody else. Who comes is known
by issuer and subject (``sub``), bound to one account by the system administrator, or, where ``OIDC_USERNAME_CLAIM`` names a
claim that the provider's administrators alone can write, by that claim at the first time. An e-mail address binds nobody.
The protocol is django-allauth's, but for the ID token, whose signature is always checked here.
"""

from datetime import datetime
from typing import Any

from allauth.account.signals import user_logged_in
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.deferred import jwt
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from command_center.ground.core import audit
from command_center.ground.core.process_cache import cached
from command_center.ground.organisation import second_factor
from command_center.ground.organisation.models import User
from command_center.ground.organisation.sign_ins import UNKNOWN_NAME, write_down

SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a key pair; never ``none``, and never one that the client's own secret could have made."""
CLAIMS = ["iss", "sub", "aud", "exp", "iat", "nonce"]
CLOCK_SECONDS = 60
PROVED_SECONDS = 600

PROBLEM = "sign_in_problem"
"""In a session: why the last sign-in there came to nothing; the sign-in page says it once."""
FROM_THERE = "single_sign_on"
"""In a session that began at the provider: ``[when, ID token, where to sign out]``."""


class Refused(Exception):
    """Somebody the provider knows and we do not let in; ``code`` as in ``screens/sign_in/page.py``."""

    def __init__(self, code: str) -> None:
        self.code = code


def is_on() -> bool:
    return bool(settings.OIDC_ISSUER)


class Discovered(OpenIDConnectOAuth2Adapter):
    """Where the provider's doors are, and what its ID token says."""

    @property
    def openid_config(self) -> dict[str, Any]:
        return discovered()

    def get_callback_url(self, request: Any, app: Any) -> str:
        return str(build_absolute_uri(request, reverse("single-sign-on-back")))

    def complete_login(self, request: Any, app: Any, token: Any, **kwargs: Any) -> Any:
        try:
            id_token = kwargs["response"]["id_token"]
            claims = self._decode_id_token(app, id_token)
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("ID token refused") from error
        login = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        login.claims, login.id_token = claims, id_token
        login.end_session = self.openid_config.get("end_session_endpoint", "")
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        algorithm, key = jwtkit.fetch_key(id_token, self.openid_config["jwks_uri"], jwtkit.lookup_kid_jwk)
        claims = jwt.decode(
            id_token,
            key=key,
            algorithms=[each for each in SIGNED_BY if each == algorithm],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            leeway=CLOCK_SECONDS,
            options={"require": CLAIMS},
        )
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("made for another client")
        return dict(claims)


@cached(seconds=300)
def discovered() -> dict[str, Any]:
    """The provider's own description. Raises ``OAuth2Error`` when it is another's."""
    with StaffOnly().get_requests_session() as session:
        answer = session.get(f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration")
    answer.raise_for_status()
    told = answer.json()
    if str(told.get("issuer", "")).rstrip("/") != settings.OIDC_ISSUER.rstrip("/"):
        raise OAuth2Error("issuer is another")
    return dict(told)


class Provider(OpenIDConnectProvider):
    """Of everything the provider tells of a person the subject alone is kept."""

    oauth2_adapter_class = Discovered

    def extract_common_fields(self, data: Any) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: Any) -> list[Any]:
        return []

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        return {}


class StaffOnly(DefaultSocialAccountAdapter):
    """Who has an account with us comes in; nobody gets one."""

    def list_apps(self, request: Any, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        app = SocialApp(provider="openid_connect", provider_id=settings.OIDC_ISSUER, name=settings.OIDC_NAME)
        app.client_id, app.secret = settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET
        app.settings = {
            "server_url": settings.OIDC_ISSUER.rstrip("/"),
            "fetch_userinfo": False,  # unsigned; the ID token says all we ask
            "oauth_pkce_enabled": True,
            "scope": settings.OIDC_SCOPE,
        }
        return [app] if is_on() else []

    def get_provider(self, request: Any, provider: Any, client_id: Any = None) -> Any:
        return Provider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def is_open_for_signup(self, request: Any, sociallogin: Any) -> bool:
        return False

    def populate_user(self, request: Any, sociallogin: Any, data: Any) -> Any:
        return sociallogin.user

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What is bound to whom stands in the audit trail."""

    def pre_social_login(self, request: Any, sociallogin: Any) -> None:
        """The provider has said who it is. Raises the way back to the sign-in page for whoever is not let in."""
        state, claims = sociallogin.state, sociallogin.claims
        try:
            if (state.get("data") or {}).get("nonce") != claims["nonce"]:
                raise Refused("not_proved")  # an answer to somebody else's question
            if not sociallogin.is_existing:
                _bind(request, sociallogin, claims)
            _may_come_in(sociallogin.user)
        except Refused as refused:
            raise _back(request, refused.code, sociallogin.user if sociallogin.is_existing else None) from refused
        state["vouched"] = bool(set(claims.get("amr") or ()) & set(settings.OIDC_TRUSTED_AMR))
        state["from_there"] = [claims["iat"], sociallogin.id_token, sociallogin.end_session]

    def on_authentication_error(self, request: Any, provider: Any, **told: Any) -> None:
        """Turned away there, a broken answer, or the provider does not answer."""
        raise _back(request, "not_proved", None)


class SecondFactorStage(AuthenticateStage):
    """After the provider as after the password, unless the provider vouches for it in a way that we were told to trust."""

    def _should_handle(self, request: HttpRequest) -> bool:
        login = (self.login.signal_kwargs or {}).get("sociallogin")
        vouched = login is not None and login.state.get("vouched")
        return not vouched and super()._should_handle(request)


@transaction.atomic
def _bind(request: Any, sociallogin: Any, claims: dict[str, Any]) -> None:
    """The first time: whose user name the claim says, and who is bound to nobody else there. Raises ``Refused``."""
    claim = settings.OIDC_USERNAME_CLAIM
    name = claims.get(claim) if claim else None
    person = (
        User.objects.select_for_update(no_key=True).filter(username=name).first()
        if isinstance(name, str) and name
        else None
    )
    if person is None:
        raise Refused("unknown_there")
    _may_come_in(person)
    if SocialAccount.objects.filter(user=person, provider=sociallogin.account.provider).exists():
        raise Refused(
            "unknown_there"
        )  # the name has been given to somebody else there: it does not bring the account along
    sociallogin.connect(request, person)
    audit.record(actor=person, action="identity_bound", object_kind="user", object_ref=person.username, by="claim")


def _may_come_in(person: Any) -> None:
    # The emergency account works when the provider does not, and must not hang on it.
    if not person.is_active or person.is_superuser:
        raise Refused("closed_here")


def _back(request: Any, code: str, person: User | None) -> ImmediateHttpResponse:
    write_down("sign_in_failed", request, person.username if person else UNKNOWN_NAME, None, allowed=False, why=code)
    request.session[PROBLEM] = code
    return ImmediateHttpResponse(redirect("login"))


def not_answered(request: Any) -> Any:
    """The answer to whoever wants to go there while the provider does not answer."""
    return _back(request, "not_proved", None).response


def came_in(*, request: Any, user: User, sociallogin: SocialLogin | None = None, **_: Any) -> None:
    if sociallogin is None:
        return
    request.session[FROM_THERE] = sociallogin.state["from_there"]
    if sociallogin.state["vouched"]:
        second_factor.passed(request=request, user=user)


def just_came(session: Any, *, at: datetime) -> bool:
    """Whether the person proved who they are at the provider a moment ago: stands for the password of who has none."""
    began, *_rest = session.get(FROM_THERE) or [0]
    return at.timestamp() - began < PROVED_SECONDS


def connect() -> None:
    user_logged_in.connect(came_in, dispatch_uid="single_sign_on")
