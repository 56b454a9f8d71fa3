"""/status/: what strangers may know, how often they may ask, and what they see while the database is away."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.utils.timezone import localtime, now

from command_center.screens.status import keeping, masking
from command_center.screens.status import pages as status_pages
from command_center.screens.status.throttles import GuesserThrottle, SupplyThrottle
from outages.estimates.services.estimating import estimate_by_hand
from outages.models import PlannedOutage
from outages.verbs.services.restoring import restore
from tests.door.counting import counted
from tests.door.test_outages import AGO, NOW, make_outage
from tests.outages.lines import make_device, make_points

URL = "/status/"
STATIC = Path(__file__).parents[2] / "static"
WRONG = "没有找到户号与手机尾号同时相符的用电户"


@pytest.fixture
def outage(province):
    """Twelve residents behind a fuse, and the known customer is not among them."""
    make_points(province.t2, 12)
    fuse = make_device("FU-1", province.t2, name="旋坨支线熔断器")
    return make_outage(province.t2, device_id=fuse.pk)


def page(client, query="", **more):
    return client.get(f"{URL}{query}", **more).content.decode()


def ask(client, number, phone_end):
    return client.post(URL, {"number": number, "phone_end": phone_end})


def told(answer):
    """The page without what its asker typed, and without the mark of the form."""
    return re.sub(r' value="[^"]*"', "", answer.content.decode())


def test_customers_are_rounded_by_county_and_station(client, outage):
    assert "约 10 户" in page(client) and "咸丰县" in page(client)
    assert "丁寨供电所" in page(client, "?area=422826")


def test_the_legend_of_the_map_says_the_shape_in_words(client, outage):
    assert "方形：计划停电" in page(client) and "Square: planned" in page(client, "?lang=en")


def test_a_handful_is_not_counted_and_has_no_place(client, province):
    make_points(province.t2, 4)
    make_outage(province.t2)
    assert "少于5户" in page(client)
    assert client.get("/status/outages.geojson").json()["features"] == []
    feed = client.get("/status/outages.json").json()
    assert feed["Outages"][0]["metersAffected"] is None
    assert {area["metersAffected"] for area in feed["OutageAreas"]} == {None}


def test_nothing_of_the_inside_leaks(client, outage, province):
    exact = (outage.latitude, outage.longitude)
    inside = [outage.number, "FU-1", "旋坨支线熔断器", province.f1.name, province.t2.code, *map(str, exact)]
    shown = page(client) + page(client, "?area=422826") + page(client, "?q=丁寨")
    feeds = client.get("/status/outages.geojson").content.decode() + client.get("/status/outages.json").content.decode()
    words = re.sub(r"<[^>]+>", " ", shown).split() + re.findall(r'"([^"]*)"', feeds)
    assert [
        secret for secret in inside if any(secret == word or (len(secret) > 3 and secret in word) for word in words)
    ] == []
    assert client.get("/status/outages.geojson").json()["features"][0]["geometry"]["coordinates"] == [
        masking.coarse(exact[1]), masking.coarse(exact[0]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("customers", "shown"), [(0, None), (4, None), (5, 5), (7, 5), (12, 10), (99, 100), (104, 100), (1234, 1200)]
)
def test_rounding(customers, shown):
    assert masking.rounded(customers) == shown


def test_the_own_supply(client, outage, province):
    make_outage(province.t1, started_at=AGO, at=AGO)
    answer = ask(client, province.customer.number, "5612").content.decode()
    assert "您家正在停电" in answer and "正在评估" in answer and "原因正在查明" in answer
    assert "冉" not in re.sub(r"<[^>]+>", " ", answer) and "旋坨村三组" not in answer


def test_the_own_supply_is_back(client, province):
    restore(outage_id=make_outage(province.t1, started_at=AGO, at=AGO).pk, at=NOW)
    assert "已复电" in ask(client, province.customer.number, "5612").content.decode()


def test_others_outages_are_not_ours(client, outage, province):
    assert "没有发现您家停电" in ask(client, f" {province.customer.number} ", "56 12").content.decode()


def test_a_wrong_half_looks_like_the_other_wrong_half(client, province):
    make_outage(province.t1, started_at=AGO, at=AGO)
    page(client)  # the snapshot is there: only the question costs queries
    wrong_phone, unknown = ask(client, province.customer.number, "0000"), ask(client, "9999999999", "5612")
    assert WRONG in told(wrong_phone) and told(wrong_phone) == told(unknown)
    numbers = [(province.customer.number, "5612"), (province.customer.number, "0000"), ("9999999999", "5612")]
    assert len({counted(lambda pair=pair: ask(client, *pair)) for pair in numbers}) == 1


WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def test_numbers_are_read_as_people_type_them(client, outage, province):
    number = province.customer.number
    wide, spaced = number.translate(WIDE), f"{number[:4]} {number[4:7]}-{number[7:]}"
    for said in (wide, spaced, f" {number} "):
        assert "没有发现您家停电" in ask(client, said, "5612".translate(WIDE)).content.decode()


def test_a_phone_end_is_not_to_be_tried_out(client, province, monkeypatch):
    """However the number is written."""
    monkeypatch.setattr(SupplyThrottle, "rate", "2/hour", raising=False)
    number = province.customer.number
    written = [number, f"{number[:4]}-{number[4:]}", number.translate(WIDE)]
    assert [ask(client, each, f"{n:04}").status_code for n, each in enumerate(written)] == [200, 200, 429]
    assert ask(client, province.customer.number, "5612").status_code == 429
    assert ask(client, "9999999999", "5612").status_code == 200


def test_one_address_asks_about_few_accounts(client, province, monkeypatch):
    monkeypatch.setattr(GuesserThrottle, "rate", "2/hour", raising=False)
    assert [ask(client, f"{n:010}", "5612").status_code for n in range(3)] == [200, 200, 429]


def test_the_page_is_for_people_not_for_search_engines(client, outage):
    for url in (URL, "/status/outages.geojson", "/status/outages.json"):
        assert "noindex" in client.get(url)["X-Robots-Tag"]
    assert client.get(URL, headers={"accept-language": "en"}).content.decode().count("Outage status") == 2


def test_it_weighs_less_than_40_kb_before_the_map(client, outage):
    files = ["css/tokens.css", "css/base.css", "status/status.css", "status/status.js"]
    assert len(client.get(URL).content) + sum((STATIC / file).stat().st_size for file in files) < 40_000


def test_while_it_is_fresh_no_table_is_asked(client, outage):
    page(client)
    assert counted(lambda: page(client, "?area=422826")) == 0


def no_database(**_):
    raise OperationalError("the server closed the connection")


def test_without_the_database_the_last_snapshot_is_shown_with_its_age(client, outage, monkeypatch):
    page(client)
    monkeypatch.setattr(keeping, "build", no_database)
    monkeypatch.setattr(status_pages, "now", lambda: now() + timedelta(minutes=3, seconds=5))
    assert "3 分钟前" in page(client) and "约 10 户" in page(client)
    keeping._held.clear()  # another process, which has built nothing, takes it from the cache
    assert "3 分钟前" in page(client) and "约 10 户" in page(client)


def test_without_anything_it_says_so(client, province, monkeypatch):
    monkeypatch.setattr(keeping, "build", no_database)
    answer = client.get(URL)
    assert answer.status_code == 503 and "暂时无法读取" in answer.content.decode()
    assert client.get("/status/outages.geojson").status_code == 503


def test_all_processes_together_build_once_in_30_seconds(province, monkeypatch):
    built = []

    def build(*, at):
        built.append(at)
        return {"built_at": at.isoformat()}

    monkeypatch.setattr(keeping, "build", build)
    for seconds in (0, 10, 29):
        keeping.present(at=NOW + timedelta(seconds=seconds))
        keeping._held.clear()
    assert len(built) == 1


@pytest.mark.parametrize("query", ["丁寨", "咸丰", "旋坨村"])
def test_a_place_gives_the_area_and_no_household(client, outage, query):
    answer = page(client, f"?q={query}")
    assert "您查询的区域" in answer and "约 10 户" in answer and "三组" not in answer


def test_an_unknown_place(client, outage):
    assert "没有找到这个地方" in page(client, "?q=武当山顶")


def make_plan(province, **fields):
    ways = {"number": "P1", "title": "10kV 甲线检修", "reason": "线路检修", "centre": province.xianfeng}
    ways |= {"org_path": province.xianfeng.path, "status": "ANNOUNCED", "customers": 3}
    times = {"planned_start_at": now() + timedelta(days=2), "planned_end_at": now() + timedelta(days=2, hours=4)}
    return PlannedOutage.objects.create(**ways | times | fields)


def test_announced_work_is_shown_drafts_are_not(client, province):
    make_plan(province)
    make_plan(province, number="P2", status="DRAFT", reason="未公布检修")
    make_plan(
        province,
        number="P3",
        reason="下月检修",
        planned_start_at=now() + timedelta(days=9),
        planned_end_at=now() + timedelta(days=10),
    )
    answer = page(client)
    assert "线路检修" in answer and "少于5户" in answer
    assert "未公布检修" not in answer and "下月检修" not in answer and "甲线" not in answer


def test_what_lies_within_another_found_area_is_told_once(client, outage, province):
    province.dingzhai.name = "咸丰城关供电所"
    province.dingzhai.save()
    answer = page(client, "?q=咸丰")
    assert answer.count('<article class="area">') == 1 and "咸丰城关供电所" in answer


def test_planned_work_of_an_area_can_be_subscribed_to(client, province):
    make_plan(province)
    here = client.get(f"/status/planned.ics?area={province.dingzhai.code}")
    text = here.content.decode()
    assert here["Content-Type"] == "text/calendar; charset=utf-8" and "noindex" in here["X-Robots-Tag"]
    assert "SUMMARY:计划停电：咸丰县" in text and "线路检修\\n少于5户" in text
    assert "P1" not in text and "甲线" not in text  # neither number nor title: the public's words only
    assert "VEVENT" not in client.get(f"/status/planned.ics?area={province.laifeng.code}").content.decode()
    assert "VEVENT" in client.get("/status/planned.ics").content.decode()
    assert client.get("/status/planned.ics?area=nowhere").status_code == 404


def numbers_since(client, moment):
    keeping._held.clear()
    cache.clear()  # the snapshot of half a minute ago
    answer = client.get("/status/outages.json", {"updatedSince": moment.isoformat()})
    assert answer.status_code == 200
    return len(answer.json()["Outages"])


def test_who_polls_hears_of_a_change_and_of_nothing_else(client, outage):
    before = now()
    assert numbers_since(client, before - timedelta(hours=1)) == 1
    assert numbers_since(client, before) == 0, "an old outage that nobody touched"
    estimate_by_hand(outage_id=outage.pk, etr_at=before + timedelta(hours=3), source="DESK", at=now())
    assert numbers_since(client, before) == 1, "its estimate is new"
    assert numbers_since(client, now()) == 0


@pytest.mark.parametrize(
    "moment", ["x", "2026-11-28", "2026-11-28T00:00:00", "9999-12-31T23:59:59-12:00", "2026-13-01T00:00:00Z"]
)
def test_a_moment_that_is_none_is_not_everything(client, province, moment):
    assert client.get("/status/outages.json", {"updatedSince": moment}).status_code == 400


def day_of(moment):
    return localtime(moment).strftime("%m-%d")


def test_work_that_has_begun_stands_among_the_outages_alone(client, province):
    began = now() - timedelta(hours=1)
    at_work = {"status": "IN_PROGRESS", "outage": make_outage(province.t2, kind="PLANNED"), "actual_start_at": began}
    make_plan(province, number="P7", reason="已开工检修", planned_start_at=began, **at_work)
    make_plan(province, number="P8", reason="尚未开工", planned_start_at=began)
    for answer in (page(client), page(client, "?area=422826")):
        assert "尚未开工" in answer and "已开工检修" not in answer
    assert "已开工检修" in client.get("/status/planned.ics?area=422826").content.decode()


def test_the_day_of_planned_work_is_said_as_people_say_it(client, province):
    noon = localtime(now()).replace(hour=12, minute=0, second=0, microsecond=0)
    for number, days in enumerate((1, 3)):
        start = noon + timedelta(days=days)
        make_plan(province, number=f"P{number}", planned_start_at=start, planned_end_at=start + timedelta(hours=2))
    over_night = noon + timedelta(days=1, hours=10)
    make_plan(province, number="P9", planned_start_at=over_night, planned_end_at=over_night + timedelta(hours=4))
    answer = page(client)
    third = day_of(noon + timedelta(days=3))
    assert "明天 12:00–14:00" in answer and f"{third} 12:00–14:00" in answer
    assert f"明天 22:00 – {day_of(noon + timedelta(days=2))} 02:00" in answer
    assert "tomorrow 12:00–14:00" in page(client, "?lang=en")


def test_the_answer_gets_the_focus_without_a_script(client, outage, province):
    answer = ask(client, "4228260001", "5612").content.decode()
    assert 'action="/status/#my-supply"' in answer and 'id="my-supply" tabindex="-1"' in answer
    assert 'id="found" tabindex="-1"' in page(client, "?q=咸丰") and 'id="found" tabindex="-1"' in page(
        client, "?q=武当山顶"
    )
