"""The article's headline figures (Hubei, first half of 2022), quoted for display beside the demo.

They are the newspaper's, not computed by this program and not reached by the invented data: the invented outages only go in
the same directions (``demo.outage_history``). Label them so wherever they are shown.
"""

from dataclasses import dataclass
from typing import Final

SOURCE: Final = "《湖北日报》2022 年 8 月 · Hubei Daily, August 2022"


@dataclass(frozen=True)
class Figure:
    """One figure as printed; ``unit`` is empty for plain counts."""

    code: str
    words: str
    value: float
    unit: str = ""


FIGURES: Final = (
    Figure("city_centres", "市级供电服务指挥中心", 14),
    Figure("county_centres", "县级供电服务指挥中心", 80),
    Figure("service_stations", "城区供电服务站", 147),
    Figure("repair_crews", "配网抢修班", 108),
    Figure("township_stations", "全能型乡镇供电所", 997),
    Figure("frontline_units", "前端单元", 1252),
    Figure("appointment_rate", "业扩预约率", 99.97, "%"),
    Figure("fulfilment_rate", "业扩履约率", 99.06, "%"),
    Figure("follow_up_rate", "业扩回访率", 99.9, "%"),
    Figure("xuantuo_minutes", "旋坨村烤烟房：全程用时", 5, "min"),
)


def figure(code: str) -> Figure:
    """Raises ``StopIteration`` for a code the article does not have."""
    return next(figure for figure in FIGURES if figure.code == code)
