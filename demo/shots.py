"""``./run shots``: every screen of the running demo as a picture, in every size, theme and language; what a look would find by itself is told.

One row a screen. A page that answers 400 or worse, a script that fails and a page wider than its window are listed at the end.
"""

import argparse
import html
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import django
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError
from tqdm import tqdm

NOBODY, TRACK = "", "the link of an order"
WAIT_MS = 15_000
SETTLE_MS = 1_500  # maps and fonts come after the words


class Screen(NamedTuple):
    """Who sees it, where, and what stands there once it is filled. ``path`` may be ``TRACK``, the link of an order."""

    name: str
    who: str
    path: str
    filled: str


class Size(NamedTuple):
    width: int
    height: int

    @property
    def name(self) -> str:
        return f"{self.width}x{self.height}"


SCREENS = (
    Screen("board", "dispatcher", "/", ".queue"),
    Screen("calls", "xianfeng", "/calls/", "main, .board-main"),
    Screen("outages", "controller", "/outages/", ".maplibregl-canvas, .board-main"),
    Screen("plans", "controller", "/outages/?view=planned", ".board-main"),
    Screen("orders", "dispatcher", "/orders/", "table, .board-main"),
    Screen("connections", "connections", "/connections/", "table, .board-main"),
    Screen("calendar", "connections", "/connections/calendar/", "table, .board-main"),
    Screen("complaints", "quality", "/complaints/", "table, .board-main"),
    Screen("complaint-figures", "quality", "/complaints/figures/", "table"),
    Screen("supervision", "supervisor", "/supervision/", "table, .board-main"),
    Screen("crews", "dispatcher", "/crews/", "table, .board-main"),
    Screen("messages", "dispatcher", "/messages/", "main, .board-main"),
    Screen("handover", "dispatcher", "/handover/", "main, .board-main"),
    Screen("headline", "manager", "/figures/", ".chosen .months"),
    Screen("figure", "manager", "/figures/arrival_minutes/", ".of-month .months"),
    Screen("weekly", "manager", "/reports/weekly/", "main table, main p"),
    Screen("etr", "manager", "/etr/", "main table, main p"),
    Screen("exports", "manager", "/exports/", "main table, main .empty"),
    Screen("tour", "xianfeng", "/?tour", ".tour-card"),
    Screen("wall", "supervisor", "/wall/", "main, canvas"),
    Screen("wall-screens", "supervisor", "/wall/screens/", "main"),
    Screen("crew", "crew-dingzhai", "/crew/", "main"),
    Screen("visits", "grid-dingzhai", "/visits/", "main"),
    Screen("apply", NOBODY, "/apply/", "form"),
    Screen("status", NOBODY, "/status/", "main"),
    Screen("track", NOBODY, TRACK, "main"),
    Screen("sign-in", NOBODY, "/login/", "form"),
    Screen("admin", "admin", "/admin/", "#content"),
    Screen("api", "agent95598", "/api/docs/", "#swagger-ui .opblock"),
)
SIZES = (Size(1366, 768), Size(1920, 1080), Size(3840, 2160), Size(390, 844))
THEMES, LANGUAGES = ("light", "dark"), ("zh-hans", "en")


class Shot(NamedTuple):
    screen: Screen
    size: Size
    theme: str
    language: str

    @property
    def file(self) -> str:
        return f"{self.screen.name}-{self.size.name}-{self.theme}-{self.language}.png"


class Photographer:
    """One signed-in browser context for each person; ``found`` collects what is wrong, in words."""

    def __init__(self, browser: Browser, site: str, out: Path, password: str) -> None:
        self.browser, self.site, self.out, self.password = browser, site, out, password
        self.found: list[str] = []
        self._pages: dict[str, Page] = {}
        self._track = ""
        self._now = ""

    def take(self, shot: Shot) -> None:
        """One picture. A screen that does not fill is told, and photographed as it is."""
        page, self._now = self._page_of(shot.screen.who), shot.file
        page.set_viewport_size({"width": shot.size.width, "height": shot.size.height})
        path = self._track_path() if shot.screen.path == TRACK else shot.screen.path
        more = "&" if "?" in path else "?"
        page.goto(f"{self.site}{path}{more}lang={shot.language}&theme={shot.theme}")
        try:
            page.wait_for_selector(shot.screen.filled, timeout=WAIT_MS)
        except BrowserError:
            self._tell("never filled")
        page.wait_for_timeout(SETTLE_MS)
        wider = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        if wider > 0:
            self._tell(f"{wider} px wider than the window")
        page.screenshot(path=self.out / shot.file)

    def _tell(self, words: str) -> None:
        self.found.append(f"{self._now}: {words}")

    def _page_of(self, who: str) -> Page:
        if who not in self._pages:
            page = self.browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai").new_page()
            page.on("pageerror", lambda error: self._tell(f"a script failed: {error}"))
            page.on("response", lambda got: self._tell(f"{got.status} {got.url}") if got.status >= 400 else None)
            if who:
                page.goto(f"{self.site}/login/")
                page.fill("[name=username]", who)
                page.fill("[name=password]", self.password)
                page.keyboard.press("Enter")
                page.wait_for_url(lambda url: "/login/" not in url)
            self._pages[who] = page
        return self._pages[who]

    def _track_path(self) -> str:
        """The customer's link of a live fault, as a dispatcher copies it."""
        if not self._track:
            page = self._page_of("dispatcher")
            page.goto(f"{self.site}/orders/")
            orders = page.request.get(f"{self.site}/api/v1/work-orders/?kind=FAULT&open=true&limit=1").json()["results"]
            if not orders:
                return "/status/"
            self._track = page.evaluate(LINK, orders[0]["number"]).removeprefix(self.site)
        return self._track


LINK = """async (number) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(`/api/v1/work-orders/${number}/tracking-link/`, { method: "POST", headers: { "X-CSRFToken": token } });
  return (await answer.json()).tracking_url ?? "/status/";
}"""


def password_of_the_demo() -> str:
    """Of every demo account; models want a Django that is set up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "command_center.settings")
    django.setup()
    return str(import_module("demo.accounts").PASSWORD)


def shots(screens: Sequence[Screen], sizes: Sequence[Size]) -> Iterator[Shot]:
    for screen in screens:
        for size in sizes:
            for theme in THEMES:
                for language in LANGUAGES:
                    yield Shot(screen, size, theme, language)


def gallery(taken: Sequence[Shot], found: Sequence[str]) -> str:
    """A page with all pictures by screen, and above them what was found."""
    wrong = "".join(f"<li>{html.escape(each)}</li>" for each in found)
    pictures = "".join(
        f'<figure><a href="{each.file}"><img src="{each.file}" loading="lazy" alt=""></a><figcaption>{each.file}</figcaption></figure>'
        for each in taken
    )
    style = "body{font:14px system-ui;margin:24px}figure{display:inline-block;margin:8px;width:400px}img{width:100%;border:1px solid #999}"
    return (
        f'<!doctype html><meta charset="utf-8"><title>Screens</title><style>{style}</style><ul>{wrong}</ul>{pictures}'
    )


def main(words: Sequence[str]) -> int:
    """Exit code 1 where something was found."""
    names = [each.name for each in SCREENS]
    parser = argparse.ArgumentParser(prog="./run shots", description=(__doc__ or "").split("\n")[0].replace("``", ""))
    parser.add_argument("--site", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--browser", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, default=Path(".local/shots"), help="the folder of the pictures")
    parser.add_argument("--only", nargs="+", choices=names, metavar="SCREEN", help=f"of {', '.join(names)}")
    parser.add_argument("--size", nargs="+", choices=[each.name for each in SIZES], help="without it all four")
    asked = parser.parse_args(words)
    asked.out.mkdir(parents=True, exist_ok=True)
    screens = [each for each in SCREENS if not asked.only or each.name in asked.only]
    taken = list(shots(screens, [each for each in SIZES if not asked.size or each.name in asked.size]))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=asked.browser)
        photographer = Photographer(browser, asked.site, asked.out, password_of_the_demo())
        for shot in tqdm(taken, desc="screens", unit="picture"):
            photographer.take(shot)
        browser.close()
    found = list(dict.fromkeys(photographer.found))
    (asked.out / "index.html").write_text(gallery(taken, found), encoding="utf-8")
    print("\n".join([*found, f"{len(taken)} pictures, {len(found)} findings: {asked.out / 'index.html'}"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
