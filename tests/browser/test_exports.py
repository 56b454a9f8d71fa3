"""Files made in the background, in a browser: asked from the list of orders, seen growing, fetched, removed; both languages and themes."""

import pytest

from command_center.ground.exports.models import Export
from command_center.screens.exports.tasks import make_exports
from tests.browser.phones import too_wide
from tests.browser.test_accessibility import grave
from tests.browser.test_headline import SIZES, desk_of_figures  # noqa: F401
from tests.browser.test_order_list import mei, province  # noqa: F401
from tests.grid import make_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_a_list_is_made_in_the_background_fetched_and_removed(desk_of_figures, province, theme, language):  # noqa: F811
    order = make_order("R1")
    page = desk_of_figures("/orders/?", theme, language)
    page.wait_for_selector(".order-table tbody .row-link")
    page.click("button:has-text('导出'), button:has-text('Export')")
    page.click("button.menu-item:has-text('CSV') >> nth=0")
    page.wait_for_selector(".notice:not([hidden])")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_selector(".files-table .file-waiting")
    assert page.locator(".files-table progress").count() == 1
    assert grave(page) == [] and too_wide(page, SIZES) == []
    make_exports()
    page.keyboard.press(".")
    page.wait_for_selector(".files-table .file-done a")
    assert grave(page) == [] and too_wide(page, SIZES) == []
    with page.expect_download() as fetched:
        page.click(".files-table .file-done a")
    assert order.number in fetched.value.path().read_text()
    page.click(".file-done button")
    page.wait_for_selector(".empty")
    assert not Export.objects.exists() and page.complaints == []
