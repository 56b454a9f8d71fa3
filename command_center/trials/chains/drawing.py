"""The report as one SVG picture, without any library; light or dark as the reader's screen is."""

import math
from collections.abc import Callable, Sequence
from html import escape

from command_center.trials.chains.comparing import CLAIMED, DIRECT_CHAIN, OLD_CHAIN, TIMED, Report, gain
from command_center.trials.chains.parameters import SWINGS
from command_center.trials.chains.summary import Interval
from command_center.trials.chains.words import word

WIDTH, TOP = 960, 46
LEFT, RIGHT = (200, 450), (560, 890)  # from where to where the two upper panels reach
UPPER, LOWER = (96, 268), 356
ROW = 24
Scale = Callable[[float], float]

# The colours of static/css/tokens.css.
STYLE = """
svg { font: 13px "Inter Variable", "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", sans-serif;
  --bg: #ffffff; --fg: #141a22; --dim: #5b6777; --line: #d3dae3; --old: #a55000; --new: #0f62b4; --third: #1b7145; }
@media (prefers-color-scheme: dark) {
  svg {
    --bg: #11161d; --fg: #e8ecf2; --dim: #8d99a9; --line: #28323f;
    --old: #ffa14a; --new: #62aef5; --third: #62c08f; } }
.bg { fill: var(--bg); } text { fill: var(--fg); } .dim { fill: var(--dim); } .head { font-weight: 600; }
.rule { stroke: var(--line); } .claim { stroke: var(--dim); stroke-dasharray: 5 4; }
.old { fill: var(--old); stroke: var(--old); } .new { fill: var(--new); stroke: var(--new); }
.third { fill: var(--third); stroke: var(--third); }
.bar { stroke-width: 2; } polyline.way { fill: none; stroke-width: 2; }
text.old, text.new, text.third { stroke: none; }
"""
LINES = {"arrive": "new", "restore": "third"}


def drawn(report: Report, language: str) -> str:
    """``accept`` is left out of the curve: it is far above the claim everywhere."""
    height = LOWER + 40 + ROW * len(SWINGS) + 56
    parts = [
        f"<style>{STYLE}</style>",
        f'<rect class="bg" width="{WIDTH}" height="{height}"/>',
        *_minutes(report, language),
        *_curve(report, language),
        *_swings(report, language),
        _text(24, height - 16, word("draw.note", language, seeds=len(report.seeds)), "dim"),
    ]
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">\n' + "\n".join(parts) + "\n</svg>\n"


def _minutes(report: Report, language: str) -> list[str]:
    """Custodians as squares; below, three durations of both chains."""
    x, ticks = _scale(0.0, _top(report.of(OLD_CHAIN, "restore")) * 1.05, *LEFT)
    parts = [_text(24, TOP, word("draw.minutes", language), "head"), *_axis(x, ticks, UPPER)]
    for chain, colour, at in ((OLD_CHAIN, "old", LEFT[0]), (DIRECT_CHAIN, "new", LEFT[0] + 150)):
        parts.append(_text(at, TOP + 28, word(chain, language), colour))
        squares = round(report.of(chain, "custodians").mean)
        parts += [_rect(at + 14 * nth, TOP + 35, 10, 8, colour) for nth in range(squares)]
    parts.append(_text(24, TOP + 43, word("draw.custodians", language), "dim"))
    for nth, figure in enumerate(TIMED):
        y = UPPER[0] + 30 + nth * 52
        parts.append(_text(24, y + 12, word(f"short.{figure}", language)))
        parts += _dot(x, y, report.of(OLD_CHAIN, figure), "old") + _dot(
            x, y + 20, report.of(DIRECT_CHAIN, figure), "new"
        )
    return parts


def _dot(x: Scale, y: float, at: Interval, colour: str) -> list[str]:
    reach = 0.0 if math.isnan(at.half) else at.half
    return [
        _line(x(max(at.mean - reach, 0.0)), y, x(at.mean + reach), y, f"{colour} bar"),
        f'<circle class="{colour}" cx="{x(at.mean):.1f}" cy="{y}" r="4"/>',
        _text(x(at.mean + reach) + 9, y + 4, f"{at.mean:.1f}", colour),
    ]


def _curve(report: Report, language: str) -> list[str]:
    lines = {figure: report.line(figure) for figure in LINES}
    most = lines["arrive"][-1][0].mean
    x, across = _scale(0.0, most, *RIGHT)
    y, up = _scale(0.0, max(_top(gained) for line in lines.values() for _, gained in line) * 1.02, UPPER[1], UPPER[0])
    parts = [_text(RIGHT[0] - 50, TOP, word("draw.curve", language), "head"), *_axis(x, across, UPPER)]
    for tick in up:
        parts.append(_line(RIGHT[0], y(tick), RIGHT[1], y(tick), "rule"))
        parts.append(_text(RIGHT[0] - 8, y(tick) + 4, _percent(tick, language), "dim", "end"))
    parts.append(_text(sum(RIGHT) / 2, UPPER[1] + 38, word("at_desks", language), "dim", "middle"))
    parts += [_line(RIGHT[0], y(CLAIMED), RIGHT[1], y(CLAIMED), "claim")]
    parts.append(_text(RIGHT[1] + 6, y(CLAIMED) + 4, _percent(CLAIMED, language), "dim"))
    for figure, line in lines.items():
        parts += _line_of(line, x, y, LINES[figure])
        at, gained = line[-1]
        parts.append(_text(x(at.mean) - 4, y(gained.mean) - 8, word(f"short.{figure}", language), LINES[figure], "end"))
        needed = report.needed(figure, CLAIMED)
        if line[0][1].mean < CLAIMED <= gained.mean and not math.isnan(needed.mean):
            parts.append(_line(x(needed.mean), y(CLAIMED), x(needed.mean), UPPER[1], f"{LINES[figure]} claim"))
            parts.append(
                _text(x(needed.mean) + 5, y(CLAIMED) + 15, word("draw.needs", language, at=needed.mean), LINES[figure])
            )
    assumed = lines["arrive"][_usual(report)][0].mean
    parts.append(_line(x(assumed), UPPER[0], x(assumed), UPPER[1], "rule"))
    parts.append(_text(x(assumed) + 5, UPPER[0] + 10, word("draw.assumed", language, at=assumed), "dim"))
    return parts


def _top(gained: Interval) -> float:
    return gained.mean if math.isnan(gained.half) else gained.high


def _percent(gained: float, language: str) -> str:
    return f"{gained:+.0f}{' %' if language == 'en' else '%'}" if gained else "0"


def _usual(report: Report) -> int:
    return sorted(report.curve).index(1.0)


def _line_of(line: Sequence[tuple[Interval, Interval]], x: Scale, y: Scale, colour: str) -> list[str]:
    points = " ".join(f"{x(at.mean):.1f},{y(gained.mean):.1f}" for at, gained in line)
    parts = [f'<polyline class="{colour} way" points="{points}"/>']
    for at, gained in line:
        if not math.isnan(gained.half):
            parts.append(_line(x(at.mean), y(max(gained.low, 0.0)), x(at.mean), y(gained.high), f"{colour} bar"))
    return parts


def _swings(report: Report, language: str) -> list[str]:
    """Bars from the gain as assumed to the gain with one assumption smaller (orange) and larger (blue)."""
    few = len(report.swings[SWINGS[0], SWINGS[0].factor][0])
    old, new = report.curve[1.0]
    usual = gain(old[:few], new[:few], "arrive").mean
    ends = {(s, f): report.swing(s, f, "arrive")[0].mean for s in SWINGS for f in (1 / s.factor, s.factor)}
    x, ticks = _scale(min(0.0, *ends.values()), max(CLAIMED, *ends.values()) * 1.05, 330, RIGHT[1])
    bottom = LOWER + 30 + ROW * len(SWINGS)
    parts = [
        _text(24, LOWER, word("draw.swings", language), "head"),
    ]
    parts += _axis(x, ticks, (LOWER + 24, bottom), lambda tick: _percent(tick, language))
    parts.append(_text(x(usual), LOWER + 18, _percent(usual, language), "dim", "middle"))
    parts.append(_line(x(CLAIMED), LOWER + 24, x(CLAIMED), bottom, "claim"))
    for nth, swing in enumerate(SWINGS):
        y = LOWER + 30 + nth * ROW
        name = swing.words if language == "en" else swing.chinese
        parts.append(_text(24, y + 13, f"{name}  ÷{swing.factor:g}, ×{swing.factor:g}"))
        for factor, colour in ((1 / swing.factor, "old"), (swing.factor, "new")):
            low, high = sorted((x(usual), x(ends[swing, factor])))
            parts.append(_rect(low, y + 3 if colour == "old" else y + 11, max(high - low, 1.0), 7, colour))
    parts.append(_line(x(usual), LOWER + 24, x(usual), bottom, "rule"))
    for colour, code, at in (("old", "less", RIGHT[1] - 120), ("new", "more", RIGHT[1] - 40)):
        parts.append(_text(at, LOWER, word(code, language), colour))
    return parts


def _axis(
    x: Scale, ticks: Sequence[float], reach: tuple[float, float], told: Callable[[float], str] = "{:.0f}".format
) -> list[str]:
    parts = []
    for tick in ticks:
        parts.append(_line(x(tick), reach[0], x(tick), reach[1], "rule"))
        parts.append(_text(x(tick), reach[1] + 17, told(tick), "dim", "middle"))
    return parts


def _scale(low: float, high: float, left: float, right: float) -> tuple[Scale, list[float]]:
    """A linear scale and round ticks on it."""
    span = (high - low) or 1.0
    step = 10 ** math.floor(math.log10(span))
    step = next(step * share for share in (0.1, 0.2, 0.25, 0.5, 1, 2) if span / (step * share) <= 7)
    first = math.ceil(low / step)
    ticks = [nth * step for nth in range(first, math.floor(high / step) + 1)]
    return lambda value: left + (value - low) / span * (right - left), ticks


def _text(x: float, y: float, words: str, colour: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{colour}" text-anchor="{anchor}">{escape(words)}</text>'


def _line(x: float, y: float, to_x: float, to_y: float, colour: str) -> str:
    return f'<line class="{colour}" x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"/>'


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect class="{colour}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" stroke="none"/>'
