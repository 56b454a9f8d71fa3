"""Security keys and passkeys (WebAuthn) as second factor: added, shown, named. ``fido2`` checks the protocol.

A key answers a challenge that lies in the session, for this host only. Browsers offer it on HTTPS and on ``localhost``.
"""

import json
from typing import Any

import structlog
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth, flows
from fido2.webauthn import AuthenticationResponse

from command_center.ground.core import audit
from command_center.ground.organisation.models import User

log = structlog.get_logger(__name__)

LONGEST_NAME = 40
TO_BE_ADDED = "security_key_to_add"
"""In a session: the name of the key whose challenge was given out; nobody adds a key without having been let to."""
COUNTER = "sign_count"


def keys_of(user: User) -> list[Authenticator]:
    """The person's keys, the oldest first."""
    return list(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("pk"))


def options_to_add(request: Any, user: User, *, name: str) -> dict[str, Any]:
    """What the browser needs to make a new key, as WebAuthn's JSON. The caller has made sure that it is the person."""
    options = flows.begin_registration(request, user, passwordless=False)
    request.session[TO_BE_ADDED] = name.strip()[:LONGEST_NAME]
    return options


def options_to_show(user: User) -> dict[str, Any]:
    """What the browser needs to ask for a key of this person, as WebAuthn's JSON."""
    return auth.begin_authentication(user)


def add(request: Any, typed: str) -> list[str] | None:
    """Keep the key that answered the challenge. The new recovery codes when it is the first factor; None: no such answer."""
    name = request.session.pop(TO_BE_ADDED, None)
    if name is None:
        return None
    try:
        credential = json.loads(typed)
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except Exception as error:  # nested bytes of a client, read by a library: whatever it stumbles over is no key
        log.warning("security_key_unreadable", error=repr(error))
        return None
    _key, codes = flows.add_authenticator(request, name or _next_name(request.user), credential)
    return codes.wrap().get_unused_codes() if codes else []


def shown_by(user: User, typed: str) -> Authenticator | None:
    """The key that answered the challenge of this session; None when none of the person's did.

    Not counted as wrong codes are: an answer cannot be guessed, and whoever is locked out by another's guesses still comes in.
    """
    try:
        credential = json.loads(typed)
        key = auth.complete_authentication(user, credential)
        counter = AuthenticationResponse.from_dict(credential).response.authenticator_data.counter
        problem = _counted_on(key, counter)
    except Exception as error:  # as in ``add``
        key, problem = None, repr(error)
    if problem is None:
        return key
    log.warning("security_key_refused", problem=problem)
    audit.record(
        actor=user,
        action="second_factor_failed",
        object_kind="user",
        object_ref=user.username,
        allowed=False,
        kind="key",
    )
    return None


def rename(key: Authenticator, name: str) -> None:
    key.data["name"] = name.strip()[:LONGEST_NAME]
    key.save(update_fields=["data"])


def _counted_on(key: Authenticator, counter: int) -> str | None:
    """A key that counts must have counted on, or there are two of it (WebAuthn 7.2, step 22); passkeys say 0 always."""
    if counter and counter <= key.data.get(COUNTER, 0):
        return f"key {key.pk} counts {counter} again: there may be a copy of it"
    key.data[COUNTER] = counter
    key.save(update_fields=["data"])
    return None


def _next_name(user: User) -> str:
    return f"#{len(keys_of(user)) + 1}"
