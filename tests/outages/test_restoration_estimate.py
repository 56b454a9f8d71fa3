"""How long until power is back: from the finest class that knows enough, down to a table."""

import numpy as np
import pytest

from outages.estimates.estimator import (
    DEFAULT,
    DEFAULT_TABLE,
    DEFAULTS,
    DIAGNOSIS,
    Estimate,
    History,
    Situation,
    after_arrival,
    after_diagnosis,
    estimate,
    learn,
    quantile,
)

STORM = Situation(cause="NATURE", device="FEEDER", area="RURAL", weather="STORM")


def make_history(*rows):
    """(how many, minutes of the first, situation): minutes rise by one, half of them repair."""
    whole = [(minutes + n, situation) for many, minutes, situation in rows for n in range(many)]
    columns = {
        name: np.array([getattr(situation, name) for _, situation in whole], dtype=np.str_)
        for name in ("cause", "device", "area", "weather")
    }
    minutes = np.array([minutes for minutes, _ in whole], dtype=float)
    return History(**columns, minutes=minutes, repair_minutes=minutes / 2)


def test_the_finest_class_with_enough_samples():
    calm = Situation(cause="NATURE", device="FEEDER", area="RURAL", weather="CALM")
    known = learn(make_history((20, 101, STORM), (100, 11, calm)))
    assert estimate(known, STORM) == Estimate(
        p50=110, p80=116, known_by=("cause", "device", "area", "weather"), samples=20
    )


def test_too_few_samples_give_up_the_weather_first():
    calm = Situation(cause="NATURE", device="FEEDER", area="RURAL", weather="CALM")
    known = learn(make_history((19, 101, STORM), (21, 1, calm)))
    assert estimate(known, STORM).known_by == ("cause", "device", "area")
    assert estimate(known, STORM).samples == 40


def test_then_cause_alone_then_device_alone_then_everything():
    other = Situation(cause="NATURE", device="FUSE", area="URBAN", weather="CALM")
    assert estimate(learn(make_history((20, 5, other))), STORM).known_by == ("cause",)
    other = Situation(cause="USER", device="FEEDER", area="URBAN", weather="CALM")
    assert estimate(learn(make_history((20, 5, other))), STORM).known_by == ("device",)
    other = Situation(cause="USER", device="FUSE")
    assert estimate(learn(make_history((20, 5, other))), STORM).known_by == ()


def test_without_history_the_table_speaks():
    known = learn(make_history())
    assert estimate(known, STORM) == Estimate(p50=150, p80=300, known_by=DEFAULT_TABLE, samples=0)
    assert (estimate(known, Situation()).p50, estimate(known, Situation()).p80) == DEFAULT
    assert all(p50 < p80 for p50, p80 in DEFAULTS.values())


def test_what_is_not_known_is_no_class():
    unknown = Situation(device="FEEDER")
    known = learn(make_history((30, 10, unknown)))
    assert estimate(known, Situation(device="FEEDER")).known_by == ("device",)


def test_time_that_has_passed_leaves_the_longer_outages():
    known = learn(make_history((100, 1, STORM)))
    assert estimate(known, STORM, elapsed_minutes=50).p50 == 75
    late = estimate(known, STORM, elapsed_minutes=99)
    assert (late.known_by, late.p50) == (DEFAULT_TABLE, 150)
    assert estimate(known, STORM, elapsed_minutes=400).p50 == 550


def test_arrival_replaces_the_way_by_the_repair():
    known = learn(make_history((20, 101, STORM)))
    on_site = after_arrival(known, STORM, arrived_minutes=30)
    assert (on_site.p50, on_site.p80) == (30 + 55, 30 + 58)
    assert after_arrival(learn(make_history()), STORM, arrived_minutes=30).p80 == 30 + 0.6 * 300
    longer = after_arrival(learn(make_history((40, 2, STORM))), STORM, arrived_minutes=30, elapsed_minutes=40)
    assert (longer.samples, longer.p50 > 40) == (21, True)


def test_a_diagnosis_is_the_crews_word():
    said = after_diagnosis(diagnosed_minutes=45, crew_minutes=60)
    assert said == Estimate(p50=105, p80=123, known_by=DIAGNOSIS, samples=0)


def test_unfinished_outages_teach_nothing():
    history = make_history((20, 10, STORM))
    history.minutes[0] = np.nan
    assert estimate(learn(history), STORM).known_by == DEFAULT_TABLE


def test_the_order_of_the_history_does_not_matter():
    history = make_history((50, 10, STORM), (50, 200, Situation(cause="USER", device="FUSE")))
    mixed = np.random.default_rng(3).permutation(100)
    again = History(**{name: getattr(history, name)[mixed] for name in history.__dataclass_fields__})
    assert estimate(learn(history), STORM) == estimate(learn(again), STORM)


@pytest.mark.parametrize(("share", "value"), [(0.5, 5), (0.8, 8), (0.81, 9), (1, 10), (0.01, 1)])
def test_a_quantile_is_a_case_that_happened(share, value):
    assert quantile(np.arange(1.0, 11.0), share) == value
