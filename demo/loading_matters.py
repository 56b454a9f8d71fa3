"""Invented matters that are no faults: opinions, requests, complaints … filed, given and answered by the real services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from command_center.ground.organisation.models import UNITS, OrgUnit, User
from customers.models import ServicePoint
from workorders.engine.advance import advance
from workorders.matter import Matter
from workorders.models import WorkOrder
from workorders.services import aftercare, handling, supervising
from workorders.services.matters import open_matter


@dataclass(frozen=True)
class Story:
    """What a customer says, and how far it has come: the verbs that were taken, in order."""

    kind: str
    sub_kind: str
    words: str
    steps: tuple[str, ...] = ()
    source: str = "HOTLINE_95598"
    hours_ago: int = 20


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
    Story("COMPLAINT", "OUTAGE", "一个月停了四次电，每次都说抢修。", ("give", "contact"), hours_ago=28),
    Story("COMPLAINT", "SERVICE", "打电话催了三次都说在路上。", (), "HOTLINE_12398", 1),
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
    for number, story in enumerate(stories):
        point, unit = points[int(rng.integers(len(points)))], units[int(rng.integers(len(units)))]
        told_at = at - timedelta(hours=story.hours_ago, minutes=int(rng.integers(50)))
        matter = Matter(
            kind=story.kind, sub_kind=story.sub_kind, source=story.source, source_id=f"demo-{county.code}-{number}",
            description=story.words, customer_number=point.customer.number, confidential=story.kind == "REPORT",
        )  # fmt: skip
        order = open_matter(matter, at=told_at, actor=desk).order
        for step, verb in enumerate(story.steps, 1):
            _take(order, verb, unit, desk, told_at + (at - told_at) * step / (len(story.steps) + 1))
    _supervise(county, desk, at)
    return len(stories)


def _take(order: WorkOrder, verb: str, unit: OrgUnit, desk: User, at: datetime) -> None:
    who: dict[str, Any] = {"order_id": order.pk, "at": at, "actor": desk}
    if verb == "give":
        handling.give(**who, unit=unit.code, reason="请核实并答复客户")
    elif verb == "answer" and order.kind != "COMPLAINT":
        handling.answer(**who, **ANSWER, told_at=at)
    elif verb == "review":
        aftercare.review_reply(**who, passed=True, comment="")
    else:
        advance([WorkOrder.objects.lock(order.pk)], verb, at=at, actor=desk)


def _supervise(county: OrgUnit, desk: User, at: datetime) -> None:
    """The oldest opinion of the county that nobody has answered is supervised."""
    waiting = WorkOrder.objects.filter(kind="OPINION", centre=county, status="HANDLING").order_by("reported_at").first()
    if waiting is not None:
        said = {"level": "CITY", "reason": "客户多次催促，请说明原因和整改措施"}
        supervising.supervise(order_id=waiting.pk, **said, at=at - timedelta(hours=3), actor=desk)
