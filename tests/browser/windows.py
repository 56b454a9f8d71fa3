"""Chromium and its windows. Windows of the same settings share one memory, so that a hundred scripts are fetched and read once a file.

What a test leaves behind (cookies, drafts, a stopped clock, a lost line) is gone before the next window opens. Most windows have no
WebGL, as a machine without a graphics card: lists and forms work there and the map says why it is missing. Tests that look at the
map bear the mark ``map``: drawing it in software takes as long as all the rest of a page.
"""

import base64
import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Error, Page, sync_playwright

from launcher import chromium

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DRAWS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
DRAWS_NOT = ["--disable-gpu", "--disable-software-rasterizer"]


class Request:
    """What the page asked, under the names of Playwright's request."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.url, self.method = told["url"], told["method"]
        self.headers = {name.lower(): value for name, value in told["headers"].items()}
        self.post_data: str | None = told.get("postData")

    @property
    def post_data_json(self) -> Any:
        return json.loads(self.post_data) if self.post_data else None


class Route:
    """A request that waits for its answer."""

    def __init__(self, page: Page, session: CDPSession, paused: dict[str, Any]) -> None:
        self.page, self.session, self.id = page, session, paused["requestId"]
        self.request = Request(paused["request"])

    def fulfill(self, *, json: Any, status: int = 200) -> None:
        headers = [{"name": "Content-Type", "value": "application/json"}]
        body = base64.b64encode(_bytes(json)).decode()
        self._say("Fetch.fulfillRequest", responseCode=status, responseHeaders=headers, body=body)

    def abort(self) -> None:
        self._say("Fetch.failRequest", errorReason="Failed")

    def _say(self, method: str, **words: Any) -> None:
        try:
            self.session.send(method, {"requestId": self.id, **words})
        except Error:
            if not self.page.is_closed():  # a page that went away wants no answer
                raise


def _bytes(answer: Any) -> bytes:
    return json.dumps(answer).encode()


def answer_api(page: Page, answer: Callable[[Any], None], *, under: str = "/api/v1/") -> None:
    """Let ``answer(route)`` answer what the page asks below this path; the latest call wins where two of them fit.

    Playwright's own ``page.route`` stops every request of the page and turns the browser's cache off; this stops the API's alone.
    """
    if not hasattr(page, "doors"):
        page.doors = []  # type: ignore[attr-defined]
        session = page.context.new_cdp_session(page)
        session.on("Fetch.requestPaused", lambda paused: _hand_over(Route(page, session, paused)))
        session.send("Fetch.enable", {"patterns": [{"urlPattern": "*/api/v1/*"}]})
    page.doors.insert(0, (under, answer))  # type: ignore[attr-defined]


def _hand_over(route: Route) -> None:
    doors: list[tuple[str, Callable[[Any], None]]] = route.page.doors  # type: ignore[attr-defined]
    next(answer for under, answer in doors if under in route.request.url)(route)


def has_clock_of_its_own(page: Page) -> bool:
    """``page.clock.install()`` was called. It holds for the whole context; a page that cannot be asked is taken for one."""
    try:
        return bool(page.evaluate("() => '__pwClock' in globalThis"))
    except Error:
        return True


class Windows:
    """The windows of one running Chromium."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.kept: dict[str, BrowserContext] = {}
        self.passing: list[BrowserContext] = []
        self.seen: set[str] = set()  # origins whose storage may hold something

    def open(self, **settings: Any) -> Page:
        """A window of a person who was never here: Playwright's settings of a context, and an empty memory but for the cache."""
        key = json.dumps(settings, sort_keys=True)
        kept = self.kept.get(key)
        if kept and kept.pages:  # two people at once, each with a memory of his own
            self.passing.append(self.browser.new_context(**settings))
            return self.passing[-1].new_page()
        if kept:
            return self._emptied(kept)
        self.kept[key] = self.browser.new_context(**settings)
        return self.kept[key].new_page()

    def close_all(self) -> None:
        """After a test. Contexts stay, for the scripts they hold, but for one with a clock of the test's own: nothing brings its own back."""
        for key, context in list(self.kept.items()):
            moved = any(has_clock_of_its_own(page) for page in context.pages)
            for page in context.pages:
                self.seen.add("{0.scheme}://{0.netloc}".format(urlsplit(page.url)))
                page.close()
            if moved:
                self.kept.pop(key).close()
        for context in self.passing:
            context.close()
        self.passing.clear()
        self.seen.discard("about://")

    def _emptied(self, context: BrowserContext) -> Page:
        """A new page in a context that has forgotten everything but the cache."""
        context.clear_cookies()
        context.set_offline(False)
        page = context.new_page()
        session = context.new_cdp_session(page)
        for origin in self.seen:
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        session.detach()
        return page


@contextmanager
def chromiums() -> Iterator[Callable[[bool], Windows]]:
    """``windows(draws)``: those of a Chromium that draws maps, or of one without WebGL; each is started when it is asked for."""
    path = os.environ.get("CHROMIUM") or chromium.find()
    with sync_playwright() as playwright, ExitStack() as stack:

        @cache
        def windows(draws: bool) -> Windows:
            flags = [*FLAGS, *(DRAWS if draws else DRAWS_NOT)]
            browser = playwright.chromium.launch(executable_path=path, args=flags)
            stack.callback(browser.close)
            return Windows(browser)

        yield windows
