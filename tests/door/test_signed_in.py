"""How long a sign-in lasts, whose it is, what ends it, and what of it is written down."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from knox.models import AuthToken
from rest_framework.test import APIClient

from command_center.ground.core import sessions
from command_center.ground.core.api import authentication
from command_center.ground.core.models import AuditEntry
from command_center.ground.organisation.models import SignInRule
from tests.door.test_sign_in import basic
from tests.people import PASSWORD, give_password

ME = "/api/v1/me/"
NEW = "another-long-password"


def token_of(user):
    give_password(user)
    answer = APIClient().post("/api/v1/auth/login/", headers={"Authorization": basic(user, PASSWORD)})
    return answer.data["token"], answer.data["expiry"]


def bearer(token):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


def said():
    return list(AuditEntry.objects.order_by("pk").values_list("action", "object_ref", "allowed"))


# --- whose page it is ---------------------------------------------------------------------------------------------------
def test_a_page_of_somebody_else_does_nothing_in_the_name_of_whoever_holds_the_cookie_now(mei, cast):
    report = {"source": "PHONE", "source_id": "1", "description": "没电"}
    as_lin, as_mei = ({"X-Signed-In-As": str(who.pk), "Accept-Language": "en"} for who in (cast.lin, cast.mei))
    answer = mei.post("/api/v1/fault-reports/", report, headers=as_lin)
    assert (answer.status_code, answer.data["code"]) == (409, "someone_else_signed_in")
    assert answer.data["signed_in_as"] == {"id": cast.mei.pk, "name": "Mei"}
    assert "You are now Mei" in answer.data["detail"]
    assert mei.get(ME, headers=as_lin).status_code == 409
    assert mei.get(ME, headers=as_mei).status_code == 200
    assert mei.post("/api/v1/fault-reports/", report, headers=as_mei).status_code == 201


def test_whoever_is_signed_out_reads_so_and_where_to_sign_in(db):
    answer = APIClient().get(ME, headers={"X-Signed-In-As": "7", "Accept-Language": "zh-hans"})
    assert (answer.status_code, answer.data["code"], answer.data["sign_in"]) == (401, "not_authenticated", "/login/")
    assert answer.data["title"] == "您尚未登录，或登录已失效。"


# --- how long ------------------------------------------------------------------------------------------------------------
def ends_at(client):
    return datetime.fromisoformat(client.get(ME).data["session_ends_at"])


def test_a_session_ends_twelve_hours_after_the_last_act_and_after_eighteen_in_all(mei, cast, monkeypatch):
    start = now()
    assert ends_at(mei) == pytest.approx(start + timedelta(hours=12), abs=timedelta(minutes=1))

    def acts_after(**later):
        monkeypatch.setattr(authentication, "now", lambda: start + timedelta(**later))
        mei.post("/api/v1/fault-reports/", {})
        return round((ends_at(mei) - start) / timedelta(hours=1), 1)

    assert acts_after(minutes=5) == 12.0, "not written with every request"
    assert acts_after(hours=3) == 15.0
    assert acts_after(hours=11) == 18.0, "eighteen at most"


def test_a_role_with_a_rule_is_signed_in_for_as_long_as_that_says(cast, monkeypatch):
    SignInRule.objects.create(role=cast.mei.role, idle_minutes=30, longest_minutes=60)
    start, mei = now(), APIClient()
    mei.force_login(cast.mei)

    def minutes_left_at(minutes):
        monkeypatch.setattr(authentication, "now", lambda: start + timedelta(minutes=minutes))
        mei.post("/api/v1/fault-reports/", {})
        return round((ends_at(mei) - start) / timedelta(minutes=1))

    assert [minutes_left_at(minutes) for minutes in (0, 2, 20, 45)] == [30, 30, 50, 60]


def test_what_a_page_asks_by_itself_does_not_prolong(mei, monkeypatch):
    before = ends_at(mei)
    monkeypatch.setattr(authentication, "now", lambda: now() + timedelta(hours=5))
    mei.get("/api/v1/work-orders/")
    assert ends_at(mei) == before


def test_the_session_of_before_this_was_kept_goes_on(mei, cast):
    session = mei.session
    del session[sessions.SIGNED_IN_AT]
    session.save()
    assert mei.post("/api/v1/fault-reports/", {}).status_code == 422
    assert sessions.SIGNED_IN_AT in mei.session


@pytest.mark.parametrize("name, lasts", [("mei", timedelta(hours=12)), ("omar", timedelta(days=14)), ("agent", None)])
def test_a_token_lasts_as_long_as_its_role_needs(cast, name, lasts):
    token, expiry = token_of(getattr(cast, name))
    if lasts is None:
        assert expiry is None
    else:
        assert datetime.fromisoformat(expiry) - now() == pytest.approx(lasts, abs=timedelta(minutes=1))
    assert bearer(token).get(ME).data["session_ends_at"] == expiry


# --- what ends it --------------------------------------------------------------------------------------------------------
def test_a_new_password_ends_tokens_and_sessions(cast):
    token, _ = token_of(cast.omar)
    phone, desk = bearer(token), Client()
    desk.force_login(cast.omar)
    assert (phone.get(ME).status_code, desk.get(ME).status_code) == (200, 200)
    boss = Client()
    boss.force_login(cast.boss)
    form = {"password1": NEW, "password2": NEW}
    assert boss.post(f"/admin/organisation/user/{cast.omar.pk}/password/", form).status_code == 302
    assert (phone.get(ME).status_code, desk.get(ME).status_code) == (401, 401)
    entry = AuditEntry.objects.filter(action="password_changed").latest("pk")
    assert (entry.actor, entry.object_ref) == (cast.boss, "omar")


def test_a_command_that_sets_a_password_ends_them_too(cast):
    token, _ = token_of(cast.omar)
    cast.omar.set_password(NEW)
    cast.omar.save()
    assert bearer(token).get(ME).status_code == 401


def test_whoever_is_dismissed_has_no_token_left_to_come_back_with(cast):
    token, _ = token_of(cast.mei)
    boss = Client()
    boss.force_login(cast.boss)
    page = f"/admin/organisation/user/{cast.mei.pk}/change/"
    form = boss.get(page).context["adminform"].form.initial
    kept = {key: form[key] for key in ("username", "name", "email", "phone", "home", "role")}
    assert boss.post(page, {**kept, "extra_paths": ""}).status_code == 302
    assert bearer(token).get(ME).status_code == 401
    assert not AuthToken.objects.filter(user=cast.mei).exists()


# --- what is written down ---------------------------------------------------------------------------------------------
def test_signing_in_failing_and_signing_out_are_in_the_trail(cast):
    give_password(cast.mei)
    client = Client()
    client.post("/login/", {"username": "mei", "password": "wrong"})
    client.post("/login/", {"username": PASSWORD, "password": "mei"})
    client.post("/login/", {"username": "mei", "password": PASSWORD})
    client.post("/logout/")
    assert said()[-4:] == [
        ("sign_in_failed", "mei", False),
        ("sign_in_failed", "(unknown)", False),
        ("signed_in", "mei", True),
        ("signed_out", "mei", True),
    ]
    assert PASSWORD not in str(list(AuditEntry.objects.values()))
    assert AuditEntry.objects.filter(action="signed_in").latest("pk").detail == {
        "address": "127.0.0.1",
        "door": "/login/",
    }


def test_the_back_office_shows_when_a_token_was_used_last(cast):
    token, _ = token_of(cast.omar)
    boss = Client(headers={"Accept-Language": "en"})
    boss.force_login(cast.boss)
    assert not AuthToken.objects.filter(use__last_used_at__isnull=False).exists()
    bearer(token).get(ME)
    assert AuthToken.objects.get(user=cast.omar).use.last_used_at
    page = boss.get("/admin/knox/authtoken/").content.decode()
    assert "Last used" in page or "last used" in page
