"""How many keys, clicks and taps each work costs: every one is really done, and counted against the table of ``docs/keys.md``."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role

from .dark import DarkCentre, outage
from .desk import CommandCentre, open_desk, order
from .hand import Hand
from .phones import Centre, offer, open_phone, soon
from .test_crew_keeps import PNG
from .test_desk_doors import FOLLOWER, record
from .test_nothing_hidden import ASKED, ROUND
from .test_phone_pages_look import MAIN_ACTION, wait_until_reached
from .test_places import LOST
from .test_take_over import looks
from .test_what_is_typed import CUSTOMER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE_FRAMES = 1000
PAGE = Path(__file__).parents[2] / "docs/keys.md"
TABLE = {
    work: now.strip()
    for work, _how, _before, now in re.findall(
        r"^\| ([^|]+) \| ([^|]*)\| ([^|]+) \| ([^|]+) \|$", PAGE.read_text(), re.M
    )[1:]
    if not set(work) <= {"-"}
}


@pytest.fixture
def sit(browser, live_server, client):
    """``sit(path, centre of a page, role)`` → the page, its command centre, and the hand of somebody of this role."""

    def sit_down(path: str, centre_of: Any, role: str = Role.DISPATCHER) -> tuple[Page, Any, Hand]:
        client.force_login(User.objects.create(username="lin", name="林晓", role=role))
        page = open_desk(browser)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        centre = centre_of(page)
        centre.role = role
        page.goto(live_server.url + path)
        page.wait_for_selector(".row, .outage-row, .detail .actions")
        return page, centre, Hand(page)

    return sit_down


@pytest.fixture
def board(sit):
    """``board(order, …)``: with the first order chosen; ``choose=False`` leaves that to the work."""

    def at_the_board(*orders: dict[str, Any], role: str = Role.DISPATCHER, choose: bool = True, **records: Any):
        def centre_of(page: Page) -> CommandCentre:
            centre = CommandCentre(page, list(orders))
            centre.customers, centre.records = [CUSTOMER], records
            return centre

        page, centre, hand = sit("/", centre_of, role)
        if choose:
            page.keyboard.press("j")
            page.wait_for_selector(".detail .actions")
        return page, centre, hand

    return at_the_board


@pytest.fixture
def dark(sit):
    """``dark(outage, …)``: the outage map with this outage chosen."""

    def at_the_map(card: dict[str, Any], **more: Any):
        def centre_of(page: Page) -> DarkCentre:
            centre = DarkCentre(page, [card])
            centre.more = more
            return centre

        page, centre, hand = sit(f"/outages/?o={card['number']}", centre_of)
        page.wait_for_selector(".detail .actions")
        return page, centre, hand

    return at_the_map


def sent(page: Page, centre: CommandCentre, *verbs: str) -> None:
    """The server has heard these, one after another."""
    for _ in range(PATIENCE_FRAMES):
        if len(centre.commands) >= len(verbs):
            break
        page.evaluate("() => new Promise(requestAnimationFrame)")
    assert [verb for verb, _, _ in centre.commands] == list(verbs)


def check(work: str, hand: Hand) -> None:
    assert hand.spent == TABLE[work], f"docs/keys.md says {TABLE[work]} for: {work}"


def test_every_work_of_the_table_is_done_here():
    done = Path(__file__).read_text()
    assert TABLE and [work for work in TABLE if f'"{work}"' not in done] == []


def test_file(board):
    page, centre, hand = board(order(1), choose=False)
    hand.press("b")
    expect(page.locator("#report-customer")).to_be_focused()
    hand.type("4228260719")
    hand.press("Enter")
    expect(page.locator("dialog textarea")).to_be_focused()
    hand.type("进户线冒火花")
    hand.press("Control+Enter")
    sent(page, centre, "fault-reports")
    check("file, known customer", hand)


@pytest.mark.map
def test_place(board):
    page, centre, hand = board(order(1, **LOST))
    page.wait_for_selector("html[data-map-ready]")
    hand.press("p")
    expect(page.locator("#town-search")).to_be_focused()
    hand.type("丁寨")
    page.wait_for_selector(".map-hint .found [role=option]")
    hand.press("Enter")
    page.wait_for_selector(".map-hint .found", state="detached")
    box = page.locator(".map-canvas").bounding_box()
    assert box
    hand.click_at(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5)
    expect(page.locator(".map-hint .primary")).to_be_focused()
    hand.press("Enter")
    sent(page, centre, "locate")
    check("place an order", hand)


def test_dispatch(board):
    page, centre, hand = board(order(1), choose=False)
    hand.press("j")
    page.wait_for_selector(".candidate")
    hand.press("Enter")
    sent(page, centre, "assign")
    check("dispatch to the first crew", hand)


def test_override(board):
    page, centre, hand = board(order(1), choose=False)
    hand.press("j")
    page.wait_for_selector(".candidate")
    hand.press("2")
    page.wait_for_selector("#override-reason")
    hand.press("Enter")
    hand.type("1 班在吃饭")
    hand.press("Enter")
    sent(page, centre, "assign")
    check("dispatch to another crew", hand)


def test_take_over(board):
    page, centre, hand = board(order(1), choose=False)
    hand.press("j")
    page.wait_for_selector(".candidate")
    mei = User.objects.create(username="mei", name="王芳", email="mei@test.invalid", role=Role.DISPATCHER)
    centre.send(looks(mei, minutes_ago=1))
    page.wait_for_selector(".detail .looker")
    hand.press("Enter")
    page.wait_for_selector(".take-over")
    hand.press("Enter")
    sent(page, centre, "assign")
    check("take over from a colleague", hand)


WITH_CREW = {"status": "EN_ROUTE", "crew": {"id": 1, "name": "丁寨 01 班", "eta_at": None}}


def test_reassign(board):
    page, centre, hand = board(order(1, **WITH_CREW))
    hand.press("w")
    expect(page.locator(".action-form [name=reason]")).to_be_focused()
    hand.type("车辆抛锚")
    hand.press("Enter")
    sent(page, centre, "reassign")
    check("reassign", hand)


def test_cancel(board):
    page, centre, hand = board(order(1))
    hand.click("#action-cancel")
    hand.type("误录")
    hand.press("Enter")
    sent(page, centre, "cancel")
    check("cancel", hand)


def test_suspend(board):
    page, centre, hand = board(order(1, **WITH_CREW))
    hand.press("h", "Tab")
    hand.type("客户要求改期")
    hand.press("Enter")
    sent(page, centre, "suspend")
    check("suspend", hand)


@pytest.mark.parametrize(
    ("work", "key", "verb", "card"),
    [("resume", "h", "resume", {"status": "SUSPENDED"}), ("urge", "r", "urge", WITH_CREW)],
)
def test_one_letter(board, work, key, verb, card):
    page, centre, hand = board(order(1, **card))
    hand.press(key)
    sent(page, centre, verb)
    check(work, hand)


def test_note(board):
    page, centre, hand = board(order(1))
    hand.press("n")
    hand.type("客户有孕妇")
    hand.press("Enter")
    sent(page, centre, "note")
    check("note", hand)


def test_merge(board):
    page, centre, hand = board(order(1), order(2, due_in=90))
    hand.press("x")
    hand.type(order(2)["number"])
    hand.press("Tab")
    hand.type("同一处故障")
    hand.press("Enter")
    sent(page, centre, "merge")
    check("merge into another order", hand)


def test_split(board):
    page, centre, hand = board(order(1), **{order(1)["number"]: record(followers=[FOLLOWER])})
    hand.press("s")
    expect(page.locator(".action-form [name=reason]")).to_be_focused()
    hand.type("两件事")
    hand.press("Tab", "ArrowDown", "Control+Enter")
    sent(page, centre, "split")
    check("split off a call", hand)


@pytest.mark.parametrize(
    ("work", "status", "verb"),
    [("review a reply", "REPLIED", "review"), ("record the call-back", "REVIEWED", "callback")],
)
def test_aftercare(board, work, status, verb):
    page, centre, hand = board(order(1, status=status), role=Role.QUALITY_OFFICER)
    hand.press("q")
    expect(page.locator(".verdict .primary")).to_be_focused()
    hand.press("Enter")
    sent(page, centre, verb)
    check(work, hand)


def test_confirm_an_outage(dark):
    page, centre, hand = dark(outage(1, status="PROBABLE"))
    hand.click("#action-confirm")
    sent(page, centre, "confirm")
    check("outage: confirm", hand)


def test_split_an_outage(dark):
    page, centre, hand = dark(outage(1))
    hand.click("#action-split")
    expect(page.locator(".action-form [name=device]")).to_be_focused()
    hand.type("FU-7")
    hand.press("Tab")
    hand.type("另一处故障")
    hand.press("Enter")
    sent(page, centre, "split")
    check("outage: split", hand)


def test_restore_a_part(dark):
    page, centre, hand = dark(outage(1))
    hand.click("#action-restore")
    expect(page.locator(".action-form [name=who]")).to_be_focused()
    hand.press("ArrowDown", "ArrowDown", "Tab")
    hand.type("M1 M2")
    hand.click(".action-form .primary")
    sent(page, centre, "restore")
    check("outage: restore a part", hand)


def test_restore_the_rest(dark):
    page, centre, hand = dark(outage(1, status="PARTIALLY_RESTORED", customers_out=8))
    hand.click("#action-restore")
    hand.click(".action-form .primary")
    sent(page, centre, "restore")
    check("outage: restore the rest", hand)


def test_is_power_really_back(dark):
    people = [ASKED | {"meter_number": f"SM{n}", "phone": "", "address": f"旋坨村{n}组"} for n in range(26)]
    silent = {"rounds": [ROUND | {"waiting": 26, "on": 0, "off": 0}], "answers": people}
    page, centre, hand = dark(outage(1, status="RESTORED", customers_out=0, restored_at=soon(-3)), verification=silent)
    hand.click("text=其余 26 户均有电")
    hand.click(".sure .primary")
    told = [one | {"answer": "ON"} for one in people]
    centre.more = {"verification": {"rounds": [ROUND | {"waiting": 0, "on": 26, "off": 0}], "answers": told}}
    sent(page, centre, "answer")
    expect(page.locator("#action-verify")).to_be_enabled()
    hand.click("#action-verify")
    sent(page, centre, "answer", "verify")
    check("outage: is power really back, 26 customers", hand)


def test_close_an_outage(dark):
    page, centre, hand = dark(outage(1, status="VERIFIED", customers_out=0, restored_at=soon(-9)))
    hand.click("#action-close")
    sent(page, centre, "close")
    check("outage: close", hand)


def test_a_whole_job_on_the_phone(browser, live_server, client):
    client.force_login(User.objects.create(username="xiang", name="向师傅", role=Role.REPAIRER))
    page = open_phone(browser, geolocation={"latitude": 29.66, "longitude": 109.13}, permissions=["geolocation"])
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    centre, hand = Centre(page, offers=[offer()]), Hand(page)
    page.goto(f"{live_server.url}/crew/")
    hand.tap(f".offer {MAIN_ACTION}")
    for state in ("ACCEPTED", "EN_ROUTE", "ON_SITE"):
        wait_until_reached(page, state)
        hand.tap(MAIN_ACTION)
    page.fill("input[name=permit_number]", "QX-007")
    hand.tap(MAIN_ACTION)
    for state in ("REPAIRING", "RESTORED"):
        wait_until_reached(page, state)
        hand.tap(".job .act")
    for level in range(3):
        page.wait_for_function("(n) => document.querySelectorAll('fieldset .path .pick').length === n", arg=level)
        hand.tap("fieldset >> nth=0 >> .chips .pick >> nth=0")
    hand.tap("fieldset >> nth=1 >> .pick >> nth=0")
    hand.tap("fieldset >> nth=2 >> .pick >> nth=0")
    with page.expect_file_chooser() as chooser:
        hand.tap("label.photo")
    chooser.value.set_files({"name": "after.png", "mimeType": "image/png", "buffer": PNG})
    hand.tap(MAIN_ACTION)
    page.wait_for_selector(".resting")
    assert centre.verbs() == ["accept", "depart", "arrive", "start", "restore", "reply"]
    check("crew: a whole job with its photo", hand)
