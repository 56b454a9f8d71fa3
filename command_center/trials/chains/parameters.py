"""Every number that the comparison stands on, one row each, with its source or the word *assumed*."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

ASSUMED = "assumed"
AS_DEMO = f"{ASSUMED}, as in demo/past/repairs.py"
PROMISE = "promise, docs/clocks.md ARRIVE"
Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Row:
    """``source`` begins with *assumed*, *promise* or *the product*; where there is a page or a file, it is named."""

    code: str
    value: float
    unit: str
    words: str
    chinese: str
    source: str = ASSUMED

    @property
    def assumed(self) -> bool:
        return self.source.startswith(ASSUMED)


ROWS = (
    # The old chain. Nobody published how long an order lay on a desk; three minutes are the assumed limit of one
    # desk (docs/clocks.md, DISPATCH).
    Row("city.notice", 2, "min", "city desk: until somebody looks (mean, exponential)", "市级坐席：发现新单"),
    Row("city.handling", 3, "min", "city desk: reads and passes on (mean)", "市级坐席：阅单转派"),
    Row("city.seats", 2, "seats", "city desk: orders handled at the same time", "市级坐席：席位数"),
    Row("county.notice", 2, "min", "county desk: until somebody looks", "县级坐席：发现新单"),
    Row("county.handling", 3, "min", "county desk: reads and passes on", "县级坐席：阅单转派"),
    Row("county.seats", 1, "seats", "county desk: orders handled at the same time", "县级坐席：席位数"),
    Row("station.notice", 3, "min", "station's duty desk: until somebody looks", "供电所值班：发现新单"),
    Row("station.handling", 3, "min", "station's duty desk: reads, chooses a crew", "供电所值班：阅单选班组"),
    Row("station.seats", 1, "seats", "station's duty desk: orders handled at the same time", "供电所值班：席位数"),
    Row("station.opens", 8, "o'clock", "station's duty desk: opens", "供电所值班：开始"),
    Row("station.closes", 18, "o'clock", "station's duty desk: closes", "供电所值班：结束"),
    Row("station.call_out", 8, "min", "station closed: until the duty person is reached", "下班后叫到值班员"),
    Row("station.help_after", 30, "min", "own crews busy: until the county lends one", "本所无人：县里支援"),
    # The direct chain.
    Row("centre.by_seat", 0.1, "share", "centre: orders that a person must look at first", "指挥中心：需人工研判"),
    Row("centre.rule", 0.2, "min", "centre: by rule", "指挥中心：规则派单", AS_DEMO),
    Row("centre.notice", 1, "min", "centre: until a seat looks", "指挥中心：坐席发现"),
    Row("centre.handling", 2, "min", "centre: a seat judges and dispatches", "指挥中心：坐席研判派单"),
    Row("centre.seats", 2, "seats", "centre: orders handled at the same time", "指挥中心：席位数"),
    # Crews, the same in both chains.
    Row("crew.answer", 1.3, "min", "crew: until it answers an offer (mean, even)", "班组应答", AS_DEMO),
    Row("crew.refuses", 0.08, "share", "crew: offers turned down", "班组拒单比例", AS_DEMO),
    Row("crew.departs", 1.2, "min", "crew: from its yes to the road (mean, even)", "班组出发", AS_DEMO),
    Row("crew.expected", 30, "min", "planner: time on site that the shift must cover", "预计工时",
        "the product, dispatch/services/planning.py"),
    Row("drive.speed", 1, "×", "speed of driving; 1: 22 km/h in town, 35 in the country", "行车速度",
        f"{ASSUMED}, docs/domain.md §3.3"),
    Row("repair.least", 6, "min", "repair: at least", "修复：至少", AS_DEMO),
    Row("repair.more", 32, "min", "repair: on top of that (mean, gamma of shape 4)", "修复：另加均值", AS_DEMO),
    # The stream of faults, the same for both chains.
    Row("faults.a_day", 20, "faults", "faults of a city on an average day of the year, calls merged", "全市日均故障数"),
    Row("faults.urban", 3, "×", "faults of an urban station against a township's", "城区站与乡镇所之比"),
    Row("faults.mv", 0.15, "share", "faults that need medium voltage", "高压故障比例"),
    Row("faults.metering", 0.05, "share", "faults of metering", "计量故障比例"),
    Row("storm.front", 0.5, "share", "day of storms: faults within the hours of the front", "风暴日锋面期占比"),
    Row("storm.hours", 3, "h", "day of storms: how long the front lasts", "锋面持续"),
    Row("spread", 0.6, "", "handling at a desk: scatter (sigma of a lognormal)", "坐席用时离散度"),
    # What is promised.
    Row("late.URBAN", 45, "min", "to the door in town", "城区到达时限", PROMISE),
    Row("late.RURAL", 90, "min", "to the door in the country", "农村到达时限", PROMISE),
)  # fmt: skip

OLD_DELAYS = (
    "city.notice", "city.handling", "county.notice", "county.handling", "station.notice", "station.handling",
    "station.call_out",
)  # fmt: skip
"""What an order waits for at the three desks of the old chain."""


@dataclass(frozen=True, slots=True)
class Swing:
    """Rows that are made ``factor`` times smaller and larger together, to see what depends on them."""

    words: str
    chinese: str
    codes: tuple[str, ...]
    factor: float = 2.0

    def changes(self, factor: float) -> dict[str, float]:
        return {row.code: row.value * factor for row in ROWS if row.code in self.codes}


SWINGS = (
    Swing("minutes at the city desk", "市级坐席用时", ("city.notice", "city.handling")),
    Swing("minutes at the county desk", "县级坐席用时", ("county.notice", "county.handling")),
    Swing("minutes at the station's desk", "供电所值班用时", ("station.notice", "station.handling")),
    Swing("reaching the duty person at night", "夜间叫到值班员", ("station.call_out",)),
    Swing("centre: share and minutes of the seat", "指挥中心人工比例与用时",
          ("centre.by_seat", "centre.notice", "centre.handling")),
    Swing("until a crew answers", "班组应答用时", ("crew.answer",)),
    Swing("offers turned down", "拒单比例", ("crew.refuses",)),
    Swing("speed of driving", "行车速度", ("drive.speed",), 1.5),
    Swing("faults a day", "日均故障数", ("faults.a_day",)),
)  # fmt: skip


def values(changes: Mapping[str, float] | None = None) -> Values:
    """The table as code → value, with some values changed. A code that is not in the table is refused (KeyError)."""
    table = {row.code: float(row.value) for row in ROWS}
    if unknown := set(changes or ()) - set(table):
        raise KeyError(*unknown)
    return MappingProxyType({**table, **(changes or {})})
