"""What an applicant types stays: under the page that renews itself, and behind an application that was too large."""

import pytest

from tests.connections.cases import make_case, staff_of
from workorders.models import FeedPost
from workorders.services.tracking_links import token_for

from .phones import open_phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TWO_MINUTES = 121_000
WORDS = ".feed textarea[name=text]"


@pytest.fixture
def phone(browser, live_server, province, settings, tmp_path):
    settings.MEDIA_ROOT, settings.SITE_URL = str(tmp_path), live_server.url
    staff_of(province)
    page = open_phone(browser)
    page.home = live_server.url
    return page


def test_the_page_renews_itself_and_never_under_what_is_being_written(phone):
    order = make_case()
    phone.clock.install()
    phone.goto(f"{phone.home}/connection/{token_for(order.tracking_link.nonce)}/")
    FeedPost.objects.create(order=order, side="APPLICANT", text="院门朝北", at=order.reported_at)
    phone.clock.fast_forward(TWO_MINUTES)
    phone.wait_for_selector("text=院门朝北")
    phone.fill(WORDS, "周二我不在家，")
    phone.locator("h1").click()
    FeedPost.objects.create(order=order, side="APPLICANT", text="狗已拴好", at=order.reported_at)
    phone.clock.fast_forward(3 * TWO_MINUTES)
    assert phone.input_value(WORDS) == "周二我不在家，" and phone.locator("text=狗已拴好").count() == 0
    assert phone.complaints == []


def test_an_application_that_was_too_large_is_still_there_after_going_back(phone, tmp_path):
    huge = tmp_path / "huge.jpg"
    huge.write_bytes(b"\0" * (12 * 1024 * 1024 + 1))
    phone.goto(f"{phone.home}/apply/")
    said = {"name": "冉小明", "phone": "13800135612", "address": "咸丰县丁寨乡旋坨村三组", "description": "靠近小学"}
    for name, value in said.items():
        phone.fill(f"[name={name}]", value)
    phone.check("[name=agreed]")
    phone.set_input_files("[name=identity]", str(huge))
    phone.click("button[type=submit]")
    phone.wait_for_selector("text=12 MB")
    phone.go_back()
    assert {name: phone.input_value(f"[name={name}]") for name in said} == said
