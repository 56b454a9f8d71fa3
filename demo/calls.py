"""What callers say in the demo. Invented sentences; places are towns and the demo's own customers."""

import random
from collections.abc import Iterator
from typing import Any

from demo import geography, xuantuo

SENTENCES = [
    "家里突然没电了，邻居家还有电。",
    "我们这一片都停电了，什么时候能来？",
    "电压很低，灯光发黄，空调带不动。",
    "门口的电线被树枝刮断了，垂在地上，不敢过去。",
    "电表箱冒烟，有焦味。",
    "楼道表箱里的开关跳了，合不上。",
    "变压器嗡嗡响，刚才冒了火花。",
    "养殖场停电，增氧机停了，请尽快。",
    "店里一半没电，冰柜停了。",
    "晚上灯忽明忽暗，像是接触不良。",
    "下户线老化断了一根，家里没电。",
    "整个小区停电，电梯停了。",
    "智能电表黑屏，家里没电。",
    "台风后电杆歪了，线快碰到屋顶。",
]
SURNAMES = "王李张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁"
SOURCES = ["HOTLINE_95598"] * 7 + ["APP", "WECHAT", "GRID_MANAGER"]


def calls(chance: random.Random, customers: int) -> Iterator[dict[str, Any]]:
    """Bodies of ``POST /api/v1/fault-reports/`` for ever; the first is the case of the article."""
    session = f"{chance.randrange(16**8):08x}"
    yield first_call(session)
    number = 0
    while True:
        number += 1
        yield {"source": chance.choice(SOURCES), "source_id": f"demo-{session}-{number}", **_call(chance, customers)}


def first_call(session: str) -> dict[str, Any]:
    return {
        "source": "HOTLINE_95598",
        "source_id": f"demo-{session}-xuantuo",
        "reporter": {"name": "冉启明", "phone": xuantuo.PHONE},
        "customer_number": xuantuo.CUSTOMER_NUMBER,
        "address": xuantuo.ADDRESS,
        "description": xuantuo.DESCRIPTION,
    }


def _call(chance: random.Random, customers: int) -> dict[str, Any]:
    body: dict[str, Any] = {
        "reporter": {"name": chance.choice(SURNAMES) + "先生", "phone": f"199{chance.randrange(10**8):08d}"},
        "description": chance.choice(SENTENCES),
    }
    lot = chance.random()
    if lot < 0.6:
        body["customer_number"] = f"42{chance.randrange(1, customers + 1):010d}"
    elif lot < 0.97:
        town = chance.choice(chance.choice(geography.counties()).towns)
        body |= {
            "address": f"{town.name}附近",
            "lat": round(town.lat + chance.gauss(0, 0.01), 6),
            "lon": round(town.lon + chance.gauss(0, 0.01), 6),
        }
    else:
        body["address"] = "说不清楚，在老粮站旁边"  # somebody has to find the place
    return body
