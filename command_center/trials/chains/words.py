"""What the report calls things, in English and Chinese."""

from collections.abc import Mapping

LANGUAGES = ("en", "zh")

# code: (English, Chinese). {} are filled in by telling.py and drawing.py.
WORDS: Mapping[str, tuple[str, str]] = {
    "old": ("old chain", "原四级派单"),
    "direct": ("direct", "直通直达"),
    "title": (
        "One stream of faults, two chains: {city}, {days} days from {start}, {seeds} streams (seeds {first}-{last})",
        "同一故障流，两种派单方式：{city}，自 {start} 起 {days} 天，{seeds} 条随机流（种子 {first}–{last}）",
    ),
    "ground": (
        "{stations} front-line units, {crews} crews of the demo province; {faults:.0f} faults a stream. Invented data.",
        "演示省数据：前端单元 {stations} 个、班组 {crews} 个；每条流约 {faults:.0f} 起故障。数据均为虚构。",
    ),
    "intervals": (
        "± is half of a 95 % interval over streams (Student's t); both chains meet the same faults, crews and luck.",
        "± 为各随机流 95% 置信区间的一半（t 分布）；两种方式面对完全相同的故障、班组与偶然因素。",
    ),
    "measure": ("measure", "指标"),
    "change": ("old - direct", "减少"),
    "faster": ("speed", "提速"),
    "custodians": ("custodians of an order", "工单经手环节"),
    "desks": ("minutes at desks", "坐席停留（分钟）"),
    "accept": ("report to crew's yes, min", "报修至班组接单（分钟）"),
    "drive": ("road to door, min", "路途（分钟）"),
    "arrive": ("report to arrival, min", "报修至到达（分钟）"),
    "arrive.p95": ("report to arrival, 95th percentile", "报修至到达（95 分位）"),
    "restore": ("report to power back, min", "报修至复电（分钟）"),
    "storm.arrive": ("days of storms: to arrival, min", "风暴日：至到达（分钟）"),
    "late": ("arrivals after 45 / 90 min, %", "到达超时（45 / 90 分钟），%"),
    "storm.late": ("days of storms: late arrivals, %", "风暴日：到达超时，%"),
    "choice": ("Desks or choice of crew? ({days} days a stream)", "节省来自环节还是选人？（每流 {days} 天）"),
    "later": ("arrival against the product", "到达较本系统"),
    "direct, own station": ("no desks, own station's crew", "免逐级派单，仍派本所班组"),
    "old desks, score": ("old desks, best crew of the county", "逐级派单，全县择优"),
    "direct, nearest free": ("no desks, nearest free crew", "直派，最近的空闲班组"),
    "direct, score, free only": ("no desks, score, free crews only", "直派，评分，仅空闲班组"),
    "direct.product": ("no desks, score (the product)", "直派，评分（本系统）"),
    "curve": (
        "What the desks must cost for the claim ({days} days a stream)",
        "坐席停留多久，“提速 50%”才成立（每流 {days} 天）",
    ),
    "at_desks": ("minutes at the old desks", "原坐席停留（分钟）"),
    "short.accept": ("to the crew's yes", "至接单"),
    "short.arrive": ("to arrival", "至到达"),
    "short.restore": ("to power back", "至复电"),
    "needed": ("+{level:.0f} % speed from: {told}", "提速 {level:.0f}% 所需停留：{told}"),
    "and": ("; ", "；"),
    "always": ("any", "任意"),
    "never": ("more than {most:.0f}", "> {most:.0f}"),
    "swings": (
        "What the gain to arrival depends on ({days} days, {seeds} streams; as assumed: +{usual:.0f} %)",
        "到达提速取决于什么（{days} 天、{seeds} 条流；按假设值为 +{usual:.0f}%）",
    ),
    "draw.minutes": ("Minutes from the report", "自报修起分钟数"),
    "draw.custodians": ("custodians", "经手环节"),
    "draw.curve": ("Gain in speed, by minutes at the old desks", "提速幅度随原坐席停留时间变化"),
    "draw.assumed": ("assumed {at:.0f}", "假设 {at:.0f}"),
    "draw.needs": ("{at:.1f} min", "{at:.1f} 分钟"),
    "draw.swings": ("Gain in speed to arrival when one assumption is smaller or larger", "逐项改变假设时的到达提速"),
    "draw.note": (
        "Invented faults and crews; bars are 95 % intervals over {seeds} streams.",
        "故障与班组均为虚构；误差线为 {seeds} 条流的 95% 区间。",
    ),
    "less": ("smaller", "减小"),
    "more": ("larger", "增大"),
    "table": ("What all this stands on", "参数与出处"),
    "value": ("value", "取值"),
    "source": ("source", "来源"),
    "assumed": ("assumed", "假设"),
    "promise": ("promise", "承诺"),
    "the product": ("the product", "本系统"),
    "as in": ("as in", "同"),
    ", ": (", ", "，"),
    "min": ("min", "分钟"),
    "seats": ("seats", "席"),
    "o'clock": ("o'clock", "点"),
    "share": ("share", "比例"),
    "faults": ("faults", "起"),
    "h": ("h", "小时"),
    "plain": ("In plain words", "结论"),
    "plain.steps": (
        '"-50 % steps": {old:.0f} custodians become {new:.0f}, {fewer:.0f} % fewer. That follows from how '
        "the chains are drawn and from no "
        "minute. Counted as hand-overs, {old_arrows:.0f} become {new_arrows:.0f}, {arrows:.0f} % fewer.",
        "“流程减少 50%”：经手 {old:.0f} 个环节变为 {new:.0f} 个，减少 {fewer:.0f}%。这由链条画法决定，与时长无关。若按转手次数，"
        "{old_arrows:.0f} 次变为 {new_arrows:.0f} 次，减少 {arrows:.0f}%。",
    ),
    "plain.which": (
        '"+50 % speed" depends first on what is timed. As assumed: to the crew\'s yes {accept:+.0f} %, to '
        "arrival {arrive:+.0f} %, to power "
        "back {restore:+.0f} %.",
        "“提速 50%”首先取决于计什么时间。按假设值：至接单 {accept:+.0f}%，至到达 {arrive:+.0f}%，至复电 {restore:+.0f}%。",
    ),
    "plain.desks": (
        "Then on how long an order lay at the three old desks together, which nobody has published: +50 % "
        "to arrival needs {arrive} minutes, "
        "to power back {restore}. We assumed {assumed:.1f}.",
        "其次取决于原三级坐席合计停留多久，而此数未见公开：至到达提速 50% 需 {arrive} 分钟，至复电需 {restore} 分钟。此处假设 {assumed:.1f} 分钟。",
    ),
    "plain.reading": (
        '"+50 % speed" is read as two thirds of the time. Read as half of the time, arrival needs {arrive} '
        "minutes at the desks, power back "
        "{restore}.",
        "“提速 50%”按用时变为三分之二理解。若理解为用时减半，至到达需坐席停留 {arrive} 分钟，至复电需 {restore} 分钟。",
    ),
    "plain.choice": (
        "Choosing among all crews of the county instead of the own station's saves {choice:.1f} minutes to "
        "arrival, leaving the desks out "
        "saves {desks:.1f}.",
        "由全县择优代替只派本所班组，到达快 {choice:.1f} 分钟；免去逐级派单，快 {desks:.1f} 分钟。",
    ),
    "plain.road": (
        "The drive ({drive:.1f} minutes) and the repair stay: the longer they are, the less the same desks count.",
        "路途（{drive:.1f} 分钟）与修复用时不变：二者越长，同样的坐席停留占比越小。",
    ),
    "plain.data": (
        "Every figure is of invented faults and crews; it shows what the claim depends on and does not confirm it.",
        "以上均为虚构故障与班组的结果：说明结论取决于什么，不是对报道数字的证实。",
    ),
}


def word(code: str, language: str, **filled: object) -> str:
    """Raises ``KeyError`` for a code without words."""
    text = WORDS[code][LANGUAGES.index(language)]
    return text.format(**filled) if filled else text
