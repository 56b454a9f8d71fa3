"""Every kind of message in one table: its variables, its texts, when it may go, what it replaces and what it promises. Pure.

A text of this table is the first version; the back office writes later ones (``models.MessageTemplate``). Who adds a kind
adds a row here, its texts in both languages, and whoever tells it (docs/messages.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

ZH, EN = "zh-hans", "en"


class PromiseKind(StrEnum):
    """What a word to a customer commits us to."""

    BACK_BY = "BACK_BY"  # power is back by ``until_at``; None: out, and no time is known yet
    BACK = "BACK"  # power is back
    ARRIVAL = "ARRIVAL"  # somebody is there by ``until_at``
    SLOT = "SLOT"  # somebody comes between ``from_at`` and ``until_at``
    WINDOW = "WINDOW"  # planned work takes the power between ``from_at`` and ``until_at``; None: it does not


class AtNight(StrEnum):
    """Whether a message goes between 22:00 and 07:00 (domain reference §7)."""

    NEVER = "NEVER"
    LIFE_SUPPORT = "LIFE_SUPPORT"  # to customers with life support at home
    ALWAYS = "ALWAYS"


@dataclass(frozen=True, kw_only=True)
class MessageKind:
    """``family``: an unsent older message of it about the same subject is replaced by a newer one, so that storms batch.

    ``holds_seconds``: how long it waits for a newer one. ``safety``: an opt-out does not stop it. ``is_echo``: goes only to
    those who were told before that something is wrong. ``is_reminder``: it goes although nothing in it is new. ``on_request``: they
    ask for it at this moment, on the phone: neither night nor opt-out holds it back.
    """

    code: str
    words: str
    family: str
    variables: tuple[str, ...]
    texts: Mapping[str, str]
    promises: PromiseKind | None = None
    at_night: AtNight = AtNight.NEVER
    safety: bool = False
    is_echo: bool = False
    is_reminder: bool = False
    on_request: bool = False
    holds_seconds: int = 0


def _(words: str) -> str:
    """Marks words for the catalogues; they are translated where they are shown."""
    return words


SUPPLY, CREW, NOTICE, APPOINTMENT, STAGE, PLAN, COMPLAINT, SURVEY, LINK = (
    "supply", "crew", "notice", "appointment", "stage", "plan", "complaint", "survey", "link",
)  # fmt: skip
_HOTLINE_ZH, _HOTLINE_EN = "详询95598。", "Questions: 95598."

_KINDS = (
    MessageKind(
        code="POWER_OUT",
        words=_("Power is out"),
        family=SUPPLY,
        variables=("address", "cause", "since", "number"),
        promises=PromiseKind.BACK_BY,
        at_night=AtNight.LIFE_SUPPORT,
        holds_seconds=60,
        texts={
            ZH: "【供电服务】{address}自{since}起停电（{cause}），正在查找原因，预计恢复时间另行告知。" + _HOTLINE_ZH,
            EN: "Power at {address} is out since {since} ({cause}). We are finding the reason and will tell you when it"
            " will be back. " + _HOTLINE_EN,
        },
    ),
    MessageKind(
        code="ETR_SET",
        words=_("Return of power: first time told"),
        family=SUPPLY,
        variables=("address", "cause", "since", "until", "number"),
        promises=PromiseKind.BACK_BY,
        at_night=AtNight.LIFE_SUPPORT,
        holds_seconds=60,
        texts={
            ZH: "【供电服务】{address}自{since}起停电（{cause}），正在处理，预计最迟{until}恢复。" + _HOTLINE_ZH,
            EN: "Power at {address} is out since {since} ({cause}). We are at work; it should be back by {until} at the"
            " latest. " + _HOTLINE_EN,
        },
    ),
    MessageKind(
        code="ETR_CHANGED",
        words=_("Return of power: another time"),
        family=SUPPLY,
        variables=("address", "until", "before", "reason", "number"),
        promises=PromiseKind.BACK_BY,
        at_night=AtNight.LIFE_SUPPORT,
        holds_seconds=120,
        texts={
            ZH: "【供电服务】{address}恢复供电时间由{before}调整为最迟{until}，原因：{reason}。" + _HOTLINE_ZH,
            EN: "Power at {address} should now be back by {until} instead of {before}. Reason: {reason}. "
            + _HOTLINE_EN,
        },
    ),
    MessageKind(
        code="RESTORED",
        words=_("Power is back"),
        family=SUPPLY,
        variables=("address", "at", "number"),
        promises=PromiseKind.BACK,
        at_night=AtNight.LIFE_SUPPORT,
        is_echo=True,
        holds_seconds=60,
        texts={
            ZH: "【供电服务】{address}已于{at}恢复供电。如您家仍无电，请回复1。" + _HOTLINE_ZH,
            EN: "Power at {address} is back since {at}. Still without power? Answer 1. " + _HOTLINE_EN,
        },
    ),
    MessageKind(
        code="STILL_OUT",
        words=_("Power is not back after all"),
        family=SUPPLY,
        variables=("address", "since", "until", "reason", "number"),
        promises=PromiseKind.BACK_BY,
        at_night=AtNight.LIFE_SUPPORT,
        is_echo=True,
        texts={
            ZH: "【供电服务】此前告知{address}已恢复供电，经核实您处仍停电（{reason}），继续抢修，预计最迟{until}恢复，敬请谅解。"
            + _HOTLINE_ZH,
            EN: "We told you that power at {address} is back. It is not ({reason}); we go on and it should be back by"
            " {until} at the latest. We are sorry. " + _HOTLINE_EN,
        },
    ),
    MessageKind(
        code="CREW_SENT",
        words=_("A crew is on its way"),
        family=CREW,
        variables=("address", "until", "number"),
        promises=PromiseKind.ARRIVAL,
        texts={
            ZH: "【供电服务】您的报修{number}已派抢修人员前往{address}，预计最迟{until}到达。" + _HOTLINE_ZH,
            EN: "Your report {number}: a crew is on its way to {address} and should arrive by {until}. " + _HOTLINE_EN,
        },
    ),
    MessageKind(
        code="CREW_ARRIVED",
        words=_("The crew has arrived"),
        family=CREW,
        variables=("address", "at", "number"),
        texts={
            ZH: "【供电服务】您的报修{number}，抢修人员已于{at}到达{address}。",
            EN: "Your report {number}: the crew arrived at {address} at {at}.",
        },
    ),
    MessageKind(
        code="PLANNED_NOTICE",
        words=_("Notice of planned work"),
        family=NOTICE,
        variables=("address", "from", "until", "reason", "number"),
        promises=PromiseKind.WINDOW,
        texts={
            ZH: "【供电服务】因{reason}，{address}计划于{from}至{until}停电，请提前做好准备。" + _HOTLINE_ZH,
            EN: "Planned work ({reason}): no power at {address} from {from} to {until}. " + _HOTLINE_EN,
        },
    ),
    MessageKind(
        code="PLAN_CALLED_OFF",
        words=_("Planned work is called off"),
        family=NOTICE,
        variables=("address", "from", "reason", "number"),
        promises=PromiseKind.WINDOW,
        is_echo=True,
        texts={
            ZH: "【供电服务】原定{from}在{address}的计划停电取消或改期（{reason}），不便之处敬请谅解。" + _HOTLINE_ZH,
            EN: "The planned outage at {address} on {from} will not take place ({reason}). " + _HOTLINE_EN,
        },
    ),
    MessageKind(
        code="APPOINTMENT_MADE",
        words=_("Appointment made"),
        family=APPOINTMENT,
        variables=("what", "from", "until", "person", "phone", "number"),
        promises=PromiseKind.SLOT,
        texts={
            ZH: "【供电服务】{number}{what}已预约{from}至{until}，由{person}上门，电话{phone}。",
            EN: "{number} {what}: {person} will come between {from} and {until}, phone {phone}.",
        },
    ),
    MessageKind(
        code="APPOINTMENT_MOVED",
        words=_("Appointment moved"),
        family=APPOINTMENT,
        variables=("what", "from", "until", "reason", "person", "phone", "number"),
        promises=PromiseKind.SLOT,
        texts={
            ZH: "【供电服务】{number}{what}改约至{from}至{until}（原因：{reason}），由{person}上门，电话{phone}。",
            EN: "{number} {what} is moved to {from} to {until} (reason: {reason}); {person} will come, phone {phone}.",
        },
    ),
    MessageKind(
        code="APPOINTMENT_CANCELLED",
        words=_("Appointment called off"),
        family=APPOINTMENT,
        variables=("what", "from", "reason", "number"),
        promises=PromiseKind.SLOT,
        is_echo=True,
        texts={
            ZH: "【供电服务】{number}原约{from}的{what}已取消（原因：{reason}），届时无人上门，另行预约。"
            + _HOTLINE_ZH,
            EN: "{number} {what} on {from} is called off (reason: {reason}): nobody will come then. " + _HOTLINE_EN,
        },
    ),
    MessageKind(
        code="APPOINTMENT_REMINDER",
        words=_("Reminder of an appointment"),
        family=APPOINTMENT,
        variables=("what", "from", "until", "person", "phone", "number"),
        promises=PromiseKind.SLOT,
        is_reminder=True,
        texts={
            ZH: "【供电服务】提醒：{number}{what}今日{from}至{until}，{person}上门，电话{phone}。",
            EN: "Reminder: {number} {what} today between {from} and {until}; {person} will come, phone {phone}.",
        },
    ),
    MessageKind(
        code="STAGE_CHANGED",
        words=_("A step further"),
        family=STAGE,
        variables=("stage", "number"),
        texts={
            ZH: "【供电服务】您的业务{number}已进入：{stage}。" + _HOTLINE_ZH,
            EN: "Your matter {number} is now at: {stage}. " + _HOTLINE_EN,
        },
    ),
    MessageKind(
        code="PLAN_ENDS_SOON",
        words=_("A supply plan holds for two more weeks"),
        family=PLAN,
        variables=("until", "number"),
        texts={
            ZH: "【供电服务】您的业务{number}供电方案有效期至{until}。请在此之前提交设计、申请检验或约定装表，也可申请延期一次；逾期须重新制定方案。"
            + _HOTLINE_ZH,
            EN: "The supply plan of your application {number} holds until {until}. Before then, please hand in your design,"
            " ask for an inspection or agree on a time for the meter, or ask us to prolong it once; after that a new plan is drawn up. "
            + _HOTLINE_EN,
        },
    ),
    MessageKind(
        code="PLAN_LAPSED",
        words=_("A supply plan has lapsed"),
        family=PLAN,
        variables=("number",),
        texts={
            ZH: "【供电服务】您的业务{number}供电方案已过有效期，原批复容量不再保留。我们将重新制定供电方案并答复您。"
            + _HOTLINE_ZH,
            EN: "The supply plan of your application {number} has lapsed and the capacity granted is no longer kept. We draw up"
            " a new plan and tell you. " + _HOTLINE_EN,
        },
    ),
    MessageKind(
        code="COMPLAINT_CONTACTED",
        words=_("A complaint is being looked into"),
        family=COMPLAINT,
        variables=("number",),
        texts={
            ZH: "【供电服务】您反映的事项{number}已有专人联系处理，将在规定期限内答复您。" + _HOTLINE_ZH,
            EN: "Your matter {number} is being looked into; you will be answered within the time promised. "
            + _HOTLINE_EN,
        },
    ),
    MessageKind(
        code="COMPLAINT_ANSWERED",
        words=_("A complaint is answered"),
        family=COMPLAINT,
        variables=("number",),
        texts={
            ZH: "【供电服务】您反映的事项{number}已答复，如有异议请联系95598。",
            EN: "Your matter {number} is answered. If you do not agree, please call 95598.",
        },
    ),
    MessageKind(
        code="LINK",
        words=_("The customer's link"),
        family=LINK,
        variables=("number", "url"),
        at_night=AtNight.ALWAYS,
        on_request=True,
        texts={
            ZH: "【供电服务】报修{number}：请打开链接，在地图上标出停电位置，告诉我们停电范围并可上传总开关照片，还能查看抢修进度：{url}",
            EN: "Report {number}: open this link to show us where it is dark and how far, send a photo of the main switch, and"
            " follow the repair: {url}",
        },
    ),
    MessageKind(
        code="MATTER_LINK",
        words=_("The link of a matter"),
        family=LINK,
        variables=("number", "url"),
        at_night=AtNight.ALWAYS,
        on_request=True,
        texts={
            ZH: "【供电服务】您的事项{number}：请打开链接查看办理进度，链接仅供您本人使用：{url}",
            EN: "Your matter {number}: open this link to follow it. It is for you alone: {url}",
        },
    ),
    MessageKind(
        code="SURVEY",
        words=_("How did we do?"),
        family=SURVEY,
        variables=("number", "url"),
        texts={
            ZH: "【供电服务】{number}已办结，请评价本次服务：回复满意、基本满意或不满意，或打开{url}",
            EN: "{number} is closed. How did we do? Answer 1 to 5 (5 is best), or open {url}",
        },
    ),
    MessageKind(
        code="DANGER",
        words=_("Danger"),
        family="danger",
        variables=("address", "danger", "number"),
        at_night=AtNight.ALWAYS,
        safety=True,
        texts={
            ZH: "【供电服务】{address}有危险：{danger}。请远离8米以外，不要触碰，已派人处理。",
            EN: "Danger near {address}: {danger}. Stay 8 metres away and touch nothing; help is on its way.",
        },
    ),
)
KINDS: Mapping[str, MessageKind] = {kind.code: kind for kind in _KINDS}
# Families whose outcome another app follows (``events.MessagesSettled``).
FOLLOWED = frozenset({NOTICE})
# Variables that are moments: kept as RFC 3339, said in the reader's language and in local time.
MOMENTS = frozenset({"since", "until", "before", "from", "at"})
# What stands in the place of a time that nobody knows yet.
NO_TIME = {ZH: "另行告知的时间", EN: "a time that we will tell you"}
# Why a time is another one than before, as the customer reads it. A code that is not here reads like the last row.
REASONS: Mapping[str, Mapping[str, str]] = {
    "crew_on_site": {ZH: "抢修人员到场查明情况", EN: "the crew on site has seen the fault"},
    "still_dark": {ZH: "部分用户经核实仍未来电", EN: "some customers turned out to be still out"},
    "check": {ZH: "回访核实仍未来电", EN: "customers who were asked are still out"},
    "check_failed": {ZH: "回访核实仍未来电", EN: "customers who were asked are still out"},
    "merged": {ZH: "查明属于更大范围的停电", EN: "it is part of a larger outage"},
    "extended": {ZH: "计划工作延长", EN: "the planned work takes longer"},
    "plan_changed": {ZH: "计划时间调整", EN: "the plan has another time"},
    "customer_asked": {ZH: "应您要求", EN: "you asked for it"},
    "visit_moved": {ZH: "我方人员安排调整", EN: "our people are needed elsewhere"},
    "crew_changed": {ZH: "改派其他抢修人员", EN: "another crew comes"},
    "eta_renewed": {ZH: "路途情况变化", EN: "the way takes longer"},
    "estimate_renewed": {ZH: "抢修情况变化", EN: "the repair takes another course"},
}
OTHER_REASON = "estimate_renewed"
