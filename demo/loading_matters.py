"""Invented matters that are no faults: opinions, requests, complaints … filed, given and answered by the real services."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from command_center.ground.organisation.models import UNITS, OrgUnit, User
from customers.models import ServicePoint
from workorders.engine.advance import advance
from workorders.kinds.complaint.services import classifying, downgrading, investigating
from workorders.matter import Matter
from workorders.models import WorkOrder
from workorders.services import aftercare, handling, supervising
from workorders.services.matters import open_matter


@dataclass(frozen=True)
class Story:
    """What a customer says, and how far it has come: the verbs that were taken, in order. ``times``: how often they said it."""

    kind: str
    sub_kind: str
    words: str
    steps: tuple[str, ...] = ()
    source: str = "HOTLINE_95598"
    hours_ago: int = 20
    category: str = ""
    times: int = 1


TO_LIABILITY = ("give", "classify", "contact", "investigate", "decide-liability")
STORIES = (
    Story("OPINION", "OUTAGE", "计划停电前没有收到短信通知，孩子上网课受影响。", ("give",), hours_ago=20),
    Story("OPINION", "BUSINESS", "电费账单看不懂，建议注明阶梯用量。", ("give", "accept", "answer"), hours_ago=50),
    Story("OPINION", "SERVICE", "营业厅排队时间太长，建议增加窗口。", (), "WECHAT", 2),
    Story("OPINION", "GRID", "村里电杆太靠近路边，会车不便。", ("give", "accept"), "HOTLINE_12345", 70),
    Story("OPINION", "QUALITY", "晚上电压低，空调带不动。", ("give", "accept", "answer", "review"), hours_ago=90),
    Story("CONSULT", "BILL", "峰谷电价怎么申请？", ("answer",), "APP", 5),
    Story("CONSULT", "CONNECTION", "自建房装三相电需要哪些材料？", ("give",), "PHONE", 8),
    Story("CONSULT", "OUTAGE", "下周的停电会不会提前恢复？", (), "WECHAT", 1),
    Story("SERVICE_REQ", "RECONNECT", "电费已缴清，请尽快恢复供电。", ("give", "accept"), "APP", 6),
    Story("SERVICE_REQ", "METER_ABNORMAL", "电表屏幕不亮，担心计量不准。", ("give", "accept"), hours_ago=30),
    Story(
        "SERVICE_REQ", "DAMAGED_APPLIANCE", "昨晚电压突高，电视机烧坏了。", ("give", "accept", "on-site"), hours_ago=26
    ),
    Story("SERVICE_REQ", "METER_TEST", "怀疑电表走得快，申请校表。", ("give",), "WALK_IN", 45),
    Story("SERVICE_REQ", "READING_ABNORMAL", "本月电量比上月多一倍，请核实。", ("give", "accept"), hours_ago=60),
    Story("PRAISE", "SERVICE", "抢修师傅雨夜赶来，半小时就修好了，感谢！", ("give",), hours_ago=15),
    Story("PRAISE", "CONDUCT", "台区经理上门帮老人缴费，态度很好。", ("take-note",), "WECHAT", 80),
    Story(
        "COMPLAINT",
        "OUTAGE",
        "一个月停了四次电，每次都说抢修。",
        ("give", "classify", "contact"),
        hours_ago=28,
        category="frequent-outage",
        times=3,
    ),
    Story("COMPLAINT", "SERVICE", "打电话催了三次都说在路上。", (), "HOTLINE_12398", 1),
    Story(
        "COMPLAINT",
        "SERVICE",
        "抢修人员态度生硬，进门不打招呼。",
        ("give", "classify"),
        hours_ago=5,
        category="repairer-attitude",
    ),
    Story(
        "COMPLAINT",
        "BUSINESS",
        "过户手续办了两周还没有结果。",
        TO_LIABILITY[:4],
        "WECHAT",
        52,
        category="business-overdue",
    ),
    Story(
        "COMPLAINT",
        "OUTAGE",
        "报修后三个小时才有人来。",
        TO_LIABILITY,
        hours_ago=74,
        category="repair-overdue",
    ),
    Story(
        "COMPLAINT",
        "QUALITY",
        "晚饭时间电压低，电饭煲煮不熟饭。",
        (*TO_LIABILITY, "take-measures"),
        "HOTLINE_12345",
        80,
        category="voltage",
    ),
    Story(
        "COMPLAINT",
        "BUSINESS",
        "同一个月收到两张不同的账单。",
        (*TO_LIABILITY, "take-measures", "answer", "file-reply"),
        hours_ago=90,
        category="bill",
    ),
    Story(
        "COMPLAINT",
        "BUSINESS",
        "只是想知道账单怎么算的。",
        ("give", "classify", "contact", "propose-downgrade"),
        "APP",
        30,
        category="bill",
    ),
    Story("REPORT", "THEFT", "邻居门口私拉电线，绕过电表。", ("give",), "PHONE", 33),
)
ANSWER: dict[str, Any] = {"cause": "已现场核实", "measures": "已向客户说明情况并落实整改措施", "not_told_reason": ""}
COUNTIES = ("422826", "422827", "420502", "420106")


def load_matters(rng: np.random.Generator, *, at: datetime) -> int:
    """How many matters were loaded: all stories in Xianfeng, some in three other counties. People and units exist."""
    desk = User.objects.get(username="supervisor")
    counties = OrgUnit.objects.filter(code__in=COUNTIES).order_by("code").defer("area")
    count = 0
    for county in counties:
        units = list(OrgUnit.objects.filter(parent=county, level__in=UNITS).order_by("code").defer("area"))
        points = list(
            ServicePoint.objects.filter(org_path__startswith=county.path)
            .select_related("customer")
            .order_by("pk")[:400]
        )
        if units and points:
            stories = STORIES if county.code == "422826" else [s for s in STORIES if rng.random() < 0.4]
            count += _load(stories, county, units, points, desk, rng, at)
    return count


def _load(
    stories: Sequence[Story],
    county: OrgUnit,
    units: Sequence[OrgUnit],
    points: Sequence[ServicePoint],
    desk: User,
    rng: np.random.Generator,
    at: datetime,
) -> int:
    # Every story has a household of its own: two complaints of one would be one matter told twice.
    for number, (story, place) in enumerate(zip(stories, rng.permutation(len(points)), strict=False)):
        point, unit = points[place], units[int(rng.integers(len(units)))]
        told_at = at - timedelta(hours=story.hours_ago, minutes=int(rng.integers(50)))
        matter = Matter(
            kind=story.kind, sub_kind=story.sub_kind, source=story.source, source_id=f"demo-{county.code}-{number}",
            description=story.words, customer_number=point.customer.number, confidential=story.kind == "REPORT",
        )  # fmt: skip
        order = open_matter(matter, at=told_at, actor=desk).order
        for again in range(1, story.times):
            repeated = replace(matter, source_id=f"{matter.source_id}-{again}")
            open_matter(repeated, at=told_at + timedelta(minutes=40 * again), actor=desk)
        for step, verb in enumerate(story.steps, 1):
            _take(order, story, verb, unit, desk, told_at + (at - told_at) * step / (len(story.steps) + 1))
    _supervise(county, desk, at)
    return len(stories)


def _take(order: WorkOrder, story: Story, verb: str, unit: OrgUnit, desk: User, at: datetime) -> None:
    who: dict[str, Any] = {"order_id": order.pk, "at": at, "actor": desk}
    if verb == "give":
        handling.give(**who, unit=unit.code, reason="请核实并答复客户")
    elif verb == "review":
        aftercare.review_reply(**who, passed=True, comment="")
    elif verb == "classify":
        classifying.classify(**who, category=story.category, grade="ORDINARY", reason="")
    elif verb == "decide-liability":
        investigating.decide_liability(**who, liability="LIABLE", text="已调取工单和录音核查，情况属实")
    elif verb == "take-measures":
        investigating.take_measures(**who, text="已安排整改并回访", unit=unit.code, due_on=None)
    elif verb == "answer":
        answer = investigating.answer if order.kind == "COMPLAINT" else handling.answer
        answer(**who, **ANSWER, told_at=at)
    elif verb == "file-reply":
        investigating.file_reply(**who)
    elif verb == "propose-downgrade":
        downgrading.propose(**who, reason="客户只是询问账单，没有投诉的意思")
    else:
        advance([WorkOrder.objects.lock(order.pk)], verb, at=at, actor=desk)


def _supervise(county: OrgUnit, desk: User, at: datetime) -> None:
    """The oldest opinion of the county that nobody has answered is supervised."""
    waiting = WorkOrder.objects.filter(kind="OPINION", centre=county, status="HANDLING").order_by("reported_at").first()
    if waiting is not None:
        said = {"level": "CITY", "reason": "客户多次催促，请说明原因和整改措施"}
        supervising.supervise(order_id=waiting.pk, **said, at=at - timedelta(hours=3), actor=desk)
