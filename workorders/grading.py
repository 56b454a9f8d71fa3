"""How grave a report is: from what the caller said and who is calling to a grade, an urgency and the reasons.

Keyword rules kept as literal tables, so that a shift supervisor can read why an order is red. A person may always
change a grade; the rules only make sure that danger is never at the end of the queue (domain.md §2.1).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

NORMAL, IMPORTANT, URGENT = "NORMAL", "IMPORTANT", "URGENT"
URGENCIES = (NORMAL, IMPORTANT, URGENT)

Words = Sequence[tuple[str, tuple[str, ...]]]
"""Code → patterns, any of which is enough. `_` stands for up to six characters of the same clause."""

# fmt: off
HAZARDS: Words = (
    ("fire", ("冒火", "[起着失救明]火", "大火", "火[花苗光灾]", "打火", "烧起来", "爆炸", "放炮")),
    ("fire", (r"\bfire\b(?! (station|brigade|engine))", r"\bflames?\b", r"\bspark(s|ing)?\b", r"\bexplo(de|ded|sion)\b")),
    ("smoke", ("冒烟", "浓烟", "焦味", "糊味", r"\bsmok(e|ing)\b", r"\bburning smell\b")),
    ("electric_shock", ("触电", "电到人", "被电", "漏电", "带电(?!作业)", "麻手", r"\belectric shock\b", r"\belectrocut")),
    ("wire_down", ("断线", "线落地", "(?<![网光])[线缆]_(掉(?!闸|电)|断(?!电|网|了电)|垂|落在)", "倒杆", "杆_倒")),
    ("wire_down", (r"\b(wires?|lines?|poles?|cables?)\b.{0,20}\b(down|fallen|fell|hanging)\b", r"\bdowned \w+")),
    ("exposed_wire", ("线_露", "裸露", r"\b(bare|exposed) (wires?|cables?)\b")),
    ("equipment_hit", ("(挖|撞|砸)_(断|倒|坏)", r"\b(hit|struck|cut|dug)\b.{0,20}\b(poles?|cables?|transformer)\b")),
    ("flooded", ("(配电|变压器|电箱|表箱|开关)_(泡水|进水|淹)", r"\b(substation|transformer|switch).{0,20}flooded\b")),
    ("trapped", ("被困", "困在", "关在电梯", r"\btrapped\b", r"\bstuck in (the |a )?(lift|elevator)\b")),
    ("injury", ("伤人", "受伤", "有人_(伤|倒|晕)", "救命", r"\binjur(y|ed)\b", r"\bhurt\b")),
    ("life_support", ("呼吸机", "制氧机", "透析", "生命支持", r"\bventilator\b", r"\bdialysis\b", r"\blife support\b")),
)
"""Danger to life or property, and what callers say."""

TIME_CRITICAL = (
    "烤烟", "烟叶", "孵化", "养殖", "增氧", "鱼塘", "冷库", "高考", r"\bcuring barn\b", r"\bhatchery\b", r"\bcold store\b",
)
"""A loss that grows by the hour."""

WIDE_AREA = (
    "变压器", "台区", "配变", "整个(小区|村|湾)", "全(村|小区)", "整栋", "[两三四五几]栋", "一片都", r"\btransformer\b",
)
"""Dark beyond one household: a transformer's worth of customers."""

FAULT_KINDS: Words = (
    ("NOT_ELECTRICAL", ("路灯", "电话线", "网线", "光纤", "宽带", "暖气", r"\bstreet ?(lamp|light)s?\b", r"\bbroadband\b")),
    ("METERING", ("电表", "表箱", "计量", "抄错", r"\bmeter( box)?\b")),
    ("QUALITY", ("电压[^器]", "缺相", "一闪", "闪烁", "忽明忽暗", "发黄")),
    ("QUALITY", (r"\bflicker", r"\b(low|over) ?-?voltage\b", r"\bdim\b")),
    ("MV", ("变压器", "高压", "10 ?kV", "一万伏", "配变", "跌落", "环网柜", "分支线", "整个镇", "全镇", "几个村")),
    ("MV", (r"\btransformer\b", r"\bfeeder\b", r"\b(high|medium) voltage\b", r"\bwhole town\b")),
    ("CUSTOMER_SIDE", ("(邻居|隔壁)家?_有(电|灯)", "只有我(们)?家", "(我家|家里|屋里)_跳闸")),
    ("CUSTOMER_SIDE", (r"\bneighbou?rs?\b.{0,12}\b(power|lights?)\b", r"\bonly my house\b")),
    ("LV", ("空开", "低压", "[下接入]户线", "断线", "电线", "电缆", "分支箱", "电杆", "跳闸", "台区", "烧[毁坏了]")),
    ("LV", (r"\bair switch\b", r"\bservice line\b", r"\bbreaker\b", r"\b(wire|pole|cable)s?\b")),
)
# fmt: on
"""First match wins: what is not ours, then what names its own equipment, then how far the dark reaches."""

WATCHED_SOURCES = frozenset({"HOTLINE_12398", "HOTLINE_12345", "SOCIAL"})
"""Orders passed on by the regulator, the mayor's line, police or fire service."""


@dataclass(frozen=True, slots=True)
class Grading:
    """Grade 1 (gravest) to 3, an urgency, and the codes that led there, gravest first."""

    grade: int
    urgency: str
    reasons: tuple[str, ...]


def grade(
    description: str,
    *,
    important: bool = False,
    life_support: bool = False,
    time_critical: bool = False,
    source: str = "",
    fault_kind: str = "UNKNOWN",
    caller_count: int = 1,
) -> Grading:
    """Grade 1: danger, important customer, life support, MV. Grade 2: a transformer's worth, a growing loss. Else 3.

    ``source`` is the code of the channel; ``caller_count`` the callers on one area, of whom three make a grade 2.
    """
    hazards = find_hazards(description)
    wide = bool(_WIDE_AREA.search(description))
    growing = time_critical or bool(_TIME_CRITICAL.search(description))
    danger = _told(hazard=hazards, important_customer=important, life_support=life_support and not hazards)
    outage = _told(mv_outage=fault_kind == "MV" and not wide)
    second = _told(time_critical=growing, transformer_outage=wide, many_callers=caller_count >= 3)
    watched = _told(watched_source=source in WATCHED_SOURCES)
    level = 1 if danger or outage else 2 if second else 3
    # domain.md §2.1: danger, important customers and considerable economic loss are urgent.
    urgency = URGENT if danger or growing else IMPORTANT if outage or second or watched else NORMAL
    return Grading(level, urgency, (*danger[:1], *hazards, *danger[1:], *outage, *second, *watched))


def find_hazards(text: str) -> tuple[str, ...]:
    """Codes of the dangers the text speaks of, in the order of the table, each once."""
    return tuple(dict.fromkeys(code for code, pattern in _HAZARDS if pattern.search(text)))


def guess_fault_kind(text: str) -> str:
    """The likely class of fault (MV, LV, METERING, CUSTOMER_SIDE, QUALITY, NOT_ELECTRICAL) or UNKNOWN."""
    return next((kind for kind, pattern in _FAULT_KINDS if pattern.search(text)), "UNKNOWN")


def _told(**facts: object) -> tuple[str, ...]:
    """The names of the facts that hold, in the order given."""
    return tuple(name for name, holds in facts.items() if holds)


def _compile(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(words).replace("_", "[^，。！？,.!?]{0,6}"), re.IGNORECASE)


_HAZARDS = tuple((code, _compile(words)) for code, words in HAZARDS)
_FAULT_KINDS = tuple((kind, _compile(words)) for kind, words in FAULT_KINDS)
_TIME_CRITICAL = _compile(TIME_CRITICAL)
_WIDE_AREA = _compile(WIDE_AREA)
