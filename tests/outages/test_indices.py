"""IEEE 1366 and DL/T 836 against worked examples: every vector of the references, and what is undefined."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest

from outages.reliability.indices import dlt836
from outages.reliability.indices.customers import celid_s, celid_t, cemi, cemsmi, lots
from outages.reliability.indices.ieee1366 import asidi_minutes, asifi, ens_kwh, figures
from outages.reliability.indices.major_event_days import daily_saidi, major_days, threshold
from tests.data import SHARED
from tests.outages.rows import make_rows

MONTH = 31 * 24
PUBLISHED = SHARED / "reliability" / "published"


def published(name):
    path = PUBLISHED / name
    if not path.exists():
        pytest.skip(f"{name} may be read but not copied, and is not beside the project")
    return path.read_text(encoding="utf-8")


def test_the_month_of_the_domain_reference():
    rows = make_rows((1, 1, 1200, 5400), (2, 2, 200, 7200), (2, 3, 100, 14400), (3, 4, 5000, 120))
    of = figures(rows, customers_served=10_000, hours=MONTH)
    assert of.customer_seconds == 156_000 * 60
    assert (of.saidi_minutes, of.saifi, of.caidi_minutes, of.maifi) == (15.6, 0.15, 104, 0.5)
    assert of.asai == pytest.approx(0.9996505376, abs=1e-9)
    assert (of.events, of.sustained_over_seconds) == (2, 300)


def test_nested_customers_are_counted_once():
    rows = make_rows((1, 1, 200, 1800), (1, 2, 80, 7200), (1, 3, 20, 10800), (2, 4, 50, 180))
    of = figures(rows, customers_served=1000, hours=8760)
    assert (of.customer_seconds / 60, of.customer_interruptions) == (19_200, 300)
    assert (of.saidi_minutes, of.saifi, of.caidi_minutes, of.maifi) == (19.2, 0.3, 64, 0.05)


def test_the_worked_example_of_the_standard():
    case = json.loads(published("ieee1366_example.json"))
    rows = make_rows(
        *((n, n, row["customers"], round(row["minutes"] * 60)) for n, row in enumerate(case["sustained_interruptions"]))
    )
    of = figures(rows, customers_served=case["customers_served"], hours=8760)
    of = replace(of, customers_interrupted=case["distinct_customers_interrupted"])
    answer = case["published"]
    assert round(of.saifi, 2) == answer["SAIFI"] or of.saifi == pytest.approx(answer["SAIFI"], abs=0.005)
    assert of.saidi_minutes == pytest.approx(answer["SAIDI_min"], abs=0.005)
    assert of.caidi_minutes == pytest.approx(answer["CAIDI_min"], abs=0.01)
    assert of.ctaidi_minutes == pytest.approx(answer["CTAIDI_min"], abs=0.01)
    assert of.caifi == pytest.approx(answer["CAIFI"], abs=0.0005)
    assert of.asai == pytest.approx(answer["ASAI"], abs=5e-7)


def test_the_sheets_of_a_utility_that_publishes_its_sums():
    """SAIFI rounded to two places, SAIDI cut to the minute. One row of the month: all interruptions, their mean length."""
    for sheet in csv.DictReader(published("pgvcl_2017_18_q4.csv").splitlines()):
        interruptions, days = int(sheet["CI"]), float(sheet["CMI_days"])
        rows = make_rows((1, 1, interruptions, 0))
        rows = replace(rows, seconds=np.array([days * 86400 / interruptions]))
        of = figures(rows, customers_served=int(sheet["customers"]), hours=MONTH)
        hours, minutes = map(int, sheet["SAIDI"].split(":"))
        assert of.saifi == pytest.approx(float(sheet["SAIFI"]), abs=0.0051)
        assert int(of.saidi_minutes + 1e-6) == hours * 60 + minutes


def test_caidi_is_saidi_by_saifi_in_every_published_year():
    """Our CAIDI comes from the sums and not from the quotient, so the identity is worth a test."""
    kinds = ["w_major_event_days", "wo_major_event_days"]
    seen = 0
    for row in csv.DictReader(published("eia861_ne_ny_2013_2024.csv").splitlines()):
        for kind in kinds:
            saidi, saifi, caidi = (row[name] for name in _eia_names(kind))
            if saidi and saifi and caidi:
                millions = make_rows((1, 1, round(float(saifi) * 1e6), 0))
                length = float(saidi) * 60 / float(saifi)
                of = figures(replace(millions, seconds=np.array([length])), customers_served=10**6, hours=8760)
                assert of.caidi_minutes == pytest.approx(float(caidi), abs=1e-4)
                seen += 1
    assert seen == 596


def _eia_names(kind):
    return f"saidi_{kind}_minutes", f"saifi_{kind}_customers", f"caidi_{kind}_minutes"


def test_five_minutes_exactly_are_momentary_and_the_limit_can_be_moved():
    rows = make_rows((1, 1, 10, 300), (2, 2, 10, 301), (3, 3, 10, 181))
    assert figures(rows, customers_served=100, hours=1).customer_interruptions == 10
    china = figures(rows, customers_served=100, hours=1, sustained_over_seconds=180)
    assert (china.customer_interruptions, china.sustained_over_seconds) == (30, 180)


def test_what_is_undefined_is_none_and_not_zero():
    of = figures(make_rows(), customers_served=100, hours=8760)
    assert (of.saifi, of.saidi_minutes, of.asai, of.maifi) == (0, 0, 1, 0)
    assert (of.caidi_minutes, of.caifi, of.ctaidi_minutes) == (None, None, None)
    nobody = figures(make_rows(), customers_served=0, hours=8760)
    assert (nobody.saifi, nobody.saidi_minutes, nobody.asai) == (None, None, None)


def test_without_names_the_indices_of_distinct_customers_are_unknown():
    rows = replace(make_rows((1, 1, 10, 600)), group=None)
    of = figures(rows, customers_served=100, hours=8760)
    assert (of.saifi, of.caifi, of.ctaidi_minutes) == (0.1, None, None)
    with pytest.raises(ValueError, match="whose"):
        lots(rows)


def test_a_sequence_of_reclosings_is_one_momentary_event_unless_it_ends_in_lockout():
    rows = make_rows((1, 1, 100, 10), (1, 1, 100, 20), (2, 2, 50, 5), (2, 2, 50, 900))
    of = figures(rows, customers_served=1000, hours=8760)
    assert (of.maifi, of.maifi_e) == (0.25, 0.1)


def test_how_often_and_how_long_single_customers_were_off():
    rows = make_rows((1, 1, 10, 7200), (2, 1, 10, 7200), (3, 2, 5, 14400), (4, 2, 5, 60), (5, 3, 1, 300))
    of = lots(rows)
    args = {"customers_served": 100}
    assert cemi(of, 1, or_more=False, **args) == 0.1
    assert cemi(of, 1, or_more=True, **args) == 0.15
    assert cemsmi(of, 2, or_more=True, **args) == 0.15
    assert (celid_s(of, 4, **args), celid_s(of, 2, **args)) == (0.05, 0.15)
    assert celid_t(of, 4, **args) == 0.15
    assert celid_t(of, 0, **args) == 0.15  # a momentary interruption is no sustained one of zero hours


def test_load_based_indices_and_energy():
    rows = make_rows((1, 1, 1, 3600), (2, 2, 1, 1800), kva=[400.0, 100.0], kw=[200.0, 50.0])
    assert asifi(rows, connected_kva=1000) == 0.5
    assert asidi_minutes(rows, connected_kva=1000) == 27
    assert ens_kwh(rows) == 225
    assert asifi(make_rows((1, 1, 1, 3600)), connected_kva=1000) is None


@pytest.mark.parametrize(
    ("daily", "alpha", "beta", "t_med"),
    [
        ([0.5, 1, 2, 0, 4], 0.346574, 0.894849, 13.2460),
        ([0.4, 0.2, 0, 1.1, 0.3, 9.5, 0.6, 0.5, 0, 0.8], -0.351277, 1.180850, 13.4752),
    ],
)
def test_the_threshold_of_major_event_days(daily, alpha, beta, t_med):
    found = threshold(np.array(daily, dtype=float))
    assert (found.alpha, found.beta) == (pytest.approx(alpha, abs=1e-6), pytest.approx(beta, abs=1e-6))
    assert found.minutes == pytest.approx(t_med, abs=1e-4)


def test_the_population_deviation_is_another_threshold():
    assert threshold(np.array([0.5, 1, 2, 0, 4]), is_sample=False).minutes == pytest.approx(9.8157, abs=1e-4)


def test_one_day_has_no_deviation_and_no_day_is_major():
    assert threshold(np.array([3.0])).minutes is None
    assert threshold(np.array([])).alpha is None
    daily = daily_saidi(make_rows((1, 1, 10, 6000)), customers_served=10)
    assert major_days(daily, threshold(np.array([3.0]))).tolist() == []


def test_minutes_belong_to_the_day_the_interruption_starts():
    rows = make_rows((1, 1, 10, 36_000, "2026-01-01T23:59:59"), (2, 2, 10, 300, "2026-01-02T10:00:00"))
    daily = daily_saidi(rows, customers_served=100)
    assert [str(day) for day in daily.day] == ["2026-01-01"]
    assert daily.minutes.tolist() == [60]


def test_a_day_at_the_threshold_is_ordinary():
    daily = daily_saidi(make_rows((1, 1, 10, 600)), customers_served=100)
    limit = replace(threshold(np.array([1.0, 2.0])), minutes=daily.minutes[0])
    assert major_days(daily, limit).tolist() == []
    assert len(major_days(daily, replace(limit, minutes=daily.minutes[0] - 1e-9))) == 1


def test_the_chinese_sets():
    rows = make_rows(
        (1, 1, 100, 3600),
        (1, 2, 50, 7200),
        (2, 3, 200, 1800, "2026-01-02T00:00:00", "PLANNED"),
        (3, 4, 300, 3600, "2026-01-03T00:00:00", "RATIONING"),
        (4, 5, 400, 180, "2026-01-04T00:00:00", "FAULT"),
        external=[False, False, False, False, True],
    )
    of = dlt836.figures(rows, customers_served=1000, hours=MONTH)
    assert of.full.customer_hours == 100 + 100 + 100 + 300 + 20
    assert (of.full.aihc_hours, of.full.aitc) == (0.62, 1.05)
    assert of.full.rs == pytest.approx(1 - 0.62 / MONTH)
    assert of.without_external.aihc_hours == 0.6
    assert of.without_rationing.aihc_hours == 0.32
    assert (of.without_short.aihc_hours, of.short_up_to_seconds) == (0.6, 180)
    assert of.mid_f_hours == pytest.approx((2 + 0.05) / 2)  # event 1 until its last step, event 4
    assert of.mic_f == (150 + 400) / 2


def test_the_mv_basis_counts_transformers():
    rows = make_rows((1, 1, 1200, 3600), (2, 2, 1, 3600), mv_customers=[4, 1])
    of = dlt836.figures(rows.on_mv_basis(), customers_served=100, hours=MONTH)
    assert of.full.aitc == 0.05
    with pytest.raises(ValueError, match="MV"):
        make_rows((1, 1, 1, 1)).on_mv_basis()


def test_no_fault_no_mean_and_unknown_causes_stay_unknown():
    of = dlt836.figures(make_rows(), customers_served=10, hours=MONTH)
    assert (of.mid_f_hours, of.mic_f, of.without_external, of.full.rs) == (None, None, None, 1)


def test_rationing_counts_for_the_load_that_was_missing():
    assert dlt836.equivalent_hours(hours=10, actual_kw=75, demand_kw=100) == 2.5
    assert dlt836.equivalent_hours(hours=10, actual_kw=75, demand_kw=0) is None


def test_a_national_year_is_summed_without_rounding():
    rows = make_rows(*((n, n, 30_000_000 + n, 86_399) for n in range(2000)))
    exact = sum((30_000_000 + n) * 86_399 for n in range(2000))
    assert figures(rows, customers_served=30_000_000, hours=8760).customer_seconds == exact


def test_a_sum_beyond_64_bits_is_exact_too():
    rows = make_rows((1, 1, 10**10, 10**10), (2, 2, 10**10, 10**10 + 1))
    assert figures(rows, customers_served=1, hours=1).customer_seconds == 10**10 * (2 * 10**10 + 1)
