"""``./run bench board``: what ten thousand live orders and five hundred events a second cost the dispatcher's browser.

Headless Chromium opens the real board of the real web process; frames of cards, positions and pulses take the relay's way
(``bench/board_traffic.py``). Told: frames, long tasks, the main thread's milliseconds a second by kind, the growth of the
heap, and whether the chosen row kept its id and its height on the screen. Beside it, in the same run, the same frames to a
bare page that parses them and does nothing else, and to one that keeps and draws them in the plainest list there is.
There is no graphics card here: with the map shown, the frames are those of a processor that paints it.
"""

import argparse
import asyncio
import os
import platform
import tempfile
from pathlib import Path
from typing import Any

from bench import stack
from bench.board_traffic import MOVING, Traffic
from bench.in_browser import PAINT, PROBE, Cost, Meter
from launcher import chromium

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-features=LocalNetworkAccessChecks",
]
DRAWS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
DRAWS_NOT = ["--disable-gpu", "--disable-software-rasterizer"]
CREWS = 10  # in each of eighty counties
CHOSEN_ROW = 120  # far enough down that rows come and go above it
AIMS = "aims: frames p95 ≤ 50 ms, long tasks < 200 ms, main thread < 200 ms/s, heap growth < 5 MB"
PATIENCE_MS = 180_000  # ten thousand cards are read, encoded and sent
SETTLING_SECONDS = 8  # the list is let go, scripts are compiled

PARSES = """<script>
const connect = () => {
    const socket = new WebSocket(location.origin.replace("http", "ws") + "/ws/console/");
    socket.onmessage = ({ data }) => { globalThis.frame = JSON.parse(data); heard(frame); };
};
const heard = (frame) => { if (frame.type === "snapshot") document.title = "live"; };
</script><script>connect()</script>"""
# A list as one writes it in an hour: rows of one height, those in sight drawn anew once a frame, sorted four times a second.
LISTS = """<style>ul { position: relative; margin: 0 } li { position: absolute; height: 62px; font: 13px sans-serif }
#box { height: 1000px; width: 456px; overflow: auto }</style><div id="box"><ul></ul></div>""" + PARSES.replace(
    "const heard =",
    """const orders = new Map();
const list = document.querySelector("ul");
let ids = [], dirty = false;
const sort = () => {
    ids = [...orders.values()].sort((a, b) => (a.next_due_at ?? "9") < (b.next_due_at ?? "9") ? -1 : 1).map((o) => o.id);
    list.style.height = ids.length * 62 + "px";
};
const draw = () => {
    if (dirty) list.innerHTML = ids.slice(0, 30).map((id, n) => { const o = orders.get(id); return o ? `<li
        style="transform: translateY(${n * 62}px)">${o.number} ${o.title} ${o.place} ${o.status}</li>` : ""; }).join("");
    dirty = false;
    requestAnimationFrame(draw);
};
setInterval(sort, 250);
requestAnimationFrame(draw);
const take = (card) => { if (card.kind === "order") card.gone ? orders.delete(card.id) : orders.set(card.id, card); };
const heard = (frame) => {
    (frame.orders ?? frame.items?.map((item) => item.card ?? item) ?? []).forEach(take);
    dirty = true;
    told(frame);
};
const told =""",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench board", description=__doc__)
    options = options_of(parser)
    run(options, ["bare: parses", "bare: a list", "board, map hidden", "board, map shown"])


def options_of(parser: argparse.ArgumentParser) -> argparse.Namespace:
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--outages", type=int, default=2_000)
    parser.add_argument("--rate", type=int, default=500, help="events a second, in ten frames")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--again", action="store_true", help="keep the database of the run before")
    parser.add_argument("--only", nargs="*", help="those whose name begins so")
    parser.add_argument("--profile", action="store_true", help="then tell the functions that take longest")
    return parser.parse_args()


def run(options: argparse.Namespace, names: list[str]) -> None:
    stack.prepare(afresh=not options.again)
    stack.migrate()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    if not options.again:
        from bench.made_board import make_board

        make_board(options.orders, options.outages, crews=CREWS)
    cookie, rows, head = _signed_in()
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"machine: {platform.machine()}, {os.cpu_count()} cores, no graphics card, load average {load}")
    parts = ", ".join(f"{len(cards):,} {part}" for part, cards in rows.items() if cards)
    print(f"{parts}; {options.rate} events and {MOVING} positions a second for {options.seconds:.0f} s\n{AIMS}\n")
    with stack.web(ready="/healthz") as (base, _):
        for name in names:
            if not options.only or any(name.startswith(word) for word in options.only):
                traffic = Traffic(_copied(rows), *head)
                head = asyncio.run(_measured(name, base, cookie, traffic, options))
    print(f"\nload average at the end {os.getloadavg()[0]:.1f}")


def _copied(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {part: [(path, gate, dict(card)) for path, gate, card in cards] for part, cards in rows.items()}


def _signed_in() -> tuple[str, dict[str, list[Any]], tuple[str, int]]:
    """A session at the province's desk, what it sees, and where the stream of events stands."""
    from django.utils.timezone import now

    from bench.dispatch import session_of
    from command_center.ground.core import relay
    from command_center.ground.organisation.models import User
    from command_center.screens.board.snapshot import board_rows

    user = User.objects.get(username="bench-desk")
    return session_of(user), board_rows(user, at=now()), relay.head()


async def _measured(
    name: str, base: str, cookie: str, traffic: Traffic, options: argparse.Namespace
) -> tuple[str, int]:
    from playwright.async_api import async_playwright

    flags = [*FLAGS, *(DRAWS if name.endswith("shown") else DRAWS_NOT)]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.find(), args=flags)
        context = await browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
        await context.add_cookies([{"name": "sessionid", "value": cookie, "url": base}])
        context.set_default_timeout(PATIENCE_MS)
        page = await context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.add_init_script(PROBE)
        row = await _open(page, name, base, traffic)
        meter = await Meter.of(page)
        await traffic.flow(options.rate, SETTLING_SECONDS)
        await meter.start(row)
        await traffic.flow(options.rate, options.seconds)
        cost = await meter.stop()
        print(f"{name:<18} {cost}", flush=True)
        _say_more(cost, traffic, complaints, row=row)
        if options.profile:
            await _profiled(meter, traffic, options)
        await browser.close()
    return traffic.epoch, traffic.seq


def _say_more(cost: Cost, traffic: Traffic, complaints: list[str], *, row: str) -> None:
    places = sorted(set(cost.places))
    if row:
        found = places[0] if len(places) == 1 else f"MOVED: {', '.join(places[:8])}"
        print(f"{'':<18} the chosen row, looked at {len(cost.places)} times: {found}")
    if traffic.late_seconds > 0.5:
        print(f"{'':<18} the frames were up to {traffic.late_seconds:.1f} s late: this machine is too busy")
    for complaint in complaints[:3]:
        print(f"{'':<18} {complaint}")


async def _profiled(meter: Meter, traffic: Traffic, options: argparse.Namespace) -> None:
    flow = asyncio.create_task(traffic.flow(options.rate, 30))
    await asyncio.sleep(1)
    for ms, words in (await meter.profile(10))[:24]:
        print(f"{'':<18} {ms:7.1f} ms/s  {words}")
    with tempfile.TemporaryDirectory() as folder:
        work = await meter.traced(Path(folder, "trace.json"), 5)
    painting = sum(ms for kind, ms in work.items() if kind in PAINT)
    print(f"{'':<18} of a trace: painting {painting:.0f} ms/s; ", end="")
    print(", ".join(f"{kind} {ms:.0f}" for kind, ms in list(work.items())[:14]))
    flow.cancel()


async def _open(page: Any, name: str, base: str, traffic: Traffic) -> str:
    """Until it shows what the server has; the selector of a row that is chosen on it."""
    if name.startswith("bare"):
        body = LISTS if name.endswith("list") else PARSES
        await page.route(f"{base}/bare/", lambda route: route.fulfill(content_type="text/html", body=body))
        await page.goto(f"{base}/bare/")
        await page.wait_for_function("() => document.title === 'live'")
        return ""
    where, rows = ("/outages/", "#outage-list") if name.startswith("outages") else ("/", "#queue-list")
    await page.goto(f"{base}{where}")
    await page.wait_for_selector(f"{rows} li")
    await page.locator(".list").evaluate(f"(box) => box.scrollTop = {CHOSEN_ROW * 62}")
    box = await page.locator(".list").bounding_box()
    assert box
    await page.mouse.click(box["x"] + 120, box["y"] + box["height"] / 2)
    await page.wait_for_selector(f"{rows} [aria-selected=true]")
    chosen = await page.locator(f"{rows} [aria-selected=true]").get_attribute("id")
    traffic.kept = int(str(chosen).rpartition("-")[2])
    await page.mouse.move(box["x"] + box["width"] + 300, 20)
    return f"{rows} [aria-selected=true]"


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "command_center.settings"
    main()
