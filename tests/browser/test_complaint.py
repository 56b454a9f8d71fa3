"""A complaint from the call to the archive by three people at three desks; the unit that it is about is shut out of every step."""

import pytest
from django.test import Client

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from workorders.models import WorkOrder

from .desk import open_desk
from .test_order_list import greet, province  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PEOPLE = {
    "agent": (Role.AGENT_95598, "province"), "qi": (Role.QUALITY_OFFICER, "xianfeng"), "qin": (Role.QUALITY_OFFICER, "xianfeng"),
    "hua": (Role.STATION_HEAD, "dingzhai"),
}  # fmt: skip
CALLER, PHONE = "覃守口", "13871234567"
INVESTIGATION = [
    ("give", {"unit": "422826S01", "reason": "请调查"}),
    ("contact", {"text": "已致歉"}),
    ("investigate", {}),
    ("classify", {"category": "repair-overdue", "grade": "ORDINARY"}),
    ("decide-liability", {"liability": "LIABLE", "text": "晚到一小时属实"}),
    ("take-measures", {"text": "增派一班", "unit": "422826T01"}),
    ("answer", {"cause": "人手不足", "measures": "已道歉并增派一班", "not_told_reason": "号码停机"}),
    ("file-reply", {}),
]  # fmt: skip


@pytest.fixture
def desks(browser, live_server, province):  # noqa: F811
    """Name → the desk of that person, signed in, in front of the real API."""

    def sit_down(name):
        role, home = PEOPLE[name]
        client = Client()
        client.force_login(
            User.objects.create(username=name, name=name.title(), role=role, home=getattr(province, home))
        )
        page = open_desk(browser)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.route_web_socket("**/ws/console/**", greet)
        page.home = live_server.url
        return page

    return {name: sit_down(name) for name in PEOPLE}


def take_the_call(page):
    """The agent writes down who complains about the station of Dingzhai and wants to stay unknown."""
    page.goto(f"{page.home}/calls/")
    page.wait_for_selector("#report-customer:focus")
    page.keyboard.press("Alt+2")
    page.wait_for_selector("[name=kind][value=COMPLAINT]:checked")
    page.fill(".call-form [name=description]", "抢修晚到一小时")
    for name, value in (("name", CALLER), ("phone", PHONE), ("address", "咸丰县丁寨乡旋坨村三组")):
        page.fill(f".call-form [name={name}]", value)
    if page.locator(".call-form select[name=concerns]").count():
        page.select_option(".call-form [name=concerns]", "422826T01")
    else:
        page.fill(".call-form [name=concerns]", "422826T01")
    page.check(".call-form [name=confidential]")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".call-sentence")


def open_order(page, number):
    page.goto(f"{page.home}/orders/?kind=COMPLAINT")
    page.click(f".order-table .row-link >> text={number}")
    page.wait_for_selector(f".detail >> text={number[-6:]}")


def take(page, verb, **said):
    """Press the verb's button and fill in what its form asks for."""
    page.click(f"#action-{verb}")
    for name, value in said.items():
        if page.locator(f".action-form button[name={name}]").count():
            continue  # its choices are the buttons that send
        field = page.locator(f".action-form [name={name}]")
        if field.evaluate("each => each.tagName") == "SELECT":
            assert field.input_value() == "", "nobody has judged before they choose"
            field.select_option(value)
        else:
            field.fill(value)
    if said:
        verdict = page.locator(".action-form .verdict button").first
        verdict = (
            page.locator(f'.action-form button[value="{said[verdict.get_attribute("name")]}"]')
            if verdict.count()
            else None
        )
        (verdict or page.locator(".action-form .primary")).click()
        page.wait_for_selector(".action-form", state="detached")
    page.wait_for_function("verb => !document.querySelector(`#action-${verb}:not([hidden])`) || document.querySelector('.notice')", arg=verb)  # fmt: skip


def refuse(page, verb, **said):
    """What the server refuses stands at its field, in words, and the form keeps what was typed."""
    page.click(f"#action-{verb}")
    for name, value in said.items():
        page.fill(f".action-form [name={name}]", value)
    page.click(".action-form .primary")
    page.wait_for_selector(".action-form .field:has([name=told_at]) .field-error")
    assert "told_at" not in page.inner_text(".notice")
    assert page.input_value(".action-form [name=measures]") == said["measures"]
    page.complaints[:] = [line for line in page.complaints if "422" not in line]  # the browser tells of every refusal
    page.fill(".action-form [name=told_at]", "")
    page.keyboard.press("Escape")
    page.wait_for_selector(".action-form", state="detached")


def offered(page):
    buttons = page.locator("[id^=action-]").evaluate_all("all => all.map(each => each.id.slice(7))")
    return set(buttons)


def test_three_people_and_the_unit_concerned(desks):
    take_the_call(desks["agent"])
    order = WorkOrder.objects.get(kind="COMPLAINT")
    shut_out(desks["hua"], order.number)
    open_order(desks["qi"], order.number)
    for verb, said in INVESTIGATION:
        if verb == "answer":
            refuse(desks["qi"], verb, measures=said["measures"], told_at="2099-01-01T08:00")
        take(desks["qi"], verb, **said)
    open_order(desks["qin"], order.number)
    take(desks["qin"], "review", passed="true")
    take(desks["qin"], "callback", satisfaction="SATISFIED")
    desks["qin"].wait_for_selector(".detail >> text=已归档")
    order.refresh_from_db()
    assert order.status == "ARCHIVED"
    actors = list(order.status_changes.exclude(actor=None).order_by("pk").values_list("actor__username", flat=True))
    assert actors[-2:] == ["qin", "qin"] and set(actors) <= {"agent", "qi", "qin"}
    for name in ("qi", "qin"):
        assert CALLER not in desks[name].content() and PHONE[-8:] not in desks[name].content()
        assert desks[name].complaints == [], name


def shut_out(page, number):
    """The head of the station sees that something was told about them, by nobody, and is offered no step of the investigation."""
    page.goto(f"{page.home}/orders/?kind=COMPLAINT")
    page.wait_for_selector(".order-table")
    if page.locator(".order-table .row-link", has_text=number).count():
        open_order(page, number)
        assert offered(page) <= {"urge", "media"}, "not even what the server would refuse"
    assert CALLER not in page.content() and PHONE[-8:] not in page.content()
