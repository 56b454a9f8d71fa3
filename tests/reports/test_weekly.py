"""The weekly report: made on Monday, kept as it was told, read by whom it concerns, on a page and as a PDF."""

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client

from command_center.ground.core.values import CHINA
from command_center.ground.figures.models import WeeklyReport
from command_center.screens.reports import tasks
from command_center.screens.reports.making import make_report, units_without, week_due
from command_center.screens.reports.tasks import make_weekly
from command_center.screens.reports.told import digits
from tests.door.test_order_export import sheet
from tests.figures.facts import complained, july, repaired
from tests.figures.test_files import lines, number
from tests.figures.world import a_july
from tests.people import make_user
from workorders.models import WorkOrder

pytestmark = pytest.mark.django_db

FILES = "/api/v1/weekly-report/"
MONDAY = date(2026, 7, 13)
SIX = datetime(2026, 7, 20, 6, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def world(province):
    a_july(province)


@pytest.fixture
def report(province):
    return make_report(unit=province.xianfeng, first=MONDAY, at=SIX)


def page(user, **asked):
    client = Client()
    client.force_login(user)
    return client.get("/reports/weekly/", asked)


def figure(report, code):
    return next(each for each in report.body["figures"] if each["code"] == code)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (SIX, MONDAY),
        (SIX - timedelta(minutes=1), MONDAY - timedelta(days=7)),
        (SIX + timedelta(days=6), MONDAY),
        (datetime(2026, 7, 19, 22, 30, tzinfo=CHINA), MONDAY - timedelta(days=7)),
    ],
)
def test_a_report_is_due_from_monday_at_six_in_china(at, due):
    assert week_due(at) == due


def test_the_task_makes_what_is_missing_once(province, monkeypatch):
    monkeypatch.setattr(tasks, "AT_MOST_S", 600.0)
    with time_machine.travel(SIX, tick=False):
        make_weekly()
        made = dict(WeeklyReport.objects.values_list("unit__code", "pk"))
        make_weekly()
    assert set(made) == {province.province.code, province.city.code, province.xianfeng.code, province.laifeng.code}
    assert dict(WeeklyReport.objects.values_list("unit__code", "pk")) == made
    assert units_without(MONDAY) == []


def test_its_figures_are_those_of_the_week_against_the_week_and_the_year_before(report):
    """Repairs told from 13 to 19 July: S-1 and S-2 after 30 minutes, two again after 20."""
    assert figure(report, "arrival_minutes")["now"] == {"value": 25.0, "of": 4, "few": True}
    repaired("week-before", at=july(7), arrival=45)
    fresh = make_report(unit=report.unit, first=MONDAY + timedelta(days=7), at=SIX)
    assert figure(fresh, "arrival_minutes")["now"]["value"] is None
    assert figure(fresh, "arrival_minutes")["week_before"]["value"] == 25.0


def test_an_old_report_does_not_change(report, cast):
    before = page(cast.mei, week="2026-W29", lang="en").content
    WorkOrder.objects.filter(reports__source_id="S-1").update(arrived_at=july(14, 20))
    again = make_report(unit=report.unit, first=MONDAY, at=SIX + timedelta(days=1))
    assert again.pk == report.pk and figure(again, "arrival_minutes")["now"]["value"] == 25.0
    assert b"25.00" in before and b"25.00" in page(cast.mei, week="2026-W29", lang="en").content
    with pytest.raises(DatabaseError), transaction.atomic():
        WeeklyReport.objects.update(body={})


@pytest.mark.parametrize(
    ("lang", "words"), [("zh-hans", "供电服务指挥中心周报"), ("en", "Weekly report of the power-supply")]
)
def test_the_page_and_the_file_are_in_both_languages(report, cast, lang, words):
    assert words in page(cast.mei, lang=lang).content.decode()
    file = page(cast.mei, lang=lang, week="2026-W29", format="pdf")
    assert (
        file["Content-Type"] == "application/pdf"
        and file.content.startswith(b"%PDF")
        and b"STSong-Light" in file.content
    )
    assert f"weekly-{report.unit.code}-2026-W29-{lang[:2]}.pdf" in file["Content-Disposition"]


def test_another_area_looks_as_if_it_did_not_exist(report, cast, province):
    assert page(cast.eva, unit=province.xianfeng.code).status_code == 404
    assert "2026-W29" not in page(cast.eva).content.decode()
    assert page(cast.lin, unit=province.xianfeng.code, week="2026-W29").status_code == 200
    assert page(cast.eva, format="pdf").status_code == 404


def test_a_station_has_no_report_of_its_own(report, province):
    head = make_user("head", "STATION_HEAD", province.dingzhai)
    answer = page(head, lang="en")
    assert answer.status_code == 200 and "none of them is in your area" in answer.content.decode()


def test_what_was_told_in_confidence_is_in_no_report(report, province):
    complained("secret", at=july(22), concerns="422826T01", confidential=True)
    complained("plain", at=july(22), concerns="422826T01")
    fresh = make_report(unit=province.xianfeng, first=MONDAY + timedelta(days=7), at=SIX + timedelta(days=7))
    assert figure(fresh, "complaints")["now"]["value"] == 1.0


def test_a_week_that_is_none_is_the_newest(report, cast):
    for said in ("2026-W99", "x", "2026-W", "-W1", "99999-W01"):
        assert "2026-W29" in page(cast.mei, week=said).content.decode()


@pytest.mark.parametrize("table", ["figures", "weeks", "causes", "ranking", "feeders"])
def test_its_tables_are_taken_along_as_they_were_made(report, cast, mei, table):
    WorkOrder.objects.filter(reports__source_id="S-1").update(arrived_at=july(14, 20))
    text = page(cast.mei, week="2026-W29", lang="en").content.decode().replace("&amp;", "&")
    (href,) = re.findall(rf'href="(/api/v1/weekly-report/{table}.csv[^"]+)"', text) or [
        f"{FILES}{table}.csv?week=2026-W29"
    ]
    _head, *rows = lines(mei.get(f"{href}&lang=en"))
    body = report.body
    if table == "figures":
        assert [(row[0], number(row[2])) for row in rows] == [
            (each["label"]["en"], each["now"]["value"]) for each in body["figures"]
        ]
    elif table == "weeks":
        assert [number(row[1]) for row in rows] == [each["value"] for each in body["course"][0]["weeks"]]
    else:
        kept = {"causes": body["causes"]["rows"], "ranking": body["ranking"]["rows"], "feeders": body["feeders"]}
        assert len(rows) == len(kept[table])
    assert len(sheet(mei.get(f"{FILES}{table}.xlsx?week=2026-W29"))) == len(rows) + 1


def test_tables_of_another_area_and_of_no_report_are_not_there(report, signed_in, mei):
    assert signed_in("eva").get(f"{FILES}figures.csv?unit=422826&week=2026-W29").status_code == 404
    assert mei.get(f"{FILES}figures.csv?week=2026-W01").status_code == 404
    assert mei.get(f"{FILES}moon.csv?week=2026-W29").status_code == 404


@pytest.mark.parametrize(
    ("value", "places", "words"),
    [(66.67, 1, "66.7"), (14.286, 1, "14.3"), (0.005, 2, "0.01"), (100001, 0, "100,001"), (190020.4, 0, "190,020")],
)
def test_what_is_told_is_rounded_and_not_cut(value, places, words):
    assert digits(value, places) == words
