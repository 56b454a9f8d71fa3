"""The second factor: who needs one, whether this sign-in had it, and how a code is checked.

A code of an authenticator app (TOTP, RFC 6238), a security key (WebAuthn) or a recovery code; kept by django-allauth.
A role needs one when its sign-in rule says so; whoever has one is asked for it, whatever the role.
"""

import base64
import hashlib
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import decrypt
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db.models import QuerySet

from command_center.ground.core import audit, lock_out
from command_center.ground.core.process_cache import cached
from command_center.ground.organisation.models import SignInRule, User

log = structlog.get_logger(__name__)

PASSED_BY = "second_factor_of"
"""In a session: the id of the person who showed the second factor in it."""


@cached(seconds=5)
def rules() -> dict[str, SignInRule]:
    return {rule.role: rule for rule in SignInRule.objects.all()}


def rule_of(user: User) -> SignInRule:
    return rules().get(user.role) or SignInRule(role=user.role)


def has_one(user: User) -> bool:
    return factors_of(user).exists()


def was_shown(session: Any) -> bool:
    """Whether the person of this session has shown a second factor in it."""
    return bool(session.get(PASSED_BY)) and session[PASSED_BY] == session.get(SESSION_KEY, "")


def may_lose_one(user: User) -> bool:
    """Whether one of the person's factors may go: any, unless the role needs one and this is the last."""
    return not rule_of(user).second_factor or factors_of(user).count() > 1


def factors_of(user: User) -> QuerySet[Authenticator]:
    """App and keys; recovery codes stand in for one and are none."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)


def is_missing(session: Any, user: User) -> bool:
    """Whether this sign-in opens nothing yet, because the role needs a second factor and it was not shown."""
    return rule_of(user).second_factor and not was_shown(session)


def shown_by(request: Any, user: User, code: str) -> Authenticator | None:
    """What the code proves: the person's app, or their recovery codes, each good for once; None for a wrong one.

    Wrong codes are counted and lock out like wrong passwords.
    """
    if locked_seconds(request, user):
        return None
    ways = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN)
    found = next((each for each in ways if _shows(each, code.replace(" ", ""))), None)
    lock_out.note(request, _codes_of(user), right=found is not None)
    if found is None:
        audit.record(
            actor=user, action="second_factor_failed", object_kind="user", object_ref=user.username, allowed=False
        )
    return found


def locked_seconds(request: Any, user: User) -> int:
    return lock_out.locked_seconds(request, _codes_of(user))


def _codes_of(user: User) -> str:
    # Not the name itself: the right password, which comes first, would wipe out the count of wrong codes.
    return f"codes of {user.username}"


def _shows(authenticator: Authenticator, code: str) -> bool:
    try:
        return bool(authenticator.wrap().validate_code(code))
    except Exception as error:  # the cache, where a code is marked as used, is away: a dispatcher must reach the desk
        if authenticator.type != Authenticator.Type.TOTP:
            raise
        log.warning("used_codes_unreachable", error=repr(error))
        return validate_totp_code(decrypt(authenticator.data["secret"]), code)


class Secrets(DefaultMFAAdapter):
    """Keys of authenticator apps lie encrypted in the database, under the site's secret."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)


class QuietAccounts(DefaultAccountAdapter):
    """Accounts are made in the back office alone, and what happens to them is told by our own pages."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["command_center.ground.organisation.single_sign_on.SecondFactorStage"]

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The library's own words, which the back office would show later."""


def _cipher() -> MultiFernet:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    keys = (hashlib.sha256(b"second factor" + secret.encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def passed(*, request: Any, user: User, **_: Any) -> None:
    """In this sign-in the person has shown their second factor."""
    request.session[PASSED_BY] = str(user.pk)


def connect() -> None:
    authenticator_used.connect(passed, dispatch_uid="second_factor_used")
