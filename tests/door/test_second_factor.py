"""The second factor: set up with a password and a code, asked for at every door, and enforced by the role's rule."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from rest_framework.test import APIClient

from command_center.ground.core.models import AuditEntry
from command_center.ground.organisation import second_factor
from command_center.ground.organisation.models import SignInRule
from command_center.screens.sockets.accounts import people_of
from tests.door.test_sign_in import basic
from tests.people import give_password

PAGE, CODE_PAGE, ME = "/second-factor/", "/login/code/", "/api/v1/me/"


def code_of(secret, *, periods=0):
    """What the app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def browser():
    return Client(headers={"Accept-Language": "en"})


@pytest.fixture
def password(cast):
    return give_password(cast.mei)


@pytest.fixture
def app(cast, password):
    """Mei has set up her app: its secret, and her recovery codes."""
    client = browser()
    client.force_login(cast.mei)
    secret = client.get(PAGE).context["secret"]
    answer = client.post(PAGE, {"act": "set_up", "password": password, "code": code_of(secret)})
    return secret, re.findall(r"<code>(\d{8})</code>", answer.content.decode())


def by_password(password, client=None):
    client = client or browser()
    return client, client.post("/login/", {"username": "mei", "password": password, "next": "/outages/"})


def needs_one(role):
    SignInRule.objects.create(role=role, second_factor=True)
    second_factor.rules.clear()


def test_it_is_set_up_with_the_password_and_a_code_and_recovery_codes_are_shown_once(cast, password):
    client = browser()
    client.force_login(cast.mei)
    secret = client.get(PAGE).context["secret"]
    for wrong in ({"password": "x", "code": code_of(secret)}, {"password": password, "code": "000000"}):
        assert "is wrong" in client.post(PAGE, {"act": "set_up", **wrong}).content.decode()
    assert not Authenticator.objects.exists()
    page = client.post(PAGE, {"act": "set_up", "password": password, "code": code_of(secret)}).content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", page)
    assert len(codes) == 10
    assert codes[0] not in client.get(PAGE).content.decode()
    assert AuditEntry.objects.filter(action="second_factor_added", object_ref="mei").count() == 1
    assert secret not in str(Authenticator.objects.get(type="totp").data), "encrypted"


def test_signing_in_asks_for_a_code_before_anything_opens(app, password):
    client, answer = by_password(password)
    assert (answer.status_code, answer["Location"]) == (302, CODE_PAGE)
    assert client.get(ME).status_code == 401
    assert "wrong or has been used" in client.post(CODE_PAGE, {"code": "000000"}).content.decode()
    answer = client.post(CODE_PAGE, {"code": code_of(app[0], periods=1)})
    assert (answer.status_code, answer["Location"]) == (302, "/outages/")
    assert client.get(ME).data["username"] == "mei"
    actions = AuditEntry.objects.filter(object_ref="mei").order_by("pk").values_list("action", flat=True)
    assert list(actions)[-2:] == ["second_factor_failed", "signed_in"]


def test_a_code_opens_once(app, password):
    code = code_of(app[0], periods=1)
    answers = [by_password(password)[0].post(CODE_PAGE, {"code": code}).status_code for _ in range(2)]
    assert answers == [302, 200]


def test_a_recovery_code_opens_once(app, password):
    answers = [by_password(password)[0].post(CODE_PAGE, {"code": app[1][0]}).status_code for _ in range(2)]
    assert answers == [302, 200]


def test_five_wrong_codes_lock_and_the_right_password_between_them_changes_nothing(app, password):
    def wrong():
        return by_password(password)[0].post(CODE_PAGE, {"code": "000000"})

    assert [wrong().status_code for _ in range(5)] == [200] * 4 + [429]
    answer = by_password(password)[0].post(CODE_PAGE, {"code": code_of(app[0], periods=1)})
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 800
    assert "Try again in 15 minutes." in answer.content.decode()


def test_the_code_page_is_nobodys_without_a_password_before(app):
    assert browser().post(CODE_PAGE, {"code": code_of(app[0], periods=1)})["Location"] == "/login/"


def test_a_token_wants_the_code_too(cast, app, password):
    def ask(**headers):
        return APIClient().post("/api/v1/auth/login/", headers={"Authorization": basic(cast.mei, password), **headers})

    assert (ask().status_code, ask().data["code"]) == (401, "second_factor_needed")
    assert ask(**{"X-Second-Factor": code_of(app[0], periods=1)}).status_code == 200


def test_a_role_that_needs_one_opens_nothing_before_it_is_set_up(cast, password):
    needs_one("DISPATCHER")
    client, _ = by_password(password)
    assert client.get("/")["Location"] == PAGE and client.get("/outages/")["Location"] == PAGE
    answer = client.get("/api/v1/work-orders/")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_needed")
    assert people_of([client.cookies["sessionid"].value]) == [None], "no socket either"
    headers = {"Authorization": basic(cast.mei, password)}
    assert APIClient().post("/api/v1/auth/login/", headers=headers).status_code == 401
    secret = client.get(PAGE).context["secret"]
    client.post(PAGE, {"act": "set_up", "password": password, "code": code_of(secret)})
    assert client.get("/").status_code == 200 and client.get("/api/v1/work-orders/").status_code == 200
    assert people_of([client.cookies["sessionid"].value]) == [cast.mei]
    assert "needs a second factor" in client.post(PAGE, {"act": "give_up", "code": "x"}).content.decode()


def test_whoever_has_one_cannot_be_given_another_by_a_sign_in_without_it(cast, app, password):
    """A stolen session of before the rule: it neither opens anything nor replaces the app."""
    stolen = browser()
    stolen.force_login(cast.mei)
    needs_one("DISPATCHER")
    assert stolen.get("/")["Location"] == PAGE
    assert "recovery code" not in stolen.post(PAGE, {"act": "new_codes", "code": "000000"}).context.get("codes", [])
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_other_roles_are_not_asked(cast, omar):
    needs_one("DISPATCHER")
    assert omar.get(ME).status_code == 200


def test_it_is_given_up_and_new_recovery_codes_are_made_with_a_code(cast, app):
    client = browser()
    client.force_login(cast.mei)
    new = client.post(PAGE, {"act": "new_codes", "code": app[1][0]}).context["codes"]
    assert len(new) == 10 and not set(new) & set(app[1])
    client.post(PAGE, {"act": "give_up", "code": "000000"})
    assert Authenticator.objects.exists()
    client.post(PAGE, {"act": "give_up", "code": new[0]})
    assert not Authenticator.objects.exists()


def test_the_back_office_has_the_same_sign_in_page(app, password, mei):
    assert browser().get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert browser().get("/admin/login/?next=/admin/core/")["Location"] == "/login/?next=/admin/core/"
    assert mei.get("/admin/login/").status_code == 403, "and no going round in circles"
