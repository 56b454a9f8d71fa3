"""``manage.py reliability`` on logs as offices write them: touching rows, thin years, parts of a year, spreadsheets' spelling."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError

from tests.outages.test_reliability import EVENTS, STEPS, run  # noqa: F401  (run is a fixture)

RANGES = "event_id,customer_from,customer_to,start,restored\n"
ROWS = "event_id,start,restored,customers\n"


def _of_days(year, days, first=0):
    return "".join(f"E{first + n},{year}-{1 + n // 28:02}-{1 + n % 28:02}T08:00,{year}-{1 + n // 28:02}-{1 + n % 28:02}T09:00,5\n" for n in range(days))  # fmt: skip


@pytest.mark.parametrize(
    ("first_end", "second_end", "expected"), [("10:03", "10:08", (10, 80)), ("11:00", "12:00", (10, 1200))]
)
def test_rows_that_touch_are_one_interruption(first_end, second_end, expected, run):  # noqa: F811
    steps = f"{RANGES}E1,1,10,2023-02-01T10:00,2023-02-01T{first_end}\nE1,1,10,2023-02-01T{first_end},2023-02-01T{second_end}\n"
    of = run({"events.csv": EVENTS, "interruptions.csv": steps})["all"]
    assert (of["CI"], of["CMI"]) == expected
    assert of["MAIFI_customer_based"] == 0


def test_a_last_row_of_the_next_year_is_warned_of_and_a_year_can_be_named(run):  # noqa: F811
    log = {"events.csv": ROWS + _of_days(2023, 300) + _of_days(2024, 300, 300) + "E999,2025-01-01T00:02,2025-01-01T01:02,3\n"}  # fmt: skip
    silent = run(log)
    assert silent["report_year"] == 2025
    assert "2025 has 1 of 601 rows" in silent["warnings"][0]
    assert "--year 2024" in silent["warnings"][0]
    named = run(log, year=2024)
    assert (named["report_year"], named["all_days"]["CI"], named["base_period"]) == (
        2024,
        1500,
        "2023-01-01..2023-12-31",
    )


def test_a_log_of_one_month_has_the_hours_of_a_month_when_asked(run):  # noqa: F811
    log = {"events.csv": ROWS + "E1,2024-05-02T08:00,2024-05-02T09:00,100\nE2,2024-05-30T08:00,2024-05-30T09:00,100\n"}
    assert "--from and --to" in run(log)["warnings"][0]
    of = run(log, first=date(2024, 5, 1), last=date(2024, 5, 31))
    assert of["period"] == "2024-05-01..2024-05-31"
    assert of["all_days"]["ASAI"] == pytest.approx(1 - 2 / (31 * 24))
    assert "warnings" not in of


def test_one_row_on_new_years_eve_does_not_double_the_hours_unseen(run):  # noqa: F811
    steps = RANGES + "".join(f"E1,1,9,2024-{1 + n // 28:02}-{1 + n % 28:02}T08:00,2024-{1 + n // 28:02}-{1 + n % 28:02}T09:00\n" for n in range(320))  # fmt: skip
    log = {"events.csv": EVENTS, "i.csv": steps + "E2,1,9,2023-12-31T08:00,2023-12-31T09:00\n"}
    assert "2023 has 1 of 321 rows" in run(log)["warnings"][0]
    assert run(log, year=2024)["all"]["ASAI"] == pytest.approx(1 - 320 * 9 / (100 * 8784))


def test_what_was_planned_stands_apart_where_the_log_says_so(run):  # noqa: F811
    rows = "event_id,start,restored,customers,cause_class\nE1,2024-01-02T08:00,2024-01-02T09:00,10,fault\nE2,2024-12-20T08:00,2024-12-20T09:00,30,计划检修\n"  # fmt: skip
    found = run({"e.csv": rows})
    assert [found[part]["CI"] for part in ("all_days", "unplanned_only", "planned_only")] == [40, 10, 30]


def test_two_equal_rows_are_two_and_told(run):  # noqa: F811
    row = "E1,2024-01-02T08:00,2024-01-02T09:00,50\n"
    found = run({"e.csv": ROWS + row + row})
    assert found["all_days"]["CI"] == 100
    assert found["warnings"][0].startswith("1 row(s) say exactly")


def test_bad_rows_can_be_left_out_and_are_counted(run):  # noqa: F811
    log = {"e.csv": ROWS + _of_days(2024, 320) + "X1,2024-06-01T08:00,,5\nX2,2024-06-01T08:00,2024-06-01T09:00,\n"}
    with pytest.raises(CommandError, match=r"2 row\(s\)"):
        run(log)
    found = run(log, skip_bad=True)
    assert (found["all_days"]["events"], found["warnings"]) == (320, ["2 bad row(s) of the log were left out."])


def test_spreadsheets_write_dates_and_numbers_their_own_way(run):  # noqa: F811
    plain = run({"e.csv": ROWS + "E1,2026-01-05T08:05:00,2026-01-05T10:05:00,1234\n"})
    loose = {"e.csv": ROWS + 'E1,2026/1/5 8:05,2026年1月5日 10:05,"1,234"\n'}
    assert run(loose) == plain
    assert run({"e.csv": loose["e.csv"] + "停电一,2026/1/5 8:05,2026/1/5 8:06,7\n"}, encoding="gb18030")["all_days"] == plain["all_days"]  # fmt: skip


def test_the_day_begins_at_midnight_where_the_log_was_written(run):  # noqa: F811
    log = {"e.csv": ROWS + "E1,2024-12-31T23:30:00-08:00,2025-01-01T01:00:00-08:00,5\n"}
    assert run(log, zone=ZoneInfo("America/Vancouver"))["report_year"] == 2024
    assert run(log)["report_year"] == 2025


def test_customers_in_two_events_at_once_are_told(run):  # noqa: F811
    steps = STEPS + "E2,1,4,2023-02-01T10:30,2023-02-01T10:40\n"
    assert (
        "4 customers begin an interruption while another" in run({"events.csv": EVENTS, "i.csv": steps})["warnings"][0]
    )
