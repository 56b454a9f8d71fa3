"""``manage.py ask``: numbers equal plain SQL over the rows, each with its definition and the rows behind it; bad files say what is wrong."""

import json
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from tests.figures.world import a_july
from tests.questions.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(cast, province, tmp_path):
    """``ask(*questions)`` → the answers that the command writes, on the last day of a written-down July."""
    a_july(province)

    def asked(*questions):
        told, out = tmp_path / "questions.json", tmp_path / "out.json"
        told.write_text(json.dumps(list(questions), ensure_ascii=False))
        with time_machine.travel(AT, tick=False):
            call_command("ask", questions=told, out=out, user="lin", stdout=StringIO())
        return json.loads(out.read_text())

    return asked


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


IN_JULY = "reported_at >= '2026-07-01 00:00+08' AND reported_at < '2026-08-01 00:00+08'"


def test_a_mean_and_its_rows_are_those_of_the_database(ask):
    [got] = ask("本月平均到达时间是多少分钟，同比如何？")
    rows = sql(
        f"SELECT number, extract(epoch FROM arrived_at - reported_at) / 60 FROM workorders_workorder WHERE {IN_JULY}"
        " AND arrived_at IS NOT NULL AND kind IN ('FAULT', 'PROACTIVE') AND gate = ''"
    )
    minutes = [float(each) for _, each in rows]
    assert got["value"] == pytest.approx(sum(minutes) / len(minutes), abs=0.006)
    assert sorted(got["row_numbers"]) == sorted(number for number, _ in rows) and got["rows"] == len(rows)
    assert got["before"]["value"] == 70.0 and got["change"]["by"] == pytest.approx(got["value"] - 70, abs=0.01)
    assert got["definition"]["means"] and got["read_as"].startswith("2026年7月")
    assert (got["unit"], got["definition"]["unit"]) == ("", "minutes")


def test_a_count_of_a_place_and_its_parts_by_month(ask):
    [got] = ask({"id": 7, "question": "How many complaints were there in July 2026 by month?"})
    [[count]] = sql(
        f"SELECT count(*) FROM workorders_workorder WHERE {IN_JULY} AND kind = 'COMPLAINT' AND status <> 'WITHDRAWN'"
    )
    assert (got["id"], got["value"], got["by"]) == (7, count, "month")
    assert got["division"]["months"][-1] == {**got["division"]["months"][-1], "first": "2026-07-01", "value": count}
    assert len(got["row_numbers"]) + got["rows_in_confidence"] == got["rows"]


def test_a_question_that_is_none_has_no_number(ask):
    [got] = ask("为什么今年投诉多？")
    assert "value" not in got and not got["answered"]
    assert got["nearest"] == "今年投诉是多少？", "the year so far, in the words that are read again"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not JSON"),
        ('"投诉"', "expected a list of questions"),
        ('["投诉", 7]', "question 2 is neither"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_a_file_that_cannot_be_meant_is_told_why(text, said, tmp_path, cast):
    told = tmp_path / "questions.json"
    told.write_text(text)
    with pytest.raises(CommandError, match=said):
        call_command("ask", questions=told)


@pytest.mark.parametrize("name", ["nobody", "admin"])
def test_who_may_not_read_figures_asks_nothing(name, tmp_path, cast):
    told = tmp_path / "questions.json"
    told.write_text("[]")
    with pytest.raises(CommandError, match="may read figures"):
        call_command("ask", questions=told, user=name)
