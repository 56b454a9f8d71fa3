"""The outage map in a real browser: list, choice, dark lines, live changes, commands, keys; strict policy."""

import re
from typing import Any

import pytest

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role

from .dark import DarkCentre, outage
from .desk import open_desk
from .phones import soon, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [{"width": 390, "height": 844}, {"width": 1366, "height": 768}, {"width": 1920, "height": 1080}]
CHOSEN = '.outage-row[aria-selected="true"]'
TRACED = "() => Number(document.documentElement.dataset.traced) > 0"


@pytest.fixture
def desk(browser, live_server, client):
    """``desk(outages, role=…)`` → the page and the command centre behind it."""

    def sit_down(
        outages,
        *,
        role: str = Role.DISPATCHER,
        query: str = "",
        width: int = 800,
        height: int = 520,
        more: dict[str, Any] | None = None,
        **options: Any,
    ):
        client.force_login(User.objects.create(username="lin", name="林晓", role=role))
        page = open_desk(browser, width=width, height=height, **options)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        centre = DarkCentre(page, outages)
        centre.role = role
        centre.more = more or {}
        page.goto(f"{live_server.url}/outages/{query}")
        return page, centre

    return sit_down


def names(page):
    return page.locator(".outage-row .row-title").all_inner_texts()


def test_most_customers_come_first_within_their_county(desk):
    page, _ = desk(
        [
            outage(1),
            outage(2, customers_out=300, customers_total=300),
            outage(3, centre="来凤县", centre_code="422827", customers_out=40, feeder={"code": "F9", "name": "翔凤线"}),
        ]
    )
    page.wait_for_selector(".outage-row")
    assert names(page) == ["旋坨2支线熔断器", "旋坨1支线熔断器", "旋坨3支线熔断器"]
    headings = page.locator(".list-heading").all_inner_texts()
    assert [heading.split("\n")[0] for heading in headings] == ["咸丰县", "10kV丁寨1线", "来凤县"]
    assert "352" in page.inner_text(".sums") and page.complaints == []


@pytest.mark.map
def test_the_chosen_one_is_drawn_and_explained(desk):
    page, _ = desk([outage(1), outage(2, customers_out=300, customers_total=300)], width=1366, height=768)
    page.wait_for_selector(".outage-row")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.wait_for_selector(f"{CHOSEN} >> text=旋坨1")
    page.wait_for_selector(".detail >> text=修订 1 次")  # what is read for the chosen one comes after its card
    card = page.inner_text(".detail")
    for words in (
        "报修来自 3 条不同分支",
        "把握 88%",
        "12",
        "大约",
        "修订 1 次",
        "联络转供",
        "客户来电",
        "待回访",
        "建立",
    ):
        assert words in card
    page.wait_for_function(TRACED)
    assert page.url.endswith("?o=20261124422826O000001")
    page.keyboard.press("Escape")
    assert page.locator(".detail").count() == 0 and page.complaints == []


def test_a_link_opens_its_outage(desk):
    page, _ = desk([outage(1), outage(2)], query="?o=20261124422826O000002")
    page.wait_for_selector(".detail >> text=旋坨2支线熔断器")
    page.goto(page.url.replace("O000002", "O000009"))
    page.wait_for_selector(".detail >> text=您的辖区内没有这个停电")


def test_it_follows_what_happens(desk):
    page, centre = desk([outage(1)])
    page.wait_for_selector(".outage-row")
    centre.push(outage(1, rev=2, customers_out=5, status="PARTIALLY_RESTORED"))
    page.wait_for_selector(".outage-row >> text=部分复电")
    assert "5" in page.inner_text(".row-out")
    centre.push(outage(1, rev=1, customers_out=12))
    centre.push(outage(7, customers_out=3))
    page.wait_for_selector("#outage-7")
    assert "5" in page.inner_text("#outage-1 .row-out")


def test_nothing_moves_under_the_pointer(desk):
    page, centre = desk([outage(1)])
    page.hover(".outage-row")
    centre.push(outage(2, customers_out=900, customers_total=900))
    page.wait_for_selector(".pill")
    assert names(page) == ["旋坨1支线熔断器"]
    page.keyboard.press(".")
    page.wait_for_selector("#outage-2")
    assert names(page)[0] == "旋坨2支线熔断器"


def test_what_is_shown_is_chosen_by_kind_and_words(desk):
    page, _ = desk(
        [outage(1), outage(2, outage_kind="PLANNED"), outage(3, status="RESTORED", restored_at=outage(3)["started_at"])]
    )
    page.wait_for_selector(".outage-row")
    assert sorted(names(page)) == ["旋坨1支线熔断器", "旋坨2支线熔断器"]
    page.click("text=24 小时内复电")
    page.wait_for_selector("#outage-3")
    page.click(".filters >> text=计划 1")
    page.keyboard.press("/")
    page.keyboard.type("FU-3")
    page.wait_for_function("() => document.querySelectorAll('.outage-row').length === 1")
    page.fill("#search", "没有这样的")
    page.wait_for_selector("text=当前筛选下没有停电")


def test_a_command_carries_the_revision_that_was_seen(desk):
    page, centre = desk([outage(1, rev=4)], query="?o=20261124422826O000001")
    page.click("#action-restore")
    page.select_option("select[name=who]", "meters")
    page.fill("textarea[name=service_points]", "M1, M2\nM3")
    page.click(".action-form .primary")
    page.wait_for_selector(".detail >> text=抽样核实复电")
    verb, body, _ = centre.commands[0]
    assert (verb, body) == ("restore", {"service_points": ["M1", "M2", "M3"], "ended_by": "REPAIR"})
    assert centre.etags == ['W/"4"']


def test_a_refusal_is_one_sentence_in_its_place(desk):
    page, centre = desk([outage(1)], query="?o=20261124422826O000001")
    centre.refusal = (
        422,
        {"title": "Invalid", "errors": [{"pointer": "/device", "detail": "您的辖区内没有这个设备。"}]},
    )
    page.click("#action-move")
    page.fill("input[name=device]", "X")
    page.fill("input[name=reason]", "试拉")
    page.click(".action-form .primary")
    page.wait_for_selector(".action-form .problem >> text=您的辖区内没有这个设备")
    centre.refusal = (412, {"title": "Stale", "code": "stale_write"})
    page.click(".action-form .primary")
    page.wait_for_selector(".action-form .problem >> text=刚被他人修改")
    assert len({key for _, _, key in centre.commands}) == 2  # an answered intention is another one


def test_a_moment_that_is_rarely_meant_is_typed_once_more(desk):
    page, centre = desk([outage(1)], query="?o=20261124422826O000001")
    asked = {"pointer": "/at", "detail": "确实是 2026-11-20 08:00 吗？"}
    centre.refusal = (422, {"title": "Invalid", "errors": [asked], "confirm": "confirm_at"})
    page.click("#action-restore")
    assert page.locator("input[name=confirm_at]").count() == 0
    page.fill("input[name=at]", "2026-11-20T08:00")
    page.click(".action-form .primary")
    page.wait_for_selector(".action-form .problem >> text=确实是 2026-11-20 08:00 吗")
    centre.refusal = None
    page.fill("input[name=confirm_at]", "2026-11-20T08:00")
    page.click(".action-form .primary")
    page.wait_for_selector(".action-form", state="detached")
    (_, first, _), (verb, body, _) = centre.commands
    assert "confirm_at" not in first
    assert (verb, body["at"], body["confirm_at"]) == ("restore", *["2026-11-20T08:00:00+08:00"] * 2)


def test_a_generator_vehicle_is_placed_and_taken_away(desk):
    standing = {"vehicle": "G7", "plate": "鄂Q-7", "kva": 400, "customers": 12, "from_at": soon(-9), "to_at": None}
    standby = {"vehicle": "G1", "plate": "鄂Q-1", "kva": 630, "fuel_hours": 8, "place": "咸丰县"}
    page, centre = desk(
        [outage(1)], query="?o=20261124422826O000001", more={"generators": [standing], "on_standby": [standby]}
    )
    page.wait_for_selector("text=鄂Q-7 400 kVA · 12 户")
    page.click("#action-generator")
    page.fill("input[name=device]", "422826-T00001-TR")
    page.click(".action-form .primary")
    page.wait_for_selector(".action-form", state="detached")
    page.click("#action-generator-away")
    page.click("button[name=normal_supply][value=true]")
    page.wait_for_selector(".action-form", state="detached")
    assert [(verb, body) for verb, body, _ in centre.commands] == [
        ("generator", {"vehicle": "G1", "device": "422826-T00001-TR"}),
        ("generator-away", {"vehicle": "G7", "normal_supply": True}),
    ]


def test_who_only_watches_gets_no_controls(desk):
    page, _ = desk([outage(1)], role=Role.MANAGER, query="?o=20261124422826O000001")
    page.wait_for_selector(".facts")
    assert page.locator(".actions button").count() == 0


def test_silence_is_said(desk):
    page, _ = desk([outage(1)])
    page.wait_for_selector(".outage-row")
    page.clock.install()
    page.clock.fast_forward(30_000)
    assert "连接中断" in page.inner_text(".banner")


def test_nobody_in_the_dark_is_a_quiet_page(desk):
    page, _ = desk([])
    page.wait_for_selector("text=目前没有已知停电")


def test_g_and_a_letter_go_to_the_areas(desk):
    page, _ = desk([outage(1)])
    page.wait_for_selector(".outage-row")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_selector(".queue-body >> text=没有")
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.wait_for_selector(".outage-row")


def test_a_long_list_draws_what_is_in_sight(desk):
    page, _ = desk([outage(n, customers_out=n, customers_total=400, feeder=None) for n in range(1, 301)])
    page.wait_for_selector(".outage-row")
    assert page.locator(".outage-row").count() < 60
    page.evaluate("() => (document.querySelector('.list').scrollTop = 1e6)")
    page.wait_for_selector("#outage-1")
    assert page.locator("#outage-300").count() == 0
    page.keyboard.press("j")
    page.wait_for_selector(f"{CHOSEN} >> text=旋坨300支线")
    assert page.get_attribute("#outage-list", "aria-activedescendant") == "outage-300"
    assert page.complaints == []


def test_a_time_that_another_day_could_mean_says_its_day(desk):
    page, _ = desk([outage(1, etr_at=soon(60 * 20))])
    assert re.search(r"\d\d/\d\d \d\d:\d\d", page.inner_text(".outage-row .row-facts"))


def test_discs_say_what_is_being_done(desk):
    cards = [
        outage(1),
        outage(2, order_status="DISPATCHED"),
        outage(3, order_status="EN_ROUTE"),
        outage(4, order_status="REPAIRING"),
        outage(5, order_status="REPAIRING", outage_kind="PLANNED"),
        outage(6, status="RESTORED"),
    ]
    page, _ = desk([])
    page.wait_for_selector("[data-mounted]")  # the page has told what the states mean
    stages = (
        "async (cards) => { const { stageOf } = await import('/static/outages/rules.js'); return cards.map(stageOf); }"
    )
    assert page.evaluate(stages, cards) == ["waiting", "waiting", "coming", "working", "planned", "back"]


@pytest.mark.map
def test_on_a_phone_the_map_is_not_under_the_card(desk):
    page, _ = desk([outage(1)], width=390, height=844)
    page.click(".outage-row")
    page.wait_for_selector(".etr-time")
    page.click(".side-switch >> text=地图")
    assert not page.is_visible(".detail") and page.is_visible(".map-canvas")
    page.click(".side-switch >> text=列表")
    assert page.is_visible(".detail")
    low = "() => [...document.querySelectorAll('.detail button')].filter((one) => one.offsetHeight < 44).length"
    assert page.evaluate(low) == 0


@pytest.mark.map
def test_the_legend_makes_room_for_the_card(desk):
    page, _ = desk([outage(1)], width=1366, height=820)
    page.wait_for_selector(".signs[open] >> text=尚无班组")
    page.click(".outage-row")
    page.wait_for_selector(".signs:not([open])", state="attached")
    page.click(".signs summary")
    page.wait_for_selector(".signs[open]")


@pytest.mark.parametrize("role", [Role.REPAIRER, Role.AUDITOR])
def test_it_is_for_those_who_may_see_outages(client, db, role):
    client.force_login(User.objects.create(username="x", role=role))
    assert client.get("/outages/").status_code in (302, 403)


@pytest.mark.map
@pytest.mark.parametrize(("language", "theme", "sizes"), [("zh-hans", "light", SIZES), ("en", "dark", SIZES[::-1])])
def test_every_size_language_and_theme_fits(desk, language, theme, sizes):
    page, _ = desk([outage(1), outage(2)], query=f"?lang={language}&theme={theme}", **sizes[0])
    page.click(".outage-row >> nth=0")
    page.wait_for_selector(".etr-time")
    assert too_wide(page, sizes) == []
    assert page.complaints == []
