"""What a crew tapped or wrote on its phone is sent at once, kept, and never held back by its photo."""

import pytest

from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role

from .phones import Centre, offer, open_phone, order, soon
from .test_phone_pages_look import MAIN_ACTION, fill_in_report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f00"
    "050001ff89993d1d0000000049454e44ae426082"
)
HEIC = {"name": "a.heic", "mimeType": "image/heic", "buffer": b"\x00\x00\x00\x18ftypheic"}


@pytest.fixture
def phone(browser, live_server, client):
    """``phone(**work)`` → the crew page and the centre behind it."""
    client.force_login(User.objects.create(username="xiang", name="向师傅", role=Role.REPAIRER))

    def open_crew_page(**work):
        page = open_phone(browser)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        centre = Centre(page, **work)
        page.goto(open_crew_page.address)
        return page, centre

    open_crew_page.address = f"{live_server.url}/crew/"
    return open_crew_page


def test_a_tap_while_another_is_on_its_way_is_sent_right_after(phone):
    page, centre = phone(orders=[order("EN_ROUTE")])
    centre.hold = True
    page.click(f".job {MAIN_ACTION}")
    page.wait_for_function("() => document.querySelector('.queue')")
    page.click(f".job {MAIN_ACTION}")
    page.fill("input[name=permit_number]", "QX-007")
    page.click(MAIN_ACTION)
    centre.release()
    page.wait_for_function("() => !document.querySelector('.queue')", timeout=5_000)  # the timer comes after ten
    assert centre.verbs() == ["arrive", "start"]


def test_a_line_that_is_back_while_the_last_try_still_fails_is_used_at_once(phone):
    page, centre = phone(orders=[order("EN_ROUTE")])
    centre.hold = True
    with page.expect_request("**/arrive/"):
        page.click(f".job {MAIN_ACTION}")
    page.evaluate("dispatchEvent(new Event('online'))")
    centre.hold = False
    centre.held.pop().abort()
    page.wait_for_function("() => !document.querySelector('.queue')", timeout=5_000)  # the timer comes after ten
    assert centre.verbs() == ["arrive"]


def test_back_closes_the_form_and_its_words_stay(phone):
    page, _ = phone(orders=[order("RESTORED")])
    page.click(f".job {MAIN_ACTION}")
    page.fill("textarea", "换了熔丝")
    page.go_back()
    page.wait_for_selector(".job")
    assert page.url.endswith("/crew/")
    page.click(f".job {MAIN_ACTION}")
    assert page.input_value("textarea") == "换了熔丝"


def test_the_words_of_every_form_stay_through_a_closed_app(phone):
    page, _ = phone(orders=[order("ON_SITE")])
    page.click(f".job {MAIN_ACTION}")
    page.fill("input[name=permit_number]", "QX-0719")
    other = page.context.new_page()
    other.goto(phone.address.replace("/crew/", "/healthz"))
    written = "() => Object.values(localStorage).some((words) => words.includes('QX-0719'))"
    other.wait_for_function(written)  # in the browser, and no longer in the page alone
    page.close()
    page = other
    Centre(page, orders=[order("ON_SITE")])
    page.goto(phone.address)
    page.click(f".job {MAIN_ACTION}")
    assert page.input_value("input[name=permit_number]") == "QX-0719"


def test_a_form_belongs_to_its_order_and_goes_with_it(phone):
    second = order("ACCEPTED", number="20261123422826F000032", id=32, title="表箱进水")
    page, centre = phone(orders=[order("RESTORED"), second])
    page.click(f".job {MAIN_ACTION}")
    page.fill("textarea", "换了熔丝")
    centre.orders = [second | {"status": "RESTORED"}]
    centre.push()
    page.wait_for_selector(".job >> text=表箱进水")
    assert page.locator(".form").count() == 0
    page.click(f".job {MAIN_ACTION}")
    assert page.input_value("textarea") == ""


def test_an_offer_that_comes_in_between_does_not_cost_the_report(phone):
    page, centre = phone(orders=[order("RESTORED")])
    page.click(f".job {MAIN_ACTION}")
    page.fill("textarea", "换了熔丝")
    centre.offers.append(offer(order=order("DISPATCHED", number="20261123422826F000032") | {"id": 32}))
    centre.push()
    page.wait_for_selector(".offer")
    centre.offers.clear()
    centre.push()
    page.wait_for_selector(".form textarea")
    assert page.input_value("textarea") == "换了熔丝"


def test_a_picture_the_phone_cannot_read_is_left_out_and_a_good_one_can_be_taken_away(phone):
    page, centre = phone(orders=[order("RESTORED")])
    page.click(f".job {MAIN_ACTION}")
    page.set_input_files("input[type=file]", HEIC)
    page.wait_for_selector("text=这张图片无法读取")
    page.set_input_files("input[type=file]", {"name": "a.png", "mimeType": "image/png", "buffer": PNG})
    page.wait_for_selector(".photo img")
    page.click("text=移除照片")
    page.wait_for_selector(".photo img", state="detached")
    fill_in_report(page)
    page.click(MAIN_ACTION)
    page.wait_for_selector(".resting")
    assert centre.verbs() == ["reply"]


def test_a_report_goes_out_even_when_its_photo_is_refused(phone):
    page, centre = phone(orders=[order("RESTORED")])
    centre.photo_refusal = {"code": "invalid", "title": "", "errors": [{"pointer": "/photo", "detail": "no image"}]}
    page.click(f".job {MAIN_ACTION}")
    page.set_input_files("input[type=file]", {"name": "a.png", "mimeType": "image/png", "buffer": PNG})
    page.wait_for_selector(".photo img")
    fill_in_report(page)
    page.click(MAIN_ACTION)
    page.wait_for_selector("text=回单已提交，照片未收下")
    assert centre.verbs() == ["reply"]


def test_the_button_calls_the_customer_or_says_whom_it_calls(phone):
    page, centre = phone(orders=[order("EN_ROUTE")])
    assert page.get_attribute(".ways .way >> nth=0", "href") == "tel:+8613800005612"
    centre.orders[0]["contact"] = {"name": "", "phone": ""}
    centre.push()
    page.wait_for_selector(".ways >> text=无客户电话：拨 95598")


def test_the_phone_says_which_pictures_are_taken_before_one_is_chosen(phone):
    page, _ = phone(orders=[order("RESTORED")])
    page.click(f".job {MAIN_ACTION}")
    assert page.get_attribute("input[type=file]", "accept") == "image/jpeg,image/png,image/webp"
    assert "HEIC 无法读取" in page.inner_text(".form")


def test_why_the_centre_left_the_photo_out_is_said(phone):
    page, centre = phone(orders=[order("RESTORED")])
    centre.answer = {"id": 31, "status": "REPLIED", "rev": 9, "photo_refused": "照片未收：尺寸太大。"}
    page.click(f".job {MAIN_ACTION}")
    page.set_input_files("input[type=file]", {"name": "a.png", "mimeType": "image/png", "buffer": PNG})
    page.wait_for_selector(".photo img")
    fill_in_report(page)
    page.click(MAIN_ACTION)
    page.wait_for_selector(".refused >> text=照片未收：尺寸太大。")
    assert centre.verbs() == ["reply"]


def test_a_tap_on_a_suspended_order_is_kept_and_the_order_stays_in_sight(phone):
    page, centre = phone(orders=[order("EN_ROUTE")])
    centre.suspends = "F000031 已由指挥台于 22:10 挂起：天气不安全。"
    page.click(f".job {MAIN_ACTION}")
    page.wait_for_selector(".refused >> text=已由指挥台于 22:10 挂起")
    page.wait_for_selector(".refused.calm >> text=烤烟房空开烧毁")
    assert "没有工单" not in page.inner_text(".refused")
    page.click(".refused .button")
    page.wait_for_function("() => document.querySelectorAll('.refused .button').length === 0")
    assert page.locator(".refused.calm").count() == 1
    centre.suspends, centre.orders[0]["status"] = "", "EN_ROUTE"
    centre.push()
    page.wait_for_selector(".job")
    assert page.locator(".refused").count() == 0


def test_the_crew_reads_that_the_customer_has_urged_as_soon_as_it_is_told(phone):
    page, centre = phone(orders=[order("EN_ROUTE")])
    page.wait_for_selector(".job")
    assert page.locator(".card-urged").count() == 0
    centre.orders[0]["urge_count"] = 2
    centre.push()
    page.wait_for_selector(".card-urged >> text=催办 2 次")


def test_a_word_of_the_desk_is_read_with_one_tap_also_without_a_line(phone):
    page, centre = phone(orders=[order("EN_ROUTE")])
    page.wait_for_selector(".job")
    centre.messages = [
        {"id": 7, "text": "路上塌方，走老路", "by": "林晓", "sent_at": soon(-1), "read_at": None, "read_by": None}
    ]
    centre.push()
    page.wait_for_selector("text=路上塌方，走老路")
    centre.away = True
    page.click(".told button")
    page.wait_for_function("() => !document.querySelector('.told')")
    centre.away = False
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_function("() => !document.querySelector('.queue')", timeout=5_000)
    assert centre.verbs() == ["acknowledge"] and page.locator(".told").count() == 0
    assert page.complaints == []
