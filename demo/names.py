"""Invented names, phones and plates. Any resemblance to a person is chance."""

import numpy as np

SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚向覃冉"
GIVEN = "建军志强文华国庆晓明丽娟秀英桂兰海波春梅玉珍红霞伟东小平永刚金凤德胜家富学文光明世杰云飞天宇思远子涵雨晴俊峰美玲淑芬荣华正平大勇立新双全开元长青兴旺"
# City code → first letters of its number plates.
PLATES = {
    "4201": "鄂A", "4202": "鄂B", "4203": "鄂C", "4205": "鄂E", "4206": "鄂F", "4207": "鄂G", "4208": "鄂H",
    "4209": "鄂K", "4210": "鄂D", "4211": "鄂J", "4212": "鄂L", "4213": "鄂S", "4228": "鄂Q", "4290": "鄂M",
}  # fmt: skip


def people(rng: np.random.Generator, count: int) -> list[str]:
    """Names of two or three characters."""
    surnames = rng.integers(0, len(SURNAMES), count)
    firsts, seconds = rng.integers(0, len(GIVEN), (2, count))
    short = rng.random(count) < 0.25
    return [
        SURNAMES[s] + GIVEN[a] + ("" if brief else GIVEN[b])
        for s, a, b, brief in zip(surnames, firsts, seconds, short, strict=True)
    ]


def phones(rng: np.random.Generator, count: int, *, prefix: str = "199") -> list[str]:
    """Invented mobile numbers in E.164. The ranges are real ones: never send messages to the demo's people."""
    start = int(rng.integers(0, 1000))
    return [f"+86{prefix}{(start + 7 * index) % 100_000_000:08d}" for index in range(count)]


def plate(city_code: str, number: int) -> str:
    return f"{PLATES[city_code]}·{(number * 7919) % 100_000:05d}"
