"""Names at home in Latin letters: one rule for pages and server (static/js/names/, command_center/ground/core/romanise.py)."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.utils.translation import override

from command_center.ground.core.romanise import romanised
from command_center.ground.organisation.unit_names import called, unit_name

ROOT = Path(__file__).parents[2]
NAMES = {
    "丁寨供电所": "Dingzhai Supply Station",
    "丁寨 01 班": "Dingzhai Crew 01",
    "10kV丁寨1线": "10kV Dingzhai Line 1",
    "丁寨01#1台区": "Dingzhai 01#1 Transformer",
    "10kV丁寨1线2支线跌落式熔断器": "10kV Dingzhai Line 1 Branch 2 Drop-out Fuse",
    "10kV丁寨1线1号分段开关": "10kV Dingzhai Line 1 Sectionalizer 1",
    "咸丰县配网抢修一班": "Xianfeng County Network Repair Crew 1",
    "咸丰县城区二供电服务站": "Xianfeng County Urban 2 Service Station",
    "丁寨镇旋坨村3组12号": "Dingzhai Town Xuantuo Village Group 3 No. 12",
    "咸丰县丁寨乡旋坨村三组": "Xianfeng County Dingzhai Township Xuantuo Village Group 3",
    "随县": "Suixian",
    "洈水镇（西安）": "Weishui Town （Xi’an）",
    "仙女山街道": "Xiannüshan Subdistrict",
    "Depot 7": "Depot 7",
    "": "",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_latin_letters(name):
    assert romanised(name) == NAMES[name]


def test_pages_and_server_write_the_same():
    node = shutil.which("node")
    if node is None and not os.environ.get("CI"):
        pytest.skip("no node here")
    assert node, "the rule of the pages is run by node, which has to be on the path where tests must not be skipped"
    script = """
      import { readFileSync } from "node:fs";
      import { romaniser } from "./static/js/names/romanise.js";
      const table = (name) => JSON.parse(readFileSync(`static/js/names/${name}.json`, "utf8"));
      const pairs = Object.entries(table("pinyin")).flatMap(([read, found]) => [...found].map((one) => [one, read]));
      const rule = romaniser(Object.fromEntries(pairs), table("words"));
      console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(rule)));
    """
    towns = json.loads((ROOT / "static/geo/hubei_towns.geojson").read_text(encoding="utf-8"))["features"]
    names = [*NAMES, *(town["properties"]["name"] for town in towns)]
    told = subprocess.run(
        [node, "--input-type=module", "-e", script], cwd=ROOT, input=json.dumps(names), capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert json.loads(told.stdout) == [romanised(name) for name in names]


def test_only_readers_of_english_see_them_and_a_name_of_its_own_comes_first():
    with override("en"):
        assert called("丁寨 01 班") == "Dingzhai Crew 01"
        assert (unit_name("丁寨供电所", ""), unit_name("丁寨供电所", "Dingzhai")) == (
            "Dingzhai Supply Station",
            "Dingzhai",
        )
    with override("zh-hans"):
        assert called("丁寨 01 班") == "丁寨 01 班" and unit_name("丁寨供电所", "Dingzhai") == "丁寨供电所"
