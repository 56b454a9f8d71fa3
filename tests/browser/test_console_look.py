"""The dispatcher board in a real browser: keyboard, calm lists, honest commands, rights, strict policy."""

from typing import Any

import pytest

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role

from .dark import outage
from .desk import CommandCentre, alarm, crew, open_desk, order
from .phones import soon, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [{"width": 390, "height": 844}, {"width": 1366, "height": 768}, {"width": 1920, "height": 1080}]
SELECTED = '.row[aria-selected="true"]'


@pytest.fixture
def desk(browser, live_server, client):
    """``desk(orders, role=…)`` → the page and the command centre behind it."""

    def sit_down(orders, *, role: str = Role.DISPATCHER, query: str = "", outages=(), alarms=(), **options: Any):
        client.force_login(User.objects.create(username="lin", name="林晓", role=role))
        page = open_desk(browser, **options)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        centre = CommandCentre(page, orders)
        centre.outages, centre.alarms, centre.role = list(outages), list(alarms), Role(role)
        page.goto(f"{live_server.url}/{query}")
        page.wait_for_selector(".row")
        return page, centre

    return sit_down


def test_an_order_is_dispatched_by_keyboard_alone(desk):
    page, centre = desk([order(1, due_in=30), order(2, due_in=10)])
    page.keyboard.press("j")
    page.wait_for_selector(".candidate")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{SELECTED} >> text=待接单")
    assert [(verb, body) for verb, body, _ in centre.commands] == [("assign", {"crew_id": 1})]
    assert page.inner_text(SELECTED).startswith("3\n咸丰县 旋坨村三组 台区熔丝熔断 2")  # least time left came first
    assert page.complaints == []


def test_another_crew_than_the_first_wants_a_reason(desk):
    page, centre = desk([order(1)])
    page.keyboard.press("j")
    page.wait_for_selector(".candidate")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    page.keyboard.type("1 班在吃饭")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{SELECTED} >> text=待接单")
    assert centre.commands[0][1] == {"crew_id": 2, "reason": "1 班在吃饭"}


def test_nothing_moves_under_the_pointer(desk):
    page, centre = desk([order(1, due_in=30), order(2, due_in=40)])
    page.hover(".row >> nth=0")
    centre.push(order(3, due_in=1))
    page.wait_for_selector(".pill")
    assert page.locator(".row").count() == 2
    page.keyboard.press(".")
    page.wait_for_selector("#order-3")
    assert "熔断 3" in page.inner_text(".row >> nth=0")


def test_an_older_card_changes_nothing(desk):
    page, centre = desk([order(1, rev=7)])
    centre.push(order(1, rev=6, title="旧"))
    centre.push(order(2, rev=1))
    page.wait_for_selector("#order-2")
    assert "旧" not in page.inner_text("#order-1")


def test_a_command_without_an_answer_is_repeated_with_the_same_key(desk):
    page, centre = desk([order(1)])
    centre.silent = True
    page.keyboard.press("j")
    page.click(".assign button")
    page.wait_for_selector(".assign >> text=未确认")
    centre.silent = False
    page.click(".assign button")
    page.wait_for_selector(f"{SELECTED} >> text=待接单")
    keys = [key for _, _, key in centre.commands]
    assert len(keys) == 2 and len(set(keys)) == 1


def test_letters_belong_to_whoever_is_typing(desk):
    page, _ = desk([order(1)])
    page.keyboard.press("/")
    page.keyboard.type("jan")
    assert page.input_value("#search") == "jan"
    assert page.locator(SELECTED).count() == 0


def test_alarms_are_acknowledged_most_important_first(desk):
    unplaced, grave = order(1, located=False, lat=None, lon=None), order(2, grade=1)
    page, centre = desk(
        [unplaced, grave],
        alarms=[
            alarm(1, "unlocated", about=unplaced),
            alarm(2, "near:ACCEPT", about=unplaced, grade=3),
            alarm(3, "no_crew", about=grave, grade=1),
        ],
    )
    page.wait_for_selector(".alarm-line >> nth=1")
    assert page.locator(".alarm-line").count() == 2  # what concerns one order stands in one line
    page.keyboard.press("a")
    page.wait_for_selector(".alarm-line.acknowledged >> text=已确认：林晓")
    assert "熔断 2" in page.inner_text(SELECTED)
    assert centre.commands[0][1] == {"ids": [3]}
    page.click(".alarm-line:not(.acknowledged) .button")
    page.wait_for_selector(".alarm-line.acknowledged >> nth=1")
    assert centre.commands[1][1] == {"ids": [1, 2]}


def test_a_colleague_has_seen_the_alarm_and_the_matter_ends(desk):
    dark = order(1)
    page, centre = desk([dark], alarms=[card := alarm(1, "no_crew", about=dark)])
    page.wait_for_selector(".alarm-line .button.small")
    centre.push(card | {"rev": 2, "acknowledged_by": "周宁", "acknowledged_at": soon()})
    page.wait_for_selector(".alarm-line.acknowledged >> text=已确认：周宁")
    centre.push({"kind": "alarm", "id": 1, "gone": True})
    page.wait_for_selector(".alarms >> text=没有需要处置的告警")


def test_grade_1_is_heard_unless_it_is_silenced(desk):
    grave = order(1, grade=1)
    page, centre = desk([grave])
    page.click("h2 >> text=告警")
    page.wait_for_selector(".sound-switch >> text=声音开")
    centre.push(alarm(1, "life_support", about=grave, grade=1))
    page.wait_for_selector("html[data-rang='1']")
    centre.push(alarm(2, "near:ARRIVE", about=grave, grade=2))
    page.click(".sound-switch")
    centre.push(alarm(3, "hazard", about=grave, grade=1))
    page.wait_for_selector(".alarm-line >> text=危险")
    assert page.get_attribute("html", "data-rang") == "1"


def test_a_call_for_help_shows_the_crew_and_its_last_fix(desk):
    caller = crew(1)
    page, _ = desk([order(1)], alarms=[alarm(1, "crew_sos", about=caller, grade=1, detail={"lat": 29.7, "lon": 109.2})])
    page.click(".alarm-line.urgent .alarm-text")
    page.wait_for_selector(f".crew-card >> text={caller['name']}")
    assert page.complaints == []


def test_a_held_order_is_sent_or_explained_by_a_person(desk):
    page, centre = desk([order(1, status="JUDGED", attention="customer_side")])
    page.keyboard.press("j")
    assert "可能是客户侧故障" in page.inner_text(".attention-line")
    page.click("#action-explain")
    page.fill(".action-form input[name=cause]", "客户总开关")
    page.click(".action-form .primary")
    page.wait_for_selector(f"{SELECTED} >> text=待接单")
    assert centre.commands[0][:2] == ("explain", {"cause": "客户总开关"})


def test_an_order_names_its_outage(desk):
    dark = outage(5, lead_order=order(1)["number"], attention="life_support")
    page, _ = desk([order(1, grade=2)], outages=[dark], alarms=[alarm(1, "life_support", about=dark, grade=1)])
    page.wait_for_selector(".alarm-line >> text=生命支持用户停电")
    page.keyboard.press("j")
    link = page.wait_for_selector(".facts a[href*='/outages/?o=']")
    assert link.inner_text() == dark["number"] and "12 / 12 户停电" in page.inner_text(".facts")
    assert page.complaints == []


def test_a_board_that_hears_nothing_says_whose_time_it_shows(desk):
    page, centre = desk([order(1)])
    page.clock.install()
    page.clock.fast_forward(30_000)
    assert "连接中断" in page.inner_text(".banner")
    centre.send({"type": "heartbeat", "seq": centre.seq, "at": soon()})


def test_who_only_watches_gets_no_controls(desk):
    page, _ = desk([order(1)], role=Role.MANAGER)
    page.keyboard.press("j")
    page.wait_for_selector(".candidate")
    assert page.locator(".assign, .actions button, .new-report").count() == 0


def test_a_crew_is_sent_to_its_own_page(browser, live_server, client):
    client.force_login(User.objects.create(username="xiang", role=Role.REPAIRER))
    assert client.get("/").headers["Location"] == "/crew/"


@pytest.mark.map
@pytest.mark.parametrize(("language", "sizes"), [("zh-hans", SIZES), ("en", SIZES[::-1])])
def test_every_size_and_language_fits(desk, language, sizes):
    page, _ = desk([order(1), order(2)], query=f"?lang={language}&theme=light", **sizes[0])
    page.click(".row >> nth=0")
    page.wait_for_selector(".candidate")
    assert too_wide(page, sizes) == []
    assert page.complaints == []
