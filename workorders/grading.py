"""How grave a report is: from what the caller said and who is calling to a grade, an urgency and the reasons.

Keyword rules kept as a literal table, so that a shift supervisor can read why an order is red. A grade may always
be changed by a person; the rules only make sure that danger is never at the end of the queue (domain.md §2.1).
"""

import re
from dataclasses import dataclass

NORMAL, IMPORTANT, URGENT = "NORMAL", "IMPORTANT", "URGENT"

HAZARDS: tuple[tuple[str, str], ...] = (
    (
        "fire",
        r"冒火|起火|着火|失火|火花|冒烟|浓烟|烧起来|爆炸|on fire|caught fire|flames?|sparks?|sparking|smok(e|ing)",
    ),
    ("electric_shock", r"触电|电到人|被电了|漏电|麻手|electrocut|electric shock|got a shock"),
    (
        "wire_down",
        r"断线|落地|(线|缆|电杆|杆子)[^，。,.]{0,6}(掉|断|倒|垂)|倒杆|wires? (is |are )?down|downed (wire|line)|fallen (wire|line|pole)",
    ),
    ("exposed_wire", r"(线|铜)[^，。,.]{0,4}(露|裸)|裸露|exposed wire|bare wire"),
    ("trapped", r"被困|困在|关在电梯|trapped|stuck in (the |a )?(lift|elevator)"),
    ("cable_cut", r"(挖|撞|砸)[^，。,.]{0,6}(断|倒|坏)|cable (was )?cut|hit (a|the) pole"),
    ("injury", r"伤人|受伤|有人[^，。,.]{0,4}(伤|倒)|injur"),
    ("life_support", r"呼吸机|制氧机|透析|生命支持|ventilator|oxygen concentrator|dialysis|life support"),
)
"""Danger to life or property → what the caller says."""

TIME_CRITICAL = re.compile(
    r"烤烟|烟叶|孵化|养殖|增氧|鱼塘|冷库|高考|手术|curing barn|hatchery|cold store|fish pond", re.IGNORECASE
)
"""A loss that grows by the hour."""

FAULT_KINDS: tuple[tuple[str, str], ...] = (
    ("NOT_ELECTRICAL", r"路灯|电话线|网线|光纤|宽带|暖气|street ?lamps?|street ?lights?|broadband|telephone line"),
    ("METERING", r"电表|表箱|计量|表烧|抄错|\bmeters?\b"),
    ("QUALITY", r"电压|缺相|一闪|闪烁|忽明忽暗|发黄|低电压|flicker|low voltage|over-?voltage|dim|phase missing"),
    (
        "MV",
        r"变压器|高压|10 ?kV|一万伏|配变|台区|跌落|环网柜|分支线|整个村|全村|整个镇|整条街|整个小区|transformer|feeder|high voltage|medium voltage|whole village",
    ),
    (
        "CUSTOMER_SIDE",
        r"邻居[^，。,.]{0,4}(有电|有灯)|隔壁[^，。,.]{0,4}有电|只有我家|我家[^，。,.]{0,6}跳闸|家里[^，。,.]{0,4}跳闸|neighbou?rs? (still )?ha(s|ve) (power|light)|only my house",
    ),
    (
        "LV",
        r"空开|低压|下户线|接户线|入户线|断线|电线|电缆|分支箱|电杆|跳闸|烧毁|air switch|service line|low-voltage|breaker",
    ),
)
"""First match wins: what is not ours, then what names its own equipment, then how far the dark reaches."""


@dataclass(frozen=True, slots=True)
class Grading:
    """Grade 1 (gravest) to 3, urgency, and the codes that led there, gravest first."""

    grade: int
    urgency: str
    reasons: tuple[str, ...]


def find_hazards(text: str) -> tuple[str, ...]:
    """Codes of the dangers the text speaks of, in the order of the table."""
    return tuple(code for code, pattern in _HAZARD_PATTERNS if pattern.search(text))


def guess_fault_kind(text: str) -> str:
    """The likely class of fault (MV, LV, METERING, CUSTOMER_SIDE, QUALITY, NOT_ELECTRICAL) or UNKNOWN."""
    return next((kind for kind, pattern in _KIND_PATTERNS if pattern.search(text)), "UNKNOWN")


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
    """Grade 1: danger, important customer, life support or MV. Grade 2: an hour counts, or three callers. Else 3.

    ``source`` is the code of the channel; an order passed on by police, fire service or the regulator is important.
    """
    hazards = find_hazards(description)
    first = [
        *(["hazard", *hazards] if hazards else []),
        *(["important_customer"] if important else []),
        *(["life_support"] if life_support and "life_support" not in hazards else []),
    ]
    outage = ["mv_outage"] if fault_kind == "MV" else []
    second = [
        *(["time_critical"] if time_critical or TIME_CRITICAL.search(description) else []),
        *(["many_callers"] if caller_count >= 3 else []),
    ]
    watched = ["watched_source"] if source in WATCHED_SOURCES else []
    level = 1 if first or outage else 2 if second else 3
    urgency = URGENT if first or "time_critical" in second else IMPORTANT if outage or second or watched else NORMAL
    return Grading(level, urgency, (*first, *outage, *second, *watched))


WATCHED_SOURCES = frozenset({"REGULATOR_12398", "GOVERNMENT_12345", "SOCIAL_LINKAGE"})

_HAZARD_PATTERNS = tuple((code, re.compile(pattern, re.IGNORECASE)) for code, pattern in HAZARDS)
_KIND_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in FAULT_KINDS)
