"""The crew's page as an app of the phone: its files stay together, a new version comes whole, and little room is said."""

import pytest
from django.test import Client
from django.utils.timezone import now

from command_center.screens.crew_phone import shell
from tests.grid import make_held_order
from workorders.models import StatusChange

from .phones import open_phone
from .test_crew_offline import all_sent, on_line, opened, tap
from .test_phone_pages_look import MAIN_ACTION

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CACHES = "async () => (await caches.keys()).filter((name) => name.startsWith('crew-'))"

# Asked frame by frame: ``wait_for_function`` takes the promise of a script that is ``async`` for a yes.
ANOTHER_ALONE = f"""async (before) => {{
    for (let frame = 0; frame < 3000; frame += 1) {{
        const names = await ({CACHES})();
        if (names.length === 1 && names[0] !== before) return true;
        await new Promise(requestAnimationFrame);
    }}
    return false;
}}"""


@pytest.fixture
def phone(browser, live_server, cast):
    make_held_order(by=cast.omar, at=now())
    client = Client()
    client.force_login(cast.omar)
    page = open_phone(browser)
    page.address = f"{live_server.url}/crew/"
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    opened(page)
    yield page
    assert page.complaints == []


@pytest.fixture
def deployed(monkeypatch):
    """``deployed("two")``: another version of the files stands on the server."""
    made = shell._of

    def deploy(version: str) -> None:
        monkeypatch.setattr(shell, "_of", lambda changed: (made(changed)[0], version))

    return deploy


def test_every_file_of_the_page_is_kept_and_none_is_asked_of_the_network_again(phone):
    asked = []
    phone.context.on("request", lambda request: asked.append(request) if "/static/" in request.url else None)
    phone.reload()
    phone.wait_for_selector(".job")
    loaded = phone.evaluate("() => performance.getEntriesByType('resource').map((entry) => entry.name)")
    kept = phone.evaluate("async () => (await (await caches.open((await caches.keys())[0])).keys()).map((k) => k.url)")
    assert {url for url in loaded if "/static/" in url or "/jsi18n/" in url} <= set(kept)
    assert [request.url for request in asked if not request.response().from_service_worker] == []


def test_a_version_deployed_while_the_phone_is_away_comes_whole_when_it_is_back(phone, deployed):
    [before] = phone.evaluate(CACHES)
    phone.context.set_offline(True)
    deployed("two")
    phone.reload()
    phone.wait_for_selector(".job")
    tap(phone, 2)
    phone.context.set_offline(False)
    phone.reload()
    phone.wait_for_selector(".job")
    assert phone.evaluate(ANOTHER_ALONE, before), "the new version is kept whole, and the old one is gone"
    phone.context.set_offline(True)
    phone.reload()
    phone.wait_for_selector(".job")
    on_line(phone)
    all_sent(phone)
    assert StatusChange.objects.filter(new="EN_ROUTE").count() == 1


def test_a_broken_server_gives_the_kept_page(phone):
    phone.context.route("**/crew/", lambda route: route.fulfill(status=502, body="Bad gateway"))
    phone.reload()
    phone.wait_for_selector(".job")
    phone.context.unroute("**/crew/")


def test_the_language_is_switched_with_its_words(phone):
    phone.click(".menu summary")
    phone.click(".menu a >> text=English")
    phone.wait_for_selector(".job >> text=Set off")
    phone.wait_for_function("() => document.documentElement.lang === 'en'")


def test_nothing_of_a_customer_stays_after_signing_out(phone):
    phone.click(".menu summary")
    phone.click(".menu button >> text=退出")
    phone.wait_for_url("**/login/**")
    kept = "async () => (await Promise.all((await caches.keys()).map(async (n) => (await caches.open(n)).match('/crew/')))).filter(Boolean).length"
    assert phone.evaluate(kept) == 0
    assert phone.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('crew-work'))") == []


def test_signing_out_with_words_unsent_asks_and_without_a_line_waits(phone):
    phone.route("**/api/v1/work-orders/*/*/", lambda route: route.fulfill(status=503, body="{}"))
    tap(phone, 2)
    phone.click(".menu summary")
    phone.click(".menu button >> text=退出")
    phone.wait_for_selector(".menu [role=alert] >> text=1")
    phone.context.set_offline(True)
    phone.evaluate("() => dispatchEvent(new Event('offline'))")
    phone.wait_for_selector(".menu button[disabled]")
    phone.context.set_offline(False)


FULL = "() => { IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"


def test_a_phone_without_room_sends_at_once_or_says_that_nothing_is_recorded(phone):
    phone.evaluate(FULL)
    tap(phone, 2)
    assert StatusChange.objects.filter(new="EN_ROUTE").count() == 1
    phone.context.set_offline(True)
    phone.click(f".job {MAIN_ACTION}")
    phone.wait_for_selector(".refused >> text=没有空间")
    assert phone.locator(".progress li[data-state=done]").count() == 2
    phone.context.set_offline(False)
    tap(phone, 3)
    phone.wait_for_selector(".refused", state="detached")
