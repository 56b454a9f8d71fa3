"""Two dispatchers on one order: whoever came second says once that they take it over; what they typed is never lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role

from .desk import CommandCentre, open_desk, order
from .test_accessibility import grave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ASKED = ".dialog.take-over"


@pytest.fixture
def people(db):
    return [
        User.objects.create(username=code, name=name, email=f"{code}@test.invalid", role=Role.DISPATCHER)
        for code, name in (("lin", "林晓"), ("mei", "王芳"))
    ]


@pytest.fixture
def desk(browser, live_server, client):
    """``desk(user)`` → a board of its own memory, and the command centre behind it."""

    def sit_down(user: User, path: str = "/") -> tuple[Page, CommandCentre]:
        client.force_login(user)
        page = open_desk(browser)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        centre = CommandCentre(page, [order(1), order(2, due_in=50)])
        centre.me["json"] |= {"id": user.pk, "name": user.name}
        page.goto(live_server.url + path)
        page.wait_for_selector(".row")
        return page, centre

    return sit_down


def looks(user: User, *, minutes_ago: float) -> dict[str, Any]:
    """The word of the server that somebody has the first order open."""
    since = (now() - timedelta(minutes=minutes_ago)).isoformat()
    return {"type": "looking", "order": 1, "person": user.pk, "name": user.name, "since": since, "lasts": 30}


def open_first(page: Page) -> None:
    page.keyboard.press("j")
    page.wait_for_selector(".candidate")


def verbs(centre: CommandCentre) -> list[str]:
    return [verb for verb, _, _ in centre.commands]


def tell(page: Page, centre: CommandCentre, *frames: dict[str, Any]) -> None:
    for frame in frames:
        centre.send(frame)
    page.wait_for_selector(".detail .looker")


def test_the_second_of_two_confirms_once_by_keyboard_and_the_first_is_not_asked(desk, people):
    lin, mei = people
    (first, of_lin), (second, of_mei) = desk(lin), desk(mei)
    both = looks(lin, minutes_ago=2), looks(mei, minutes_ago=1)
    for page, centre in ((first, of_lin), (second, of_mei)):
        open_first(page)
        tell(page, centre, *both)

    second.keyboard.press("Enter")
    expect(second.locator(ASKED)).to_contain_text("林晓 正在处理：仍由我处理？")
    assert verbs(of_mei) == []
    second.keyboard.press("Enter")
    expect(second.locator(".notice").first).to_contain_text("已派给丁寨 01 班")
    second.keyboard.press("r")  # asked once, not at every step
    expect(second.locator(ASKED)).to_have_count(0)
    assert verbs(of_mei)[0] == "assign"

    first.keyboard.press("Enter")
    expect(first.locator(".notice").first).to_contain_text("已派给丁寨 01 班")
    assert verbs(of_lin) == ["assign"] and first.complaints == second.complaints == []


def test_a_no_sends_nothing_and_keeps_the_words(desk, people):
    lin, mei = people
    page, centre = desk(mei)
    open_first(page)
    tell(page, centre, looks(lin, minutes_ago=1))
    page.click("#action-cancel")
    page.fill(".action-form input[name=reason]", "误录")
    page.keyboard.press("Enter")
    expect(page.locator(ASKED)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(ASKED)).to_have_count(0)
    assert page.input_value(".action-form input[name=reason]") == "误录" and verbs(centre) == []
    page.keyboard.press("Enter")
    page.locator(ASKED).get_by_role("button", name="仍由我处理").click()
    expect(page.locator(".action-form")).to_have_count(0)
    assert centre.commands[0][:2] == ("cancel", {"reason": "误录"})


def test_nobody_is_asked_where_nobody_else_is_or_they_have_left(desk, people):
    lin, mei = people
    page, centre = desk(mei)
    open_first(page)
    tell(page, centre, looks(lin, minutes_ago=1))
    centre.send(looks(lin, minutes_ago=1) | {"lasts": 0})
    expect(page.locator(".looker")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".notice").first).to_contain_text("已派给丁寨 01 班")
    assert verbs(centre) == ["assign"]


@pytest.mark.parametrize("path", ["/", "/?lang=en"])
def test_the_question_is_for_everybody(desk, people, path):
    lin, mei = people
    page, centre = desk(mei, path)
    open_first(page)
    tell(page, centre, looks(lin, minutes_ago=1))
    page.keyboard.press("Enter")
    expect(page.locator(ASKED)).to_be_visible()
    assert grave(page) == []
