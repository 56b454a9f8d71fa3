"""``manage.py reliability`` against logs with known answers, and against logs that people have spoilt."""

import json
import random
from collections import defaultdict
from datetime import datetime, timedelta
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.data import HERE, SHARED

EVENTS = "event_id,start,cause_class\nE1,2023-02-01T10:00:00,fault\nE2,2023-02-02T23:30:00,planned\n"
STEPS = (
    "event_id,customer_from,customer_to,start,restored\n"
    "E1,1,10,2023-02-01T10:00:00,2023-02-01T11:00:00\n"
    "E2,6,15,2023-02-02T23:30:00,2023-02-03T00:30:00\n"
)


@pytest.fixture
def run(tmp_path):
    """``run(files, customers=…)`` writes the files as a log and answers the figures."""

    def run_on(files, customers=100, encoding="utf-8", **options):
        folder = tmp_path / "log"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding=encoding)
        return figures_of(folder, customers, tmp_path / "out.json", **options)

    return run_on


def figures_of(folder, customers, out, **options):
    paths = {"log": folder, "customers": customers, "out": out}
    call_command("reliability", **paths, stdout=StringIO(), stderr=StringIO(), **options)
    return json.loads(out.read_text())


def assert_equal(expected, found, where=""):
    if isinstance(expected, dict):
        assert set(expected) <= set(found), where
        for key, value in expected.items():
            assert_equal(value, found[key], f"{where}/{key}")
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, abs=1e-6), where
    else:
        assert found == expected, where


@pytest.mark.parametrize(("name", "customers"), [("small", 500), ("med", 20_000)])
def test_the_logs_with_answers(name, customers, tmp_path):
    folder = HERE / "reliability" / name
    found = figures_of(folder, customers, tmp_path / "out.json")
    expected = json.loads((folder / "expected.json").read_text())
    assert_equal(expected, found)
    assert set(found) == set(expected)


def test_the_published_test_system(tmp_path):
    folder = SHARED / "reliability" / "rbts2"
    if not folder.exists():
        pytest.skip("reliability/rbts2 is not beside the project")
    expected = json.loads((folder / "expected.json").read_text())
    del expected["published"]["note"]
    assert_equal(expected, figures_of(folder, 7_632_000, tmp_path / "out.json"))


def test_a_common_year_has_8760_hours(run):
    of = run({"events.csv": EVENTS, "interruptions.csv": STEPS})["all"]
    assert (of["CI"], of["CMI"], of["CN"]) == (20, 1200, 15)
    assert of["ASAI"] == pytest.approx(1 - 12 / (8760 * 60), abs=1e-12)
    assert (of["CEMI1"], of["CELID_t_2h"], of["CELID_s_2h"]) == (0.05, 0.05, 0)


def test_what_was_planned_is_left_out_once(run):
    assert run({"events.csv": EVENTS, "interruptions.csv": STEPS})["unplanned_only"]["CI"] == 10


def test_names_of_files_and_further_columns_do_not_matter(run):
    events = EVENTS.replace("\n", ",x\n").replace("cause_class,x", "cause_class,note")
    found = run({"a.csv": "﻿" + events, "b.csv": STEPS, "other.csv": "a,b\n1,2\n"})
    assert found["all"]["CI"] == 20


def test_times_with_a_zone_and_without_one_are_the_same_wall_clock(run):
    plain = "event_id,start,restored,customers\nE1,2023-01-01T01:00:00,2023-01-01T02:00:00,5\n"
    zoned = "event_id,start,restored,customers\nE1,2022-12-31T17:00:00Z,2023-01-01T02:00:00+08:00,5\n"
    assert run({"events.csv": plain}) == run({"events.csv": zoned})


def test_ranges_that_nest_inside_an_event_are_counted_once(run):
    steps = (
        "event_id,customer_from,customer_to,start,restored\n"
        "E1,1,200,2023-02-01T10:00:00,2023-02-01T10:30:00\n"
        "E1,201,300,2023-02-01T10:00:00,2023-02-01T12:00:00\n"
        "E1,281,300,2023-02-01T10:00:00,2023-02-01T13:00:00\n"
        "E2,301,350,2023-02-02T23:58:00,2023-02-03T00:01:00\n"
    )
    of = run({"events.csv": EVENTS, "interruptions.csv": steps}, customers=1000)["all"]
    assert (of["CMI"], of["CI"], of["CAIDI_min"], of["MAIFI_customer_based"]) == (19_200, 300, 64, 0.05)


def test_a_customer_off_twice_in_one_event_is_off_twice(run):
    again = (
        STEPS + "E1,1,10,2023-02-01T12:00:00,2023-02-01T12:05:00\n" + "E1,1,1,2023-02-01T13:00:00,2023-02-01T14:00:00\n"
    )
    of = run({"events.csv": EVENTS, "interruptions.csv": again})["all"]
    assert (of["CI"], of["momentary_customer_interruptions"]) == (21, 10)


def test_an_empty_log_has_no_interruption(run):
    of = run({"events.csv": EVENTS.splitlines()[0], "interruptions.csv": STEPS.splitlines()[0]})["all"]
    assert (of["SAIFI"], of["SAIDI_min"], of["CAIDI_min"], of["ASAI"], of["CEMI1"]) == (0, 0, None, 1, 0)
    assert run_empty_events(run)["T_MED"] is None


def run_empty_events(run):
    return run({"events.csv": "event_id,start,restored,customers\n", "interruptions.csv": "a\n"})


def test_one_event_has_no_threshold(run):
    of = run({"events.csv": "event_id,start,restored,customers\nE1,2023-01-01 00:00:00,2023-01-01 00:05:00,5\n"})
    assert (of["T_MED"], of["base_period"], of["major_event_days"], of["all_days"]["events"]) == (None, None, [], 0)


def test_fractions_of_a_second_are_kept(run):
    of = run({"e.csv": "event_id,start,restored,customers\nE1,2023-01-01 00:00:00,2023-01-01 00:05:00.5,4\n"})
    assert of["all_days"]["CMI"] == pytest.approx(4 * 300.5 / 60)


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda text: text.replace("2023-02-01T11", "2023-02-01T09"), "line 2: restored 2023-02-01 09:00:00 is before"),
        (lambda text: text.replace("E2,6", "E9,6"), "line 3: event E9 is not among the events"),
        (lambda text: text.replace("E2,6,15", "E2,16,15"), "line 3: customer_to 15 comes before customer_from 16"),
        (lambda text: text.replace("E1,1,", "E1,one,"), "line 2: customer_from is not a whole number: 'one'"),
        (lambda text: text.replace("2023-02-01T11:00:00", ""), "line 2: restored is empty"),
        (
            lambda text: text.replace("E1,1,", "E1,-99999999999999999999,"),
            "line 2: customer_from is no number of customers",
        ),
        (lambda text: text.replace("2023-02-01T11:00:00", "0001-01-01T00:00Z"), "line 2: restored 0001-01-01 08:00:00"),
        (lambda text: text.replace("2023-02-01T11:00:00", "9999-12-31T23:00Z"), "line 2: restored is not a date and"),
        (lambda text: text.replace("2023-02-01T11:00:00", "noon"), "line 2: restored is not a date and time: 'noon'"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(spoil, complaint, tmp_path):
    folder, out, words = tmp_path / "log", tmp_path / "out.json", StringIO()
    folder.mkdir()
    (folder / "events.csv").write_text(EVENTS)
    (folder / "interruptions.csv").write_text(spoil(STEPS))
    with pytest.raises(CommandError, match=r"1 row\(s\) of the log cannot be used") as refusal:
        call_command("reliability", log=folder, customers=100, out=out, stdout=StringIO(), stderr=words)
    assert refusal.value.returncode == 1
    assert f"interruptions.csv {complaint}" in words.getvalue()
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "There is no CSV file in"),
        ({"events.csv": ""}, "No file of the folder has the columns of a log"),
        ({"events.csv": "a,b\n1,2\n"}, "No file of the folder has the columns of a log"),
        ({"events.csv": EVENTS + "E1,2023-02-01T10:00:00,fault\n", "i.csv": STEPS}, r"1 row\(s\)"),
    ],
)
def test_a_folder_that_is_no_log_is_refused_in_one_sentence(files, sentence, run):
    with pytest.raises(CommandError, match=sentence):
        run(files)


def test_events_must_have_all_their_restorations(run):
    events = "event_id,start,feeder,customers_interrupted\nE1,2023-01-01T00:00:00,F1,9\n"
    steps = "event_id,service_group,customers,restored_at\nE1,S1-LP01,5,2023-01-01T02:00:00\n"
    with pytest.raises(CommandError):
        run({"events.csv": events, "restorations.csv": steps})
    found = run({"events.csv": events.replace(",9", ",5"), "restorations.csv": steps}, customers=10)
    assert found["event_log"]["CELID_s_5h"] == 0
    assert found["computed"]["F1"]["SAIFI"] == 0.5
    assert found["load_points"] == {"LP1": {"lambda_per_yr": 0.5, "r_h": 2.0, "U_h_per_yr": 1.0}}


def test_no_customers_are_refused(run):
    with pytest.raises(CommandError, match="at least 1"):
        run({"events.csv": EVENTS, "interruptions.csv": STEPS}, customers=0)


@pytest.mark.parametrize(
    ("words", "is_planned"),
    [
        ("planned", True),
        ("Planned_maintenance", True),
        ("计划检修", True),
        ("TEMPORARY", True),
        ("unplanned", False),
        ("", False),
    ],
)
def test_planned_by_its_words(words, is_planned, run):
    found = run({"events.csv": EVENTS.replace("planned", words), "interruptions.csv": STEPS})
    assert found["unplanned_only"]["CI"] == (10 if is_planned else 20)


@pytest.mark.parametrize("seed", range(4))
def test_any_log_says_what_counting_customer_by_customer_says(seed, run):
    """Ranges that overlap between events, some over New Year's Eve; every customer counted by himself, in fractions."""
    dice = random.Random(seed)
    events, steps, of_customer = ["event_id,start,cause_class"], [STEPS.splitlines()[0]], defaultdict(list)
    for n in range(60):
        start = datetime(2024, 1, 1) + timedelta(seconds=dice.randrange(366 * 86400))  # noqa: DTZ001
        events.append(f"E{n},{start.isoformat()},{dice.choice(['fault', 'planned'])}")
        first = dice.randrange(1, 150)
        for _ in range(dice.randrange(1, 4)):
            last, seconds = first + dice.randrange(0, 20), dice.choice([1, 299, 300, 301, dice.randrange(1, 90_000)])
            steps.append(f"E{n},{first},{last},{start.isoformat()},{(start + timedelta(seconds=seconds)).isoformat()}")
            for customer in range(first, last + 1):
                of_customer[customer].append(seconds)
            first = last + 1
    found = run({"events.csv": "\n".join(events), "interruptions.csv": "\n".join(steps)}, customers=250)["all"]
    sustained = {customer: [s for s in all_ if s > 300] for customer, all_ in of_customer.items()}
    total, count = sum(map(sum, sustained.values())), sum(map(len, sustained.values()))
    assert (found["CI"], found["CN"]) == (count, sum(map(bool, sustained.values())))
    assert found["SAIDI_min"] == float(Fraction(total, 60 * 250))
    assert found["ASAI"] == pytest.approx(float(1 - Fraction(total, 250 * 8784 * 3600)), abs=1e-15)
    assert found["CEMI2"] == sum(len(all_) > 2 for all_ in sustained.values()) / 250
    assert found["CELID_s_4h"] == sum(max(all_, default=0) >= 4 * 3600 for all_ in sustained.values()) / 250
    assert found["CELID_t_8h"] == sum(sum(all_) >= 8 * 3600 for all_ in sustained.values()) / 250
