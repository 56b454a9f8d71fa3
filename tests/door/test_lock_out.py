"""Five wrong passwords for one name from one address lock both out for a quarter of an hour, at every door."""

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client
from rest_framework.test import APIClient

from command_center.ground.core import lock_out
from command_center.ground.core.api.throttles import LoginThrottle
from tests.door.test_sign_in import basic
from tests.people import give_password

NOON = 1_800_000_000.0


@pytest.fixture
def clock(monkeypatch):
    """The lock-out's clock; the throttle of an address, which has another, is out of the way."""
    moment = [NOON]
    monkeypatch.setattr(lock_out.time, "time", lambda: moment[0])
    monkeypatch.setattr("command_center.ground.core.api.throttles.LoginThrottle.allow_request", lambda *_: True)
    return moment


@pytest.fixture
def eva_password(cast):
    return give_password(cast.eva)


def page(password, username="eva", **extra):
    return Client(headers={"Accept-Language": "en"}).post(
        "/login/", {"username": username, "password": password}, **extra
    )


def api(user, password, **extra):
    headers = {"Authorization": basic(user, password), "Accept-Language": "en"}
    return APIClient().post("/api/v1/auth/login/", headers=headers, **extra)


def fail(times, **extra):
    return [page("wrong", **extra).status_code for _ in range(times)]


def test_the_right_password_opens(cast, clock, eva_password):
    assert fail(4) == [200] * 4
    assert page(eva_password).status_code == 302
    assert fail(4) == [200] * 4, "counted from the beginning after a success"


def test_after_five_failures_not_even_the_right_password_opens(cast, clock, eva_password):
    assert fail(5) == [200] * 5
    clock[0] += 61
    answer = page(eva_password)
    assert answer.status_code == 429 and answer["Retry-After"] == "839"
    assert "Too many wrong passwords. Try again in 14 minutes." in answer.content.decode()


def test_the_page_speaks_chinese(cast, clock, eva_password):
    fail(5)
    answer = page(eva_password, headers={"Accept-Language": "zh-hans"})
    assert "密码错误次数过多，请 15 分钟后再试。" in answer.content.decode()


def test_the_api_obeys_the_same_lock(cast, clock, eva_password):
    fail(5)
    answer = api(cast.eva, eva_password)
    assert answer.status_code == 429 and answer["Retry-After"] == "900"
    assert answer.json()["title"] == "Too many wrong passwords. Try again in 15 minutes."
    assert answer.json()["code"] == "throttled"


def test_failures_at_the_api_count_for_the_page(cast, clock, eva_password):
    assert [api(cast.eva, "wrong").status_code for _ in range(5)] == [401] * 5
    assert page(eva_password).status_code == 429


def test_the_lock_ends(cast, clock, eva_password):
    fail(5)
    clock[0] += lock_out.LOCKED_SECONDS + 1
    assert page(eva_password).status_code == 302


def test_another_address_and_another_person_are_not_locked(cast, clock, eva_password):
    fail(5)
    assert page(eva_password, REMOTE_ADDR="10.9.8.7").status_code == 302
    assert page(give_password(cast.mei), username="mei").status_code == 302
    assert page(eva_password, username="EVA ").status_code == 429, "the same name in another spelling"


def test_an_unknown_name_is_locked_like_a_known_one(cast, clock):
    assert fail(6, username="nobody-here") == [200] * 5 + [429]


def test_without_redis_the_right_password_opens(cast, clock, eva_password, monkeypatch):
    def away(*_, **__):
        raise ConnectionError

    for name in ("get", "add", "incr", "set", "delete"):
        monkeypatch.setattr(LocMemCache, name, away)
    assert fail(6) == [200] * 6
    assert page(eva_password).status_code == 302


@pytest.mark.parametrize("second", [1.0, 59.9])
def test_a_page_that_is_asked_too_often_says_so(cast, eva_password, monkeypatch, second):
    """In the last second of the minute too."""
    monkeypatch.setattr(LoginThrottle, "timer", lambda _: 60_000 + second)
    answers = [page("wrong", username=f"guess-{n}") for n in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert "Please wait a minute." in answers[-1].content.decode()


def test_a_shift_behind_one_address_comes_in_at_the_same_minute(cast, eva_password):
    assert [page(eva_password).status_code for _ in range(12)] == [302] * 12
    assert [page("wrong", username=f"guess-{n}").status_code for n in range(11)] == [200] * 10 + [429]


def test_many_addresses_close_a_name_to_strangers_only(cast, clock, eva_password):
    assert page(eva_password, REMOTE_ADDR="10.0.0.9").status_code == 302, "from her own desk"
    guesses = [page("wrong", REMOTE_ADDR=f"198.51.100.{n}").status_code for n in range(lock_out.FAILURES_AN_HOUR)]
    assert set(guesses) == {200}
    answer = page(eva_password, REMOTE_ADDR="198.51.100.200")
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
    assert page(eva_password, REMOTE_ADDR="10.0.0.9").status_code == 302, "nobody is locked out of their own desk"
    clock[0] += lock_out.HOUR_SECONDS
    assert page(eva_password, REMOTE_ADDR="198.51.100.200").status_code == 302


@pytest.mark.parametrize(
    "proxies, counted",
    [(0, "127.0.0.1"), (1, "10.0.0.1"), (2, "198.51.100.77"), (3, "203.0.113.5")],
)
def test_whose_address_is_counted_is_a_setting(settings, rf, proxies, counted):
    """What a caller writes in front of what our proxies wrote is never believed."""
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": proxies}
    request = rf.get("/", HTTP_X_FORWARDED_FOR="203.0.113.5, 198.51.100.77, 10.0.0.1")
    assert LoginThrottle().get_ident(request) == counted
