"""Statistics, the table of parameters, the words, the picture, the command."""

import math
import re
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from command_center.trials.chains import comparing
from command_center.trials.chains.drawing import drawn as picture
from command_center.trials.chains.parameters import OLD_DELAYS, ROWS, SWINGS, values
from command_center.trials.chains.summary import crossing, faster, figures, interval
from command_center.trials.chains.telling import laid_out, lines
from command_center.trials.chains.words import WORDS, word
from tests.chains.small import HERE_CASES, drawn
from tests.house.sources import ROOT, table_rows


def test_an_interval_is_students_t():
    found = interval([1.0, 2.0, 3.0])
    assert found.mean == 2
    assert found.half == pytest.approx(4.302653 / math.sqrt(3))  # t(2), 97.5 %
    assert math.isnan(interval([5.0]).half) and interval([5.0, math.nan]).mean == 5


def test_faster_is_speed_and_not_time():
    assert faster(30, 20) == pytest.approx(50)
    assert faster(30, 15) == pytest.approx(100)
    assert faster(20, 40) == pytest.approx(-50)


def test_where_a_line_reaches_a_level():
    line = [(0.0, 10.0), (5.0, 40.0), (10.0, 60.0)]
    assert crossing(line, 50) == pytest.approx(7.5)
    assert crossing(line, 5) == 0
    assert math.isnan(crossing(line, 61))


def test_the_figures_of_three_cases():
    found = figures(HERE_CASES, values({"late.RURAL": 40}))
    assert found["faults"] == 3 and found["custodians"] == 2
    assert (found["accept"], found["arrive"], found["restore"]) == (3, 30, 50)
    assert found["late"] == pytest.approx(1 / 3)
    assert math.isnan(found["storm.arrive"])


def test_a_number_that_is_not_in_the_table_is_refused():
    with pytest.raises(KeyError, match=r"county\.handlign"):
        values({"county.handlign": 1})
    assert values({"county.handling": 9})["county.handling"] == 9
    assert {code for swing in SWINGS for code in swing.codes} | set(OLD_DELAYS) <= set(values())


def test_every_number_says_where_it_is_from():
    for row in ROWS:
        assert row.source.startswith(("assumed", "promise", "the product"))
        for path in re.findall(r"[\w/]+\.(?:md|py)", row.source):
            assert (ROOT / path).is_file(), row
        assert row.words and row.chinese


def test_the_page_has_every_number():
    told = {row[0]: row[1:] for row in table_rows("chains.md", columns=4)}
    assert told == {f"`{row.code}`": [row.words, f"{row.value:g} {row.unit}".strip(), row.source] for row in ROWS}


def test_chinese_words_have_the_same_places_to_fill_and_no_english():
    for code, (english, chinese) in WORDS.items():
        assert sorted(re.findall(r"{(\w+)", english)) == sorted(re.findall(r"{(\w+)", chinese)), code
        assert not re.search(r"[A-Za-z]{3}", re.sub(r"{[^}]*}", "", chinese)), code


def test_columns_stand_under_each_other_though_a_chinese_sign_is_two_wide():
    assert laid_out([["到达", "1"], ["door", "10"]]) == ["  到达   1", "  door  10"]


@pytest.fixture(scope="module")
def report():
    def worlds(seed, days, numbers):
        return drawn(seed, changes=dict(numbers), days=days)[0]

    return comparing.compare(days=2, seeds=[1, 2], runner=lambda runs: [comparing.run(run, worlds) for run in runs])


def test_the_desks_cost_what_the_curve_says(report):
    """Without delays at the desks only the choice of crew is left; with more the gain only grows."""
    gains = [gained.mean for _, gained in report.line("arrive")]
    assert gains == sorted(gains)
    assert report.line("arrive")[0][0].mean == 0
    assert report.fewer().mean == 50


def test_who_is_compared_with_the_product_is_so_within_each_stream(report):
    """Over the streams the means differ as much; the interval is that of the differences and not of the streams."""
    own, product = report.short["direct, own station"], report.short["direct"]
    later = report.later("direct, own station", "arrive")
    assert later.mean == pytest.approx(sum(o["arrive"] - p["arrive"] for o, p in zip(own, product, strict=True)) / 2)
    assert report.later("direct", "arrive").half == 0


def test_what_concerns_one_chain_alone_is_played_once_for_the_other(report):
    runs = []

    def count(asked):
        runs.extend(asked)
        return [report.chains["old"][0] for _ in runs]

    comparing.compare(days=2, seeds=[1], runner=count)
    assert len(runs) == len({comparing.key(run) for run in runs})
    changed = [run for run in runs if run.chain == "direct" and any(code.startswith("city.") for code in run.changes)]
    assert changed == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_told_and_drawn_in_both_languages(report, language):
    text = "\n".join(lines(report, ["head"], language))
    assert word("plain.data", language) in text
    assert "nan" not in text and "{" not in text
    root = ElementTree.fromstring(picture(report, language))
    words = " ".join(root.itertext())
    assert word("draw.swings", language) in words and "nan" not in ElementTree.tostring(root, encoding="unicode")


def test_the_command_tells_the_same_twice(tmp_path):
    told = []
    for nth in range(2):
        out = StringIO()
        call_command("compare_chains", days=1, seeds=1, processes=1, plot=tmp_path / f"{nth}.svg", stdout=out)
        told.append(out.getvalue())
    assert told[0] == told[1] and "custodians of an order" in told[0]
    assert (tmp_path / "0.svg").read_bytes() == (tmp_path / "1.svg").read_bytes()


def test_the_command_refuses_what_is_no_city_and_no_day():
    with pytest.raises(CommandError, match="9999"):
        call_command("compare_chains", city="9999")
    with pytest.raises(CommandError):
        call_command("compare_chains", days=0)
