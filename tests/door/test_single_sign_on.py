"""Single sign-on: who the provider proves comes in as the account that is theirs, and as nobody else; rights come from us."""

import time
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.checks import run_checks
from django.test import Client

from command_center.ground.core.models import AuditEntry
from command_center.ground.organisation import single_sign_on
from command_center.ground.organisation.models import User
from tests.door.test_second_factor import CODE_PAGE, ME, PAGE, app, code_of, needs_one, password  # noqa: F401
from tests.people import make_user
from tests.sso_provider import CLIENT, SECRET, running

START, LOGIN = "/sign-in/provider/", "/login/"


@pytest.fixture
def there(settings, cast):
    """The provider is set up here, and no claim binds anybody."""
    with running() as provider:
        settings.OIDC_ISSUER, settings.OIDC_NAME = provider.issuer, "One for all"
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
        single_sign_on.discovered.clear()
        yield provider
    single_sign_on.discovered.clear()


def browser():
    return Client(headers={"Accept-Language": "en"})


def bound(person, provider, sub="e-4711"):
    return SocialAccount.objects.create(user=person, provider=provider.issuer, uid=sub)


def way_back(client, *, wanted="/outages/"):
    """To the provider and, signed in there, to the address it sends the browser back to."""
    to = client.get(START, {"next": wanted})["Location"]
    back = urlsplit(httpx.get(to).headers["Location"])
    return f"{back.path}?{back.query}"


def come(client=None, **more):
    client = client or browser()
    return client, client.get(way_back(client, **more))


def why_not(client):
    """What the sign-in page says then; nobody is signed in."""
    assert client.get(ME).status_code == 401
    return client.get(LOGIN).content.decode()


def test_without_configuration_there_is_no_such_door(db):
    assert [browser().get(path).status_code for path in (START, START + "back/")] == [404, 404]
    assert "sign-in/provider" not in browser().get(LOGIN).content.decode()


def test_who_is_bound_comes_in_with_their_own_rights(there, cast):
    bound(cast.mei, there)
    assert "Sign in with One for all" in browser().get(LOGIN).content.decode()
    client, answer = come()
    assert (answer.status_code, answer["Location"]) == (302, "/outages/")
    me = client.get(ME).data
    assert (me["username"], me["role"]) == ("mei", "DISPATCHER")
    entry = AuditEntry.objects.get(action="signed_in")
    assert (entry.object_ref, entry.detail["door"]) == ("mei", START + "back/")
    assert {"nonce", "state", "code_challenge"} <= set(there.asked[0]) and there.asked[0]["scope"] == "openid"


def test_nobody_gets_an_account_and_no_address_binds_one(there, cast):
    cast.mei.email = "mei@example.cn"
    cast.mei.save()
    there.claims |= {"email": "mei@example.cn", "email_verified": True, "preferred_username": "mei", "name": "Mei"}
    before = User.objects.count()
    client, answer = come()
    assert answer["Location"] == LOGIN and "no account here belongs to you" in why_not(client)
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)
    entry = AuditEntry.objects.get(action="sign_in_failed")
    assert (entry.object_ref, entry.detail["why"]) == ("(unknown)", "unknown_there")


def test_a_claim_that_was_named_binds_the_first_time_and_the_subject_counts_from_then_on(there, cast, settings):
    settings.OIDC_USERNAME_CLAIM = "employee_number"
    there.claims |= {"employee_number": "mei"}
    assert come()[0].get(ME).data["username"] == "mei"
    assert AuditEntry.objects.get(action="identity_bound").detail == {"by": "claim"}
    there.claims |= {"employee_number": "eva"}
    assert come()[0].get(ME).data["username"] == "mei", "a renamed claim moves nobody"
    there.claims = {"sub": "e-9999", "employee_number": "mei"}
    client, _ = come()
    assert "no account here belongs to you" in why_not(client), "nor does a name that was given to somebody else"


def test_the_same_subject_of_another_provider_is_somebody_else(there, cast):
    SocialAccount.objects.create(user=cast.mei, provider="https://other.example", uid="e-4711")
    assert "no account here" in why_not(come()[0])


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_superuser": True}], ids=["closed", "emergency"])
def test_a_closed_account_and_the_emergency_account_do_not_come_in(there, cast, change):
    bound(cast.mei, there)
    User.objects.filter(pk=cast.mei.pk).update(**change)
    assert "your account here is closed" in why_not(come()[0])


def another_key(provider):
    return lambda claims: jwt.encode(
        claims, rsa.generate_private_key(public_exponent=65537, key_size=2048), "RS256", headers={"kid": "one"}
    )


FORGED = {
    "another key": another_key,
    "no signature": lambda provider: lambda claims: jwt.encode(claims, None, "none", headers={"kid": "one"}),
    "our own secret": lambda provider: lambda claims: jwt.encode(claims, SECRET * 4, "HS256", headers={"kid": "one"}),
    "no kid": lambda provider: lambda claims: jwt.encode(claims, provider.key, "RS256"),
    "no token": lambda provider: lambda claims: "x",
}
BENT = {
    "another audience": {"aud": "other"},
    "another issuer": {"iss": "https://evil.example"},
    "run out": {"exp": int(time.time()) - 3600},
    "another question": {"nonce": "x"},
    "for another client": {"aud": [CLIENT, "other"], "azp": "other"},
    "no subject": {"sub": None},
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_token_that_the_provider_did_not_sign_opens_nothing(there, cast, forged):
    bound(cast.mei, there)
    there.signs = FORGED[forged](there)
    assert "Signing in there did not work" in why_not(come()[0])


@pytest.mark.parametrize("bent", BENT)
def test_a_token_for_something_else_opens_nothing(there, cast, bent):
    bound(cast.mei, there)
    there.bend = lambda claims: claims | BENT[bent]
    assert "Signing in there did not work" in why_not(come()[0])


def test_an_answer_belongs_to_the_browser_that_asked_and_opens_once(there, cast):
    bound(cast.mei, there)
    client = browser()
    back = way_back(client)
    stranger = browser()
    stranger.get(back)
    assert "did not work" in why_not(stranger)
    assert client.get(back)["Location"] == "/outages/"
    client.post("/logout/")
    client.get(back)
    assert client.get(ME).status_code == 401


def test_it_leads_back_to_this_site_only(there, cast):
    bound(cast.mei, there)
    assert come(wanted="https://evil.example/")[1]["Location"] == "/"


def test_whoever_has_a_second_factor_is_asked_for_it_here_too(there, cast, app):  # noqa: F811
    bound(cast.mei, there)
    client, answer = come()
    assert (answer["Location"], client.get(ME).status_code) == (CODE_PAGE, 401)
    assert client.post(CODE_PAGE, {"code": code_of(app[0], periods=1)})["Location"] == "/outages/"
    assert client.get(ME).status_code == 200


def test_a_role_that_needs_one_opens_nothing_after_the_provider_alone(there, cast):
    needs_one("DISPATCHER")
    bound(cast.mei, there)
    there.claims |= {"amr": ["pwd", "otp"]}
    client, _ = come()
    assert client.get("/outages/")["Location"] == PAGE
    assert client.get("/api/v1/work-orders/").status_code == 403


@pytest.mark.parametrize(("amr", "opens"), [(["pwd", "hwk"], True), (["pwd"], False), (None, False)])
def test_the_provider_vouches_for_it_where_we_were_told_to_trust_it(there, cast, settings, amr, opens):
    settings.OIDC_TRUSTED_AMR = ["hwk", "mfa"]
    needs_one("DISPATCHER")
    bound(cast.mei, there)
    there.claims |= {"amr": amr}
    client, _ = come()
    assert (client.get("/outages/").status_code == 200) is opens


def test_who_has_no_password_sets_up_a_second_factor_soon_after_coming_from_there(there, cast):
    cast.mei.set_unusable_password()
    cast.mei.save()
    bound(cast.mei, there)
    client, _ = come()
    secret = client.get(PAGE).context["secret"]
    client.post(PAGE, {"act": "set_up", "code": code_of(secret)})
    assert Authenticator.objects.filter(user=cast.mei, type="totp").exists()


def test_signing_out_ends_it_on_both_sides(there, cast):
    bound(cast.mei, there)
    client, _ = come()
    answer = client.post("/logout/")
    there_too = urlsplit(answer["Refresh"].removeprefix("0; url="))
    assert there_too.path == "/sign-out"
    asked = parse_qs(there_too.query)
    assert asked["client_id"] == [CLIENT] and asked["post_logout_redirect_uri"] == ["http://testserver/login/"]
    assert jwt.decode(asked["id_token_hint"][0], options={"verify_signature": False})["sub"] == "e-4711"
    assert client.get(ME).status_code == 401


def test_who_came_by_password_is_signed_out_here_alone(there, mei):
    assert mei.post("/logout/").status_code == 302


def test_a_provider_that_does_not_answer_leaves_the_password(there, cast, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    client = browser()
    assert client.get(START)["Location"] == LOGIN
    assert "use your password" in why_not(client)


def test_a_description_of_another_issuer_is_refused(there, settings):
    there.described = lambda: {"issuer": "https://evil.example"}
    client = browser()
    assert client.get(START)["Location"] == LOGIN


@pytest.mark.parametrize(
    ("issuer", "told"), [("http://sso.example.cn", ["organisation.E001"]), ("https://sso.example.cn", []), ("", [])]
)
def test_the_provider_is_reached_by_https(settings, issuer, told):
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = issuer, "x"
    assert [each.id for each in run_checks() if str(each.id).startswith("organisation")] == told


def test_the_system_administrator_binds_and_not_an_administrator_or_themselves(there, province):
    keeper = make_user("root", "ADMINISTRATOR", province.province, is_staff=True)
    security = make_user("sec", "SECURITY_ADMINISTRATOR", province.province, is_staff=True)
    mei = make_user("may", "DISPATCHER", province.xianfeng)
    client = browser()
    client.force_login(keeper)
    url = "/admin/socialaccount/socialaccount/add/"
    for person, status in ((mei, 302), (keeper, 200), (security, 200)):
        assert client.post(url, {"user": person.pk, "uid": f"e-{person.pk}"}).status_code == status
    account = SocialAccount.objects.get()
    assert (account.user, account.provider) == (mei, there.issuer)
    assert AuditEntry.objects.get(action="identity_bound").detail == {"by": "hand"}
    client.force_login(security)
    assert client.get(url).status_code == 403
