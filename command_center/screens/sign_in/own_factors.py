"""The page of one's own second factors: app, security keys and recovery codes are set up, named and removed here."""

import base64
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.totp.internal.flows import activate_totp
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from command_center.ground.core import audit, lock_out
from command_center.ground.organisation import second_factor, security_keys, single_sign_on
from command_center.ground.organisation.models import User

Said = dict[str, Any]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """Set up, look at and give up one's own second factors."""
    user = request.user
    assert isinstance(user, User)
    act = ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    said = act(request, user) if act else {}
    return render(request, "registration/second_factor.html", {**state_of(request, user), **said})


@login_required
@never_cache
@require_POST
def key_options(request: HttpRequest) -> JsonResponse:
    """The challenge for a key: to show one of one's own, or to add one, for which the password is asked again."""
    user = request.user
    assert isinstance(user, User)
    if request.POST.get("purpose") != "add":
        return JsonResponse(security_keys.options_to_show(user))
    if problem := _why_none_is_added(request, user):
        return JsonResponse({"problem": problem}, status=403)
    return JsonResponse(security_keys.options_to_add(request, user, name=request.POST.get("name", "")))


def set_up(request: HttpRequest, user: User) -> Said:
    """The password again, because a desk may be left open, and a code of the app that has just been shown the key."""
    form = ActivateTOTPForm(user=user, data=request.POST)
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        return {"problem": _("An app is set up already.")}
    if problem := _why_none_is_added(request, user):
        return {"problem": problem}
    if not form.is_valid():
        return {"problem": _("The code is wrong. Is the clock of the phone right?")}
    _app, codes = activate_totp(request, form)
    return _added(request, user, codes.wrap().get_unused_codes() if codes else [], kind="app")


def add_key(request: HttpRequest, user: User) -> Said:
    codes = security_keys.add(request, request.POST.get("credential", ""))
    if codes is None:
        return {"problem": key_refused()}
    return _added(request, user, codes, kind="key")


def rename_key(request: HttpRequest, user: User) -> Said:
    key, name = _named(request, security_keys.keys_of(user)), request.POST.get("name", "").strip()
    if key is None or not name:
        return {"problem": _("A key needs a name.")}
    if second_factor.is_missing(request.session, user):
        return {"problem": _("Sign in with your second factor first.")}
    security_keys.rename(key, name)
    _write_down("security_key_renamed", user)
    return {}


def new_codes(request: HttpRequest, user: User) -> Said:
    if not _is_shown(request, user):
        return {"problem": _why_not_shown(request, user)}
    codes = generate_recovery_codes(request).wrap().get_unused_codes()
    _write_down("recovery_codes_made", user)
    return {"codes": codes}


@transaction.atomic
def remove(request: HttpRequest, user: User) -> Said:
    """One app or key. The last one of somebody whose role needs one stays."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two desks removing one each would leave none
    factor = _named(request, second_factor.factors_of(user))
    if factor is None:
        return {}
    if not second_factor.may_lose_one(user):
        return {"problem": _("Your role needs a second factor: add another one before you remove the last.")}
    if not _is_shown(request, user):
        return {"problem": _why_not_shown(request, user)}
    kind = "key" if factor.type == Authenticator.Type.WEBAUTHN else "app"
    delete_and_cleanup(request, factor)
    _write_down("second_factor_removed", user, kind=kind)
    return {}


def give_up(request: HttpRequest, user: User) -> Said:
    if second_factor.rule_of(user).second_factor:
        return {"problem": _("Your role needs a second factor. Whoever grants rights can take a lost one away.")}
    if not _is_shown(request, user):
        return {"problem": _why_not_shown(request, user)}
    for each in second_factor.factors_of(user):
        delete_and_cleanup(request, each)
    _write_down("second_factor_removed", user)
    return {}


ACTS = {
    "set_up": set_up,
    "add_key": add_key,
    "rename_key": rename_key,
    "new_codes": new_codes,
    "remove": remove,
    "give_up": give_up,
}


def state_of(request: HttpRequest, user: User) -> Said:
    """What the page shows; a fresh key of an app with its picture for whoever has none yet."""
    mine = {each.type: each for each in Authenticator.objects.filter(user=user)}
    app, codes = mine.get(Authenticator.Type.TOTP), mine.get(Authenticator.Type.RECOVERY_CODES)
    keys = security_keys.keys_of(user)
    state = {
        "app": app,
        "keys": keys,
        "asks_password": user.has_usable_password(),
        "any": bool(app or keys),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "needed": second_factor.rule_of(user).second_factor,
        "may_lose_one": second_factor.may_lose_one(user),
        "missing": second_factor.is_missing(request.session, user),
    }
    if app is None:
        secret = get_totp_secret(regenerate=request.method != "POST")
        picture = get_adapter().build_totp_svg(get_adapter().build_totp_url(user, secret))
        state |= {"secret": secret, "picture": base64.b64encode(picture.encode()).decode()}
    return state


def _why_none_is_added(request: HttpRequest, user: User) -> str:
    """The password again; and whoever has a factor adds another only where that one was shown. Empty: nothing stands against it."""
    if second_factor.has_one(user) and not second_factor.was_shown(request.session):
        return _("Sign in with your second factor first.")
    if not user.has_usable_password():
        fresh = single_sign_on.just_came(request.session, at=now())
        return "" if fresh else _("Sign out and in again first: this wants a sign-in of the last ten minutes.")
    if seconds := lock_out.locked_seconds(request, user.username):
        return lock_out.sentence(seconds)
    right = user.check_password(request.POST.get("password", ""))
    lock_out.note(request, user.username, right=right)
    return "" if right else _("The password is wrong.")


def _added(request: HttpRequest, user: User, codes: list[str], *, kind: str) -> Said:
    second_factor.passed(request=request, user=user)
    _write_down("second_factor_added", user, kind=kind)
    return {"codes": codes}


def _is_shown(request: HttpRequest, user: User) -> bool:
    """A factor is shown with this very request: a key's answer, or a code."""
    if typed := request.POST.get("credential"):
        return security_keys.shown_by(user, typed) is not None
    return second_factor.shown_by(request, user, request.POST.get("code", "")) is not None


def _why_not_shown(request: HttpRequest, user: User) -> str:
    return key_refused() if request.POST.get("credential") else why_not(request, user)


def key_refused() -> str:
    return _("The key was not accepted. Please try again.")


def why_not(request: HttpRequest, user: User) -> str:
    seconds = second_factor.locked_seconds(request, user)
    return lock_out.sentence(seconds) if seconds else _("The code is wrong or has been used.")


def _named(request: HttpRequest, factors: Any) -> Authenticator | None:
    return next((each for each in factors if str(each.pk) == request.POST.get("factor")), None)


def _write_down(action: str, user: User, **detail: Any) -> None:
    audit.record(actor=user, action=action, object_kind="user", object_ref=user.username, **detail)
