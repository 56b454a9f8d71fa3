"""The report as lines of text."""

import math
import unicodedata
from collections.abc import Sequence

from command_center.trials.chains.comparing import CLAIMED, DIRECT_CHAIN, OLD_CHAIN, OTHERS, TIMED, Report, gain
from command_center.trials.chains.parameters import ROWS, SWINGS
from command_center.trials.chains.summary import Interval
from command_center.trials.chains.words import WORDS, word

HALF_THE_TIME = 100.0
PERCENT = ("late", "storm.late")
COMPARED = (
    "custodians", "desks", "accept", "drive", "arrive", "arrive.p95", "restore", "storm.arrive", "late", "storm.late",
)  # fmt: skip
TIMES = ("accept", "arrive", "arrive.p95", "restore", "storm.arrive")


def lines(report: Report, head: Sequence[str], language: str) -> list[str]:
    """``head``: what the ground is, told by who knows it."""
    tables = [_compared, _choice, _curve, _swings, _plain, _rows]
    found = [*head, word("intervals", language)]
    for table in tables:
        found += ["", *table(report, language)]
    return found


def _compared(report: Report, language: str) -> list[str]:
    rows = [[word(code, language) for code in ("measure", "old", "direct", "change", "faster")]]
    for figure in COMPARED:
        times = 100 if figure in PERCENT else 1
        cells = [report.of(OLD_CHAIN, figure), report.of(DIRECT_CHAIN, figure), report.saved(figure)]
        gained = with_half(report.faster(figure), places=0, sign=True, unit=" %") if figure in TIMES else ""
        rows.append([word(figure, language), *(with_half(cell, times=times) for cell in cells), gained])
    return laid_out(rows)


def _choice(report: Report, language: str) -> list[str]:
    chains = [OLD_CHAIN, *OTHERS[:2], DIRECT_CHAIN, *OTHERS[2:]]
    rows = [["", *(word(code, language) for code in ("accept", "arrive", "restore", "later"))]]
    for chain in chains:
        name = "direct.product" if chain == DIRECT_CHAIN else chain
        later = "" if chain == DIRECT_CHAIN else with_half(report.later(chain, "arrive"), sign=True)
        rows.append([word(name, language), *(with_half(report.of_short(chain, figure)) for figure in TIMED), later])
    return [word("choice", language, days=report.short_days), *laid_out(rows)]


def _curve(report: Report, language: str) -> list[str]:
    desks = [at for at, _ in report.line("arrive")]
    rows = [[word("at_desks", language), *(f"{at.mean:.1f}" for at in desks)]]
    for figure in TIMED:
        gains = [f"{gained.mean:+.0f} %" for _, gained in report.line(figure)]
        rows.append([word(f"short.{figure}", language), *gains])
    table = [word("curve", language, days=report.short_days), *laid_out(rows)]
    for level in (CLAIMED, HALF_THE_TIME):
        told = [f"{word(f'short.{figure}', language)} {needed(report, figure, level, language)}" for figure in TIMED]
        table.append(word("needed", language, level=level, told=word("and", language).join(told)))
    return table


def _swings(report: Report, language: str) -> list[str]:
    seeds = len(report.swings[SWINGS[0], SWINGS[0].factor][0])
    usual = gain(report.curve[1.0][0][:seeds], report.curve[1.0][1][:seeds], "arrive").mean
    rows = [["", "", word("less", language), "", word("more", language), ""]]
    for swing in SWINGS:
        name = swing.words if language == "en" else swing.chinese
        cells = [f"÷{swing.factor:g}, ×{swing.factor:g}"]
        for factor in (1 / swing.factor, swing.factor):
            gained, moved = report.swing(swing, factor, "arrive")
            cells += [f"{gained.mean:+.0f} %", f"({with_half(moved, places=0, sign=True)})"]
        rows.append([name, *cells])
    head = word("swings", language, days=report.short_days, seeds=seeds, usual=usual)
    return [head, *laid_out(rows)]


def _plain(report: Report, language: str) -> list[str]:
    old, new = report.of(OLD_CHAIN, "custodians").mean, report.of(DIRECT_CHAIN, "custodians").mean
    minutes = {name: report.of_short(name, "arrive").mean for name in (OLD_CHAIN, DIRECT_CHAIN, *OTHERS[:2])}
    own, best = minutes[OTHERS[0]], minutes[OTHERS[1]]
    gains = {figure: report.faster(figure).mean for figure in TIMED}
    said = [
        word(
            "plain.steps", language, old=old, new=new, fewer=report.fewer().mean, old_arrows=old - 1,
            new_arrows=new - 1, arrows=(1 - (new - 1) / (old - 1)) * 100,
        ),
        word("plain.which", language, **gains),
        word(
            "plain.desks", language, assumed=report.of(OLD_CHAIN, "desks").mean,
            **{figure: needed(report, figure, CLAIMED, language) for figure in ("arrive", "restore")},
        ),
        word(
            "plain.reading", language,
            **{figure: needed(report, figure, HALF_THE_TIME, language) for figure in ("arrive", "restore")},
        ),
        word("plain.choice", language, choice=own - minutes[DIRECT_CHAIN], desks=best - minutes[DIRECT_CHAIN]),
        word("plain.road", language, drive=report.of(DIRECT_CHAIN, "drive").mean),
        word("plain.data", language),
    ]  # fmt: skip
    return [word("plain", language), *(f"- {sentence}" for sentence in said)]


def _rows(report: Report, language: str) -> list[str]:
    rows = [["", word("value", language), "", word("source", language)]]
    for row in ROWS:
        source = row.source
        for code in ("assumed", "promise", "the product", "as in", ", "):
            source = source.replace(code, word(code, language), 1)
        unit = word(row.unit, language) if row.unit in WORDS else row.unit
        rows.append([row.words if language == "en" else row.chinese, f"{row.value:g}", unit, source])
    return [word("table", language), *laid_out(rows)]


def needed(report: Report, figure: str, level: float, language: str) -> str:
    """Minutes at the old desks for this gain in speed, in words where no number says it."""
    line = report.line(figure)
    found = report.needed(figure, level)
    if math.isnan(found.mean) or line[-1][1].mean < level:
        return word("never", language, most=line[-1][0].mean)
    return word("always", language) if line[0][1].mean >= level else with_half(found)


def with_half(each: Interval, *, times: float = 1, places: int = 1, sign: bool = False, unit: str = "") -> str:
    if math.isnan(each.mean):
        return "–"
    mean = f"{each.mean * times:{'+' if sign else ''}.{places}f}"
    return f"{mean}{unit}" if not each.half > 0 else f"{mean} ± {each.half * times:.{places}f}{unit}"


def laid_out(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns under each other, the first to the left, the others to the right; a Chinese sign is two wide."""
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  "
        + "  ".join(
            cell + _space(cell, width) if not nth or nth == len(row) - 1 > 4 else _space(cell, width) + cell
            for nth, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _space(cell: str, width: int) -> str:
    return " " * (width - _width(cell))
