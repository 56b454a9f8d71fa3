"""What a page costs a browser while something happens: frames, long tasks, main-thread time by kind, memory, nodes."""

import asyncio
import json
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import CDPSession, Page

# Before any script of the page. Frames are counted by the page itself, so a reference page bears the same small cost.
PROBE = """
globalThis.probe = { frames: [], long: [], places: [] };
const count = (at) => {
    if (probe.last) probe.frames.push(at - probe.last);
    probe.last = at;
    requestAnimationFrame(count);
};
new PerformanceObserver((list) => list.getEntries().forEach((task) => probe.long.push(task.duration)))
    .observe({ type: "longtask" });
probe.start = (selector) => {
    probe.frames.length = probe.long.length = 0;
    requestAnimationFrame(count);
    if (!selector) return;
    const look = () => {
        const row = document.querySelector(selector);
        probe.places.push(row ? `${row.id} ${Math.round(row.getBoundingClientRect().top)}` : "nowhere");
    };
    look();
    setInterval(look, 250);
};
"""
PAINT = {"PrePaint", "Paint", "Layerize", "Commit", "UpdateLayerTree", "CompositeLayers"}
TRACED = ["devtools.timeline", "disabled-by-default-devtools.timeline"]
MB = 1024 * 1024


@dataclass(frozen=True)
class Cost:
    """Times in milliseconds, those of the main thread for each second; ``places`` as the chosen row was found in turn."""

    frames: list[float]
    long_tasks: list[float]
    script: float
    style_and_layout: float
    all_tasks: float
    processor: float
    heap_before_mb: float
    heap_after_mb: float
    nodes: int
    places: list[str]

    @property
    def heap_growth_mb(self) -> float:
        return self.heap_after_mb - self.heap_before_mb

    def __str__(self) -> str:
        frames = sorted(self.frames)
        p50, p95 = statistics.median(frames), frames[int(len(frames) * 0.95)]
        longest = max(self.long_tasks, default=0.0)
        rest = self.all_tasks - self.script - self.style_and_layout
        return (
            f"frames p50 {p50:.0f} p95 {p95:.0f} max {frames[-1]:.0f} ms | "
            f"long tasks {len(self.long_tasks)} of {len(frames):,} frames, longest {longest:.0f} ms | "
            f"main thread {self.all_tasks:.0f} ms/s: script {self.script:.0f}, style and layout "
            f"{self.style_and_layout:.0f}, rest {rest:.0f}; processor {self.processor:.0f} | "
            f"heap {self.heap_before_mb:.1f} → {self.heap_after_mb:.1f} MB ({self.heap_growth_mb:+.1f}), "
            f"{self.nodes:,} nodes"
        )


class Meter:
    """Measures one page between ``start`` and ``stop``."""

    def __init__(self, page: Page, session: CDPSession) -> None:
        self.page, self.session = page, session

    @classmethod
    async def of(cls, page: Page) -> "Meter":
        session = await page.context.new_cdp_session(page)
        await session.send("Performance.enable")
        return cls(page, session)

    async def start(self, selector: str = "") -> None:
        """``selector``: the row whose id and height on the screen are to stay."""
        self.before_heap = await self._heap()
        await self.page.evaluate("(selector) => probe.start(selector)", selector)
        self.before = await self._metrics()

    async def stop(self) -> Cost:
        after = await self._metrics()
        probe = await self.page.evaluate("() => probe")
        spent = {name: after[name] - self.before[name] for name in after}
        each = 1000 / spent["Timestamp"]
        return Cost(
            frames=probe["frames"] or [0.0],
            long_tasks=probe["long"],
            script=spent["ScriptDuration"] * each,
            style_and_layout=(spent["LayoutDuration"] + spent["RecalcStyleDuration"]) * each,
            all_tasks=spent["TaskDuration"] * each,
            processor=spent.get("ThreadTime", 0.0) * each,
            heap_before_mb=self.before_heap / MB,
            heap_after_mb=await self._heap() / MB,
            nodes=int(after["Nodes"]),
            places=probe["places"],
        )

    async def _metrics(self) -> dict[str, float]:
        told = await self.session.send("Performance.getMetrics")
        return {metric["name"]: metric["value"] for metric in told["metrics"]}

    async def _heap(self) -> float:
        """Bytes that are still needed."""
        for _ in range(2):
            await self.session.send("HeapProfiler.collectGarbage")
            await asyncio.sleep(0.2)
        return (await self._metrics())["JSHeapUsedSize"]

    async def profile(self, seconds: float) -> list[tuple[float, str]]:
        """The functions that took longest by themselves: milliseconds a second and where each stands."""
        await self.session.send("Profiler.enable")
        await self.session.send("Profiler.start")
        await asyncio.sleep(seconds)
        profile = (await self.session.send("Profiler.stop"))["profile"]
        taken = dict.fromkeys((node["id"] for node in profile["nodes"]), 0)
        for node, micros in zip(profile["samples"], profile["timeDeltas"], strict=True):
            taken[node] += micros
        summed: dict[str, float] = {}
        for node in profile["nodes"]:
            frame = node["callFrame"]
            words = f"{frame['functionName'] or '(anonymous)'} {frame['url'].split('/static/')[-1]}:{frame['lineNumber'] + 1}"
            summed[words] = summed.get(words, 0.0) + taken[node["id"]] / 1000 / seconds
        return sorted(((ms, words) for words, ms in summed.items()), reverse=True)

    async def traced(self, path: Path, seconds: float) -> dict[str, float]:
        """Milliseconds a second of the main thread by the name of the work; written to ``path`` for a look at it."""
        browser = self.page.context.browser
        assert browser
        await browser.start_tracing(page=self.page, path=path, categories=TRACED)
        await asyncio.sleep(seconds)
        await browser.stop_tracing()
        return by_name(json.loads(path.read_text())["traceEvents"], seconds)


def by_name(events: list[dict[str, Any]], seconds: float) -> dict[str, float]:
    """Of the thread that paints most: the page's own."""
    threads: dict[tuple[int, int], dict[str, float]] = {}
    for event in events:
        if event.get("ph") == "X" and "dur" in event:
            work = threads.setdefault((event["pid"], event["tid"]), {})
            work[event["name"]] = work.get(event["name"], 0.0) + event["dur"] / 1000 / seconds
    page = max(threads.values(), key=lambda work: work.get("FireAnimationFrame", 0.0), default={})
    return dict(sorted(page.items(), key=lambda pair: -pair[1]))
