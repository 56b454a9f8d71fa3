"""Security keys in Chromium, whose virtual authenticator stands in for the thing on the key ring: added, used, named, removed."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session

from command_center.ground.organisation import second_factor
from command_center.ground.organisation.models import SignInRule, User
from command_center.ground.organisation.roles import Role
from tests.people import PASSWORD

from .desk import open_desk
from .test_accessibility import THEMES, grave, looks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}


def plug_in(page):
    """A key that is touched as soon as it is asked for; returns how to take it out again."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = KEY | {"automaticPresenceSimulation": True}
    name = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return lambda: session.send("WebAuthn.removeVirtualAuthenticator", name)


def sign_in(page, live_server, *, next_page=""):
    page.goto(f"{live_server.url}/login/?next={next_page}")
    page.fill("[name=username]", "lin")
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")


def add_key(page, live_server, name):
    page.goto(f"{live_server.url}/second-factor/")
    page.click("#add-key summary")
    page.fill("#id_key_name", name)
    page.fill("#id_key_password", PASSWORD)
    page.click("#add-key [type=submit]")


@pytest.fixture
def lin(db):
    lin = User.objects.create(username="lin", name="林晓", role=Role.DISPATCHER)
    lin.set_password(PASSWORD)
    lin.save()
    return lin


@pytest.fixture
def page(browser, live_server, lin):
    """Lin's window, signed in, with her key plugged in and added."""
    page = open_desk(browser)
    page.pull_out = plug_in(page)
    sign_in(page, live_server)
    page.wait_for_url(f"{live_server.url}/")
    add_key(page, live_server, "蓝色")
    page.wait_for_selector(".recovery-codes")
    return page


def keys():
    return [str(each) for each in Authenticator.objects.filter(type="webauthn").order_by("pk")]


def test_a_key_is_added_and_opens_the_next_sign_in(page, live_server):
    assert (keys(), page.locator(".recovery-codes li").count()) == (["蓝色"], 10)
    page.context.clear_cookies()
    page.complaints.clear()
    sign_in(page, live_server, next_page="/orders/")
    page.click("[data-key] [type=submit]")
    page.wait_for_url(f"{live_server.url}/orders/")
    assert [each for each in page.complaints if "policy" in each] == [], "the strict policy holds"


def test_without_the_key_nothing_opens_and_the_page_says_so(page, live_server):
    page.pull_out()
    plug_in(page)  # a stranger's
    page.context.clear_cookies()
    sign_in(page, live_server)
    page.click("[data-key] [type=submit]")
    page.wait_for_selector("#problem >> text=没有收到密钥的回应")
    assert page.url.endswith("/login/code/")


def test_a_key_is_added_once(page, live_server):
    add_key(page, live_server, "又一次")
    page.wait_for_selector("#problem >> text=这把密钥已经添加过")
    assert keys() == ["蓝色"]


def test_it_is_renamed_and_removed_by_touching_it(page, live_server):
    page.goto(f"{live_server.url}/second-factor/")
    page.fill(".factors [name=name]", "值班台")
    page.click(".factors >> text=改名")
    page.wait_for_load_state()
    assert keys() == ["值班台"]
    page.click(".factors [name=factor]")
    page.wait_for_selector(".factors", state="detached")
    assert keys() == []


def test_the_last_one_of_a_role_that_needs_one_has_no_button(page, live_server):
    SignInRule.objects.create(role=Role.DISPATCHER, second_factor=True)
    second_factor.rules.clear()
    page.goto(f"{live_server.url}/second-factor/")
    assert page.locator(".factors [name=factor]").count() == 0
    page.pull_out()
    plug_in(page)
    add_key(page, live_server, "保险柜")
    page.wait_for_selector("#add-key:not([open])")
    assert page.locator(".factors [name=factor]").count() == 2


def test_it_opens_where_one_was_signed_out(page, live_server):
    page.goto(f"{live_server.url}/orders/")
    page.wait_for_selector("h1")
    Session.objects.all().delete()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.fill("dialog [name=password]", PASSWORD)
    page.click("dialog .primary")
    page.click("dialog >> text=触碰密钥")
    page.wait_for_selector("dialog", state="detached")
    assert page.evaluate("fetch('/api/v1/me/').then((answer) => answer.status)") == 200


@pytest.mark.parametrize(("dark", "language"), THEMES)
def test_the_pages_can_be_read_by_everybody(page, live_server, dark, language):
    page.goto(f"{live_server.url}/second-factor/?{looks(dark, language)}")
    page.click("#add-key summary")
    assert grave(page) == []
    page.context.clear_cookies()
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/login/code/?{looks(dark, language)}")
    assert grave(page) == []
