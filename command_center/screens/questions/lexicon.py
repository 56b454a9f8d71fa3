"""Every phrase that a question may be made of: figures with their other names, places, ways to divide, comparisons, small words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation

from command_center.ground.core.romanise import romanised
from command_center.ground.figures.declaring import Figure
from command_center.ground.organisation.models import Level, OrgUnit
from command_center.screens.questions.reading import Askable, Lexicon, Meaning, Place, Sort, folded

LANGUAGES = ("zh-hans", "en")

# Other names of figures, besides the label of the catalogue in both languages.
OTHER_NAMES: Mapping[str, str] = {
    "arrival_minutes": "平均到达时间|平均到场时间|平均到达时长|平均到场时长|到达时间|到达时长|到场时间|到达现场时间|"
    "average arrival time|mean arrival time|arrival time|average time to arrive|time to arrival",
    "repair_minutes": "平均修复时间|修复时间|修复时长|平均抢修时间|抢修时间|average repair time|mean repair time|repair time|time to repair",
    "complaints": "投诉|投诉数|投诉量|投诉件数|投诉数量|投诉工单|complaints|number of complaints|complaint count",
    "complaints_per_million": "百万客户投诉量|百万户投诉量|百万用户投诉量|每百万客户投诉|每百万户投诉|每百万用户投诉|complaints per million|"
    "complaints per million customers|complaints a million customers",
    "opinions": "意见|意见数|意见件数|意见工单|opinions|number of opinions",
    "withdrawn": "撤回或降级的投诉|撤回和降级的投诉|withdrawn or downgraded complaints",
    "accepted_percent": "接单及时率|工单受理及时率|acceptance timeliness|share accepted in time",
    "arrived_percent": "到达及时率|到场及时率|share arrived in time|arrival timeliness",
    "handled_percent": "处理及时率|工单办理及时率|handling timeliness|share handled in time",
    "straight_percent": "直接派单率|直派比例|direct dispatch rate",
    "first_visit_percent": "一次修复率|first visit repair rate",
    "one_crew_percent": "一户一班率|one-crew rate|one crew rate",
    "outage_hours": "户均停电时间|平均停电时间|客户平均停电时间|户均停电小时数|average outage duration|outage time per customer",
    "outage_times": "户均停电次数|平均停电次数|客户平均停电次数|interruptions a customer|average number of interruptions",
    "supplied_percent": "可靠率|supply reliability|reliability",
    "outages": "停电|停电数|停电事件|停电事件数|number of outages",
    "frequent_feeders": "频繁停电线路|频停线路|频停线路数|frequent outage feeders|number of frequent-outage feeders",
    "booked_percent": "预约率|appointment rate|appointments booked in time",
    "kept_percent": "履约率|fulfilment rate|appointments kept",
    "satisfied_percent": "业扩回访满意率|follow-up satisfaction|follow up rate",
    "days_10kv": "10千伏平均接电天数|10千伏接电天数|medium voltage connection days",
    "days_400v": "400伏平均接电天数|低压接电天数|low voltage connection days",
    "saved_yuan": "节省投资|节省金额|money saved|savings",
    "app_accepted_percent": "APP接单率|移动APP接单率|移动接单率|手机接单率|App接单占比|app accept rate|app acceptance rate|mobile app acceptance rate|"
    "share accepted by app|share accepted on the phone",
    "judged_right_percent": "研判准确率|判断准确率|故障研判准确率|研判正确率|judgement accuracy|judgment accuracy|share judged right|accuracy of judgements",
    "notice_in_time_percent": "停电信息发布及时率|停电公告及时率|停电通知及时率|公告及时率|信息发布及时率|notice timeliness|outage notice timeliness|"
    "share announced in time|planned outages announced in time",
    "service_quality_percent": "优质服务评价指数|优质服务指数|服务质量指数|优质服务评价|服务指数|service quality|quality of service index|service index",
    "served": "三零服务户数|零投资接电户数|customers connected at no cost",
}
FILLERS = (
    "的|是|有|在|了|呢|为|和|与|及|请|请问|是多少|多少|有多少|怎么样|怎样|如何|查|查询|查一下|看看|看一下|告诉我|给我|一下|我们|我们的|情况|"
    "指标|数据|数值|期间|之间|几|几件|件|起|户|一共|总共|共|分别|情况如何|"
    "what|was|is|the|of|in|for|at|on|how|many|much|were|are|show|me|give|please|tell|a|an|our|we|us|did|do|have|had|there|value|figure|"
    "number|about|and|during|over|by|with|to|from"
)
MEASURES: Mapping[str, str] = {
    "minutes": "分钟|多少分钟|几分钟|minutes|how many minutes",
    "hours": "小时|多少小时|几小时|hours|how many hours",
    "days": "天|多少天|几天|days|how many days",
    "percent": "百分比|百分之多少|百分之几|percent|per cent|percentage|%",
    "yuan": "元|多少元|多少钱|yuan|money",
}
BY: Mapping[str, str] = {
    "units": "各单位|按单位|分单位|各下级单位|by unit|for each unit|per unit",
    "centres": "各中心|按中心|分中心|各市县|94个中心|各指挥中心|by centre|by center|for each centre|per centre|each centre",
    "month": "按月|各月|每月|逐月|分月|月度|by month|monthly|for each month|per month|each month",
    "hour": "按小时|各时段|分时段|按时段|每小时|by hour|by hour of the week|hourly",
    "urban": "城乡|按城乡|分城乡|urban and rural|by area|urban versus rural|urban vs rural|by urban and rural",
    "cause": "按原因|各原因|分原因|原因分布|by cause|for each cause|per cause|each cause",
    "channel": "按渠道|各渠道|分渠道|渠道分布|by channel|for each channel|per channel|each channel",
    "voltage": "按电压|各电压|分电压|按电压等级|各电压等级|分电压等级|by voltage|for each voltage|per voltage|each voltage",
    "kind": "按类型|各类型|分类型|按类别|各类|by kind|for each kind|per kind|each kind|by type",
}
AGAINST: Mapping[str, str] = {
    "year": "同比|同比如何|同比变化|比去年|和去年比|与去年比|比去年同期|和去年同期比|与去年同期相比|较去年同期|较上年同期|比上年同期|"
    "year on year|y/y|yoy|against last year|compared with last year|compared to last year|versus last year|vs last year|than last year|"
    "against the year before|compared with the year before",
    "period": "环比|环比如何|环比变化|比上期|较上期|与上期相比|period on period|against the period before|compared with the period before|"
    "compared to the period before|versus the period before|vs the period before",
}
WHOLE = "全省|全网|省里|the province|the whole province|province"
# What is left out of a name in speech; of 恩施州 and 恩施市 both, so that 恩施 alone is asked back.
ENDINGS = ("土家族苗族自治州", "土家族自治县", "林区", "市", "县", "区", "州")
SHORTEST_NAME = 2
# (split, value) → its words.
Values = dict[tuple[str, str], set[str]]


def lexicon_of(figures: Iterable[Figure], units: Iterable[OrgUnit], values: Mapping[str, Values]) -> Lexicon:
    """Of the figures of the catalogue, the units that the reader answers for and ``values_of`` the figures."""
    figures = list(figures)
    found: dict[str, dict[Meaning, None]] = {}

    def put(phrases: Iterable[str], meaning: Meaning) -> None:
        for phrase in phrases:
            if said := folded(phrase):
                found.setdefault(said, {})[meaning] = None

    for sort, table in ((Sort.BY, BY), (Sort.AGAINST, AGAINST), (Sort.MEASURE, MEASURES)):
        for value, phrases in table.items():
            put(phrases.split("|"), Meaning(sort, value))
    put(FILLERS.split("|"), Meaning(Sort.FILLER))
    for unit in units:
        put(names_of(unit), Meaning(Sort.PLACE, Place(unit.code, unit.path)))
    for figure in figures:
        for value_of_split, words in values[figure.code].items():
            put(words, Meaning(Sort.ONLY, value_of_split))
    named = {figure.code: phrases_of(figure) for figure in figures}
    for phrase in {each for names in named.values() for each in names}:
        found.pop(phrase, None)  # a figure's own name is that figure, whatever else is called so
    for code, names in named.items():
        put(names, Meaning(Sort.FIGURE, code))
    return {phrase: tuple(meanings) for phrase, meanings in found.items()}


def phrases_of(figure: Figure) -> set[str]:
    """Every name that it goes by, folded."""
    return {folded(phrase) for phrase in {*_both(figure.label), *OTHER_NAMES.get(figure.code, "").split("|")} if phrase}


def askable(figure: Figure, values: Values) -> Askable:
    """What may be asked of it, as its row of the catalogue says; ``values`` are those of its splits."""
    times = ("month", *(("hour",) if figure.by_hour else ()))
    by = frozenset(("units", "centres", *(str(split) for split in figure.splits), *times))
    return Askable(by, frozenset(values), figure.unit.value)


def names_of(unit: OrgUnit) -> set[str]:
    """As it is written, without its ending, as a company; in English with and without what it is."""
    names = {unit.name, f"{unit.name}供电公司"}
    if unit.level in (Level.PROVINCE, *_CENTRES):
        ending = next((each for each in ENDINGS if unit.name.endswith(each)), "")
        short = unit.name.removesuffix(ending)
        if len(short) >= SHORTEST_NAME:
            names |= {short, f"{short}供电公司"}
    english = unit.name_en or romanised(unit.name)
    names |= {english, *(f"{english} {what}" for what in _ENGLISH.get(unit.level, ()))}
    if unit.level == Level.PROVINCE:
        names |= {f"{unit.name}省", *WHOLE.split("|")}
    return names


_CENTRES = (Level.CITY_CENTRE, Level.COUNTY_CENTRE)
_ENGLISH: Mapping[str, tuple[str, ...]] = {
    Level.PROVINCE: ("province",),
    Level.CITY_CENTRE: ("city", "prefecture"),
    Level.COUNTY_CENTRE: ("county", "district"),
}


def values_of(figures: Iterable[Figure]) -> dict[str, Values]:
    """Code → the values of its splits, each with its words in both languages. Words that are rows are read once in each language."""
    figures = list(figures)
    functions = {words for figure in figures for words in figure.splits.values()}
    found: dict[str, Values] = {figure.code: {} for figure in figures}
    for language in LANGUAGES:
        with translation.override(language):
            said = {words: words() for words in functions}
            for figure in figures:
                for split, words in figure.splits.items():
                    for code, word in said[words].items():
                        if code:
                            found[figure.code].setdefault((str(split), str(code)), set()).add(str(word))
    return found


def _both(words: Any) -> set[str]:
    told = set()
    for language in LANGUAGES:
        with translation.override(language):
            told.add(str(words))
    return told
