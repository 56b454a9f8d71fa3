"""Security keys as second factor: added with the password, asked for after it, named, removed, and never the last one."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from command_center.ground.core.models import AuditEntry
from tests.door.test_second_factor import CODE_PAGE, ME, PAGE, code_of, needs_one
from tests.people import PASSWORD, give_password
from tests.soft_key import SoftKey

CHALLENGE = "/second-factor/key/"


def browser():
    return Client(headers={"Accept-Language": "en", "Host": "localhost"})


@pytest.fixture
def desk(cast):
    """Mei's window; she has a password."""
    give_password(cast.mei)
    client = browser()
    client.force_login(cast.mei)
    return client


def challenge(client, **more):
    return client.post(CHALLENGE, more)


def add(client, key, *, name="blue", password=PASSWORD):
    options = challenge(client, purpose="add", name=name, password=password).json()
    return client.post(PAGE, {"act": "add_key", "credential": key.made(options)})


@pytest.fixture
def key(desk):
    """Mei's key, added at her desk."""
    key = SoftKey()
    add(desk, key)
    return key


def by_password():
    client = browser()
    return client, client.post("/login/", {"username": "mei", "password": PASSWORD, "next": "/outages/"})


def asked(client):
    """The challenge that lies in the page after the password."""
    page = client.get(CODE_PAGE).content.decode()
    return json.loads(re.search(r'id="key-options" type="application/json">(.*?)</script>', page).group(1))


def show(client, key, **act):
    return client.post(PAGE, {**act, "credential": key.shown(challenge(client).json())}).content.decode()


def test_a_key_is_added_with_the_password_and_recovery_codes_are_shown_once(desk):
    page = add(desk, SoftKey()).content.decode()
    assert len(re.findall(r"<code>(\d{8})</code>", page)) == 10
    assert "blue" in desk.get(PAGE).content.decode()
    entry = AuditEntry.objects.get(action="second_factor_added")
    assert (entry.object_ref, entry.detail) == ("mei", {"kind": "key"})


def test_nobody_adds_one_without_the_password(desk):
    answer = challenge(desk, purpose="add", name="blue", password="x")
    assert (answer.status_code, answer.json()) == (403, {"problem": "The password is wrong."})
    key = SoftKey()
    desk.post(
        PAGE, {"act": "add_key", "credential": key.made(challenge(desk).json())}
    )  # a challenge to show, not to add
    assert not Authenticator.objects.exists()


def test_the_key_is_asked_for_after_the_password_and_opens(key):
    client, answer = by_password()
    assert (answer["Location"], client.get(ME).status_code) == (CODE_PAGE, 401)
    answer = client.post(CODE_PAGE, {"credential": key.shown(asked(client))})
    assert (answer.status_code, answer["Location"]) == (302, "/outages/")
    assert client.get(ME).data["username"] == "mei"


def strange(key, options):
    return SoftKey().shown(options)


def elsewhere(key, options):
    key.host = "localhost.example"
    return key.shown(options)


def yesterday(key, options):
    return key.shown({"publicKey": {"challenge": "b2xk"}})


def junk(key, options):
    return "[[1" if key.counter else '{"id": 7, "response": null}'


@pytest.mark.parametrize("answer", [strange, elsewhere, yesterday, junk])
def test_what_is_not_the_key_of_this_person_for_this_site_and_challenge_opens_nothing(key, answer):
    client, _ = by_password()
    answer = client.post(CODE_PAGE, {"credential": answer(key, asked(client))})
    assert "was not accepted" in answer.content.decode() and client.get(ME).status_code == 401
    assert AuditEntry.objects.get(action="second_factor_failed").detail == {"kind": "key"}


def test_an_answer_opens_once(key):
    client, _ = by_password()
    answer = key.shown(asked(client))
    other, _ = by_password()
    assert [each.post(CODE_PAGE, {"credential": answer}).status_code for each in (client, other)] == [302, 200]


def test_a_copy_of_a_key_is_noticed_by_its_counter(key):
    client, _ = by_password()
    client.post(CODE_PAGE, {"credential": key.shown(asked(client))})
    key.counter = 0  # the copy, made before
    client, _ = by_password()
    assert "was not accepted" in client.post(CODE_PAGE, {"credential": key.shown(asked(client))}).content.decode()


def test_a_passkey_that_does_not_count_opens_each_time(desk):
    key = SoftKey(counts=False)
    add(desk, key)
    for _ in range(2):
        client, _answer = by_password()
        assert client.post(CODE_PAGE, {"credential": key.shown(asked(client))}).status_code == 302


def test_it_works_beside_the_app(cast, desk, key):
    secret = desk.get(PAGE).context["secret"]
    desk.post(PAGE, {"act": "set_up", "password": PASSWORD, "code": code_of(secret)})
    client, _ = by_password()
    assert client.post(CODE_PAGE, {"code": code_of(secret, periods=1)}).status_code == 302
    client, _ = by_password()
    assert client.post(CODE_PAGE, {"credential": key.shown(asked(client))}).status_code == 302


def test_whoever_has_a_key_is_given_no_other_factor_by_a_sign_in_without_it(cast, key):
    stolen = browser()
    stolen.force_login(cast.mei)
    answer = challenge(stolen, purpose="add", name="mine", password=PASSWORD)
    assert answer.json() == {"problem": "Sign in with your second factor first."}
    secret = stolen.get(PAGE).context["secret"]
    stolen.post(PAGE, {"act": "set_up", "password": PASSWORD, "code": code_of(secret)})
    assert [each.type for each in Authenticator.objects.exclude(type="recovery_codes")] == ["webauthn"]


def test_it_is_renamed(desk, key):
    factor = Authenticator.objects.get(type="webauthn")
    page = desk.post(PAGE, {"act": "rename_key", "factor": factor.pk, "name": " 值班台 "}).content.decode()
    assert "值班台" in page and "blue" not in page


def test_nobody_renames_or_removes_anothers(cast, desk, key):
    factor = Authenticator.objects.get(type="webauthn")
    eva = browser()
    eva.force_login(cast.eva)
    eva.post(PAGE, {"act": "rename_key", "factor": factor.pk, "name": "mine"})
    eva.post(PAGE, {"act": "remove", "factor": factor.pk, "code": "000000"})
    assert str(Authenticator.objects.get(type="webauthn")) == "blue"


def test_it_is_removed_by_showing_it(desk, key):
    factor = Authenticator.objects.get(type="webauthn")
    desk.post(PAGE, {"act": "remove", "factor": factor.pk, "code": "000000"})
    assert Authenticator.objects.exists()
    show(desk, key, act="remove", factor=factor.pk)
    assert not Authenticator.objects.exists(), "recovery codes go with the last factor"


def test_the_last_factor_of_a_role_that_needs_one_stays(desk, key):
    needs_one("DISPATCHER")
    first = Authenticator.objects.get(type="webauthn")
    assert "before you remove the last" in show(desk, key, act="remove", factor=first.pk)
    assert Authenticator.objects.filter(pk=first.pk).exists()
    second = SoftKey()
    add(desk, second, name="red")
    show(desk, second, act="remove", factor=first.pk)
    assert [str(each) for each in Authenticator.objects.filter(type="webauthn")] == ["red"]
    assert desk.get("/").status_code == 200


def test_a_key_alone_fulfils_the_rule(desk):
    needs_one("DISPATCHER")
    assert desk.get("/")["Location"] == PAGE
    add(desk, SoftKey())
    assert desk.get("/").status_code == 200


def test_wrong_codes_of_somebody_else_do_not_keep_the_key_out(key):
    for _ in range(5):
        by_password()[0].post(CODE_PAGE, {"code": "000000"})
    client, _ = by_password()
    assert client.post(CODE_PAGE, {"credential": key.shown(asked(client))}).status_code == 302
