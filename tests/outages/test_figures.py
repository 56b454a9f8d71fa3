"""The daily figures say what the ledger says: the same rows counted by the pure indices, whatever was asked."""

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outages.models import DailyFigure, FigureRun, Interruption, MajorEventThreshold, Outage
from outages.reliability.indices import dlt836, ieee1366
from outages.reliability.indices.interruptions import Interruptions
from outages.reliability.selectors.figures import (
    Basis,
    MajorDays,
    Question,
    availability,
    customers_served,
    daily_saidi,
    figures,
    interruptions_behind,
    major_event_days,
    parts,
    parts_by_unit,
)
from outages.reliability.services import figures as counting
from outages.reliability.services.denominators import count_served_customers, freeze_threshold
from outages.reliability.services.figures import refresh_changed_figures, refresh_outage_figures
from tests.grid import make_node
from tests.outages.ledger_rows import NOON, correct, make_interruption, make_outage, make_points, write

pytestmark = pytest.mark.django_db

MARCH = Question(first=date(2026, 3, 1), last=date(2026, 3, 31))
LATER = NOON + timedelta(days=30)


@pytest.fixture
def homes(province):
    """Four at T1, two at T2; the province's own customer is a fifth at T1."""
    return [*make_points(province.t1, 4), *make_points(province.t2, 2)]


@pytest.fixture
def outage(province):
    return make_outage("O1", province.dingzhai)


def refresh():
    return refresh_changed_figures(at=LATER)


def pure(rows):
    """The same rows of the ledger as arrays for the pure indices."""
    rows = [row for row in rows if row.on_at is not None]
    return Interruptions(
        start=np.array([(row.off_at + timedelta(hours=8)).replace(tzinfo=None) for row in rows], dtype="datetime64[s]"),
        seconds=np.array([round((row.on_at - row.off_at).total_seconds()) for row in rows], dtype=np.int64),
        customers=np.ones(len(rows), dtype=np.int64),
        event=np.array([row.outage_id for row in rows], dtype=np.int64),
        kind=np.array([row.kind for row in rows], dtype=np.str_),
        group=np.array([row.service_point_id for row in rows], dtype=np.int64),
    )


def test_sums_of_one_outage(homes, outage):
    write(
        *(
            make_interruption(home, outage, NOON, minutes)
            for home, minutes in zip(homes, [60, 60, 90, 5, 3, None], strict=True)
        )
    )
    refresh()
    (part,) = parts(MARCH)
    assert (part.outages, part.customer_interruptions, part.customer_seconds) == (1, 3, 210 * 60)
    assert (part.momentary_interruptions, part.momentary_seconds, part.open) == (2, 8 * 60, 1)


def test_the_limit_of_the_chinese_code_is_three_minutes(homes, outage):
    write(*(make_interruption(home, outage, NOON, minutes) for home, minutes in zip(homes, [60, 5, 3], strict=False)))
    refresh()
    of = Question(first=MARCH.first, last=MARCH.last, sustained_over_seconds=180)
    assert parts(of)[0].customer_interruptions == 2
    count_served_customers(day=date(2026, 3, 1))
    assert availability(of).customer_seconds == 68 * 60
    assert availability(of, count_short=False).customer_seconds == 65 * 60


def test_minutes_belong_to_the_chinese_day_of_the_start(homes, outage):
    late = NOON.replace(hour=23, minute=59)
    write(
        make_interruption(homes[0], outage, late, 120),
        make_interruption(homes[1], outage, late + timedelta(minutes=2), 10),
    )
    refresh()
    assert [part.key["day"] for part in parts(MARCH, by=("day",))] == [date(2026, 3, 10), date(2026, 3, 11)]


def test_a_correction_restates_its_days(homes, outage):
    row, _ = write(*(make_interruption(home, outage, NOON, 60) for home in homes[:2]))
    Outage.objects.update(updated_at=NOON - timedelta(days=1))
    refresh()
    correct(row, off_at=NOON - timedelta(days=2), minutes=10)
    Outage.objects.update(updated_at=NOON - timedelta(days=1))  # as if nobody had touched the outage's own row
    FigureRun.objects.update(changed_until=NOON)
    assert refresh() == 1
    by_day = {part.key["day"].day: part.customer_seconds for part in parts(MARCH, by=("day",))}
    assert by_day == {8: 600, 10: 3600}


def test_a_refresh_counts_only_what_changed(homes, province, outage):
    other = make_outage("O2", province.dingzhai)
    write(make_interruption(homes[0], outage, NOON, 60), make_interruption(homes[1], other, NOON, 60))
    assert refresh_changed_figures(at=NOON) == 2
    Outage.objects.filter(pk=other.pk).update(updated_at=NOON - timedelta(hours=1))
    kept = DailyFigure.objects.get(outage=other).pk
    assert refresh_changed_figures(at=NOON) == 1
    assert DailyFigure.objects.get(outage=other).pk == kept


def test_the_first_count_of_a_large_ledger_goes_on_where_it_was_interrupted(homes, outage, province, monkeypatch):
    """Each slice is kept: a worker that is ended within the second one loses that one alone."""
    monkeypatch.setattr(counting, "SLICE", 1)  # an outage a slice
    outages = [outage, *(make_outage(f"O{n}", province.dingzhai) for n in range(2, 5))]
    write(*(make_interruption(homes[0], each, NOON + timedelta(hours=n), 30) for n, each in enumerate(outages)))
    recount, done = counting._recount, []

    def ended_within_the_second(ids, **more):
        recount(ids, **more)
        if len(done) == 1:
            done.append(ids)
            raise SoftTimeLimitExceeded
        done.append(ids)

    monkeypatch.setattr(counting, "_recount", ended_within_the_second)
    with pytest.raises(SoftTimeLimitExceeded):
        refresh()
    assert counted_outages() == [outages[0].pk]
    assert refresh_changed_figures(at=LATER, seconds=0) == 1
    assert counted_outages() == [outages[0].pk, outages[1].pk]
    refresh_changed_figures(at=LATER + timedelta(hours=1))
    assert counted_outages() == [each.pk for each in outages]
    assert [ids for ids in done if ids] == [[each.pk] for each in (*outages[:2], *outages[1:])]
    assert list(FigureRun.objects.values_list("changed_until", "counted_to")) == [(LATER, None)]


def counted_outages():
    return sorted(set(DailyFigure.objects.values_list("outage", flat=True)))


def test_figures_are_as_of_the_last_refresh_that_was_finished(homes, outage, lin):
    refresh()
    FigureRun.objects.create(changed_until=LATER + timedelta(days=1), outages=0, counted_to=outage.pk)
    answer = lin.get("/api/v1/indices/?from=2026-03-01&to=2026-03-31")
    assert answer.data["as_of"] == LATER


def test_counting_twice_changes_nothing(homes, outage):
    write(*(make_interruption(home, outage, NOON, 60) for home in homes))
    refresh_outage_figures(outage_ids=[outage.pk])
    before = parts(MARCH, by=("day", "org_path"))
    refresh_outage_figures(outage_ids=[outage.pk])
    call_command("rebuild_figures", "--from", f"{MARCH.first}", "--to", f"{MARCH.last}")
    assert parts(MARCH, by=("day", "org_path")) == before


def test_a_day_whose_rows_moved_away_is_emptied_by_a_rebuild(homes, outage):
    (row,) = write(make_interruption(homes[0], outage, NOON, 60))
    refresh()
    correct(row, off_at=NOON + timedelta(days=60), minutes=5)
    call_command("rebuild_figures", "--from", f"{MARCH.first}", "--to", f"{MARCH.last}")
    assert parts(MARCH)[0].customer_interruptions == 0


def test_the_mv_basis_counts_a_transformer_as_one_when_half_of_it_is_off(homes, outage):
    """T1 has five users: three are off, two return after an hour and one after ten. T2 has two: one is off."""
    t1 = [make_interruption(home, outage, NOON, minutes) for home, minutes in zip(homes, [60, 60, 600], strict=False)]
    write(*t1, make_interruption(homes[4], outage, NOON + timedelta(minutes=1), 30))
    refresh()
    (part,) = parts(Question(first=MARCH.first, last=MARCH.last, basis=Basis.MV))
    assert (part.customer_interruptions, part.customer_seconds) == (2, (60 + 30) * 60)
    assert parts(Question(first=MARCH.first, last=MARCH.last, basis=Basis.LV))[0].customer_interruptions == 4


def test_fewer_than_half_are_a_fault_of_the_low_voltage_network(homes, outage):
    write(*(make_interruption(home, outage, NOON, 60) for home in homes[:2]))
    refresh()
    assert parts(Question(first=MARCH.first, last=MARCH.last, basis=Basis.MV))[0].customer_interruptions == 0


def test_a_transformer_is_open_until_half_of_it_is_back(homes, outage):
    write(
        *(
            make_interruption(home, outage, NOON, minutes)
            for home, minutes in zip(homes, [60, None, None], strict=False)
        )
    )
    refresh()
    (part,) = parts(Question(first=MARCH.first, last=MARCH.last, basis=Basis.MV))
    assert (part.customer_interruptions, part.open) == (0, 1)


def test_a_medium_voltage_customer_counts_on_the_mv_basis_and_not_on_the_lv(homes, outage):
    write(make_interruption(homes[0], outage, NOON, 60, basis="MV"))
    refresh()
    counts = {
        basis: parts(Question(first=MARCH.first, last=MARCH.last, basis=basis))[0].customer_interruptions
        for basis in Basis
    }
    assert counts == {Basis.ALL: 1, Basis.LV: 0, Basis.MV: 1}


def test_customers_served_are_counted_by_day(homes, province):
    count_served_customers(day=date(2026, 3, 1))
    make_points(province.t3, 2)
    count_served_customers(day=date(2026, 3, 31))
    assert customers_served(MARCH) == 8  # 7, then 9
    assert customers_served(Question(first=date(2026, 4, 1), last=date(2026, 4, 30))) == 9
    assert customers_served(Question(first=date(2026, 1, 1), last=date(2026, 1, 31))) == 7
    assert customers_served(Question(first=MARCH.first, last=MARCH.last, basis=Basis.MV)) == 2  # 2, then 3: 2.5
    assert customers_served(Question(first=MARCH.first, last=MARCH.last, path="42/4201/")) is None


def test_indices_of_a_unit(homes, outage, province):
    count_served_customers(day=date(2026, 3, 1))
    write(*(make_interruption(home, outage, NOON, 60) for home in homes))
    refresh()
    of = figures(Question(first=MARCH.first, last=MARCH.last, path=province.xianfeng.path))
    assert (of.customers_served, of.saifi, of.caidi_minutes) == (7, 6 / 7, 60)
    assert (of.caifi, of.maifi_e) == (None, None)
    assert figures(Question(first=MARCH.first, last=MARCH.last, path=province.laifeng.path)).saifi is None


def test_units_side_by_side(homes, outage, province):
    feeder = make_node("F9", "FEEDER", province.baifusi, province.substation)
    (guest,) = make_points(make_node("T9", "TRANSFORMER", province.baifusi, feeder), 1)
    write(make_interruption(homes[0], outage, NOON, 60), make_interruption(guest, outage, NOON, 60))
    refresh()
    counties = parts_by_unit(MARCH, length=len(province.xianfeng.path))
    assert [(part.key["unit"], part.customer_interruptions) for part in counties] == [
        (province.xianfeng.path, 1),
        (province.laifeng.path, 1),
    ]
    assert parts(MARCH)[0].outages == 1


def test_major_days_are_left_out_or_alone(homes, outage):
    MajorEventThreshold.objects.create(
        year=2026, days=900, alpha=0, beta=1, minutes=30, customers_served=7, sustained_over_seconds=300, frozen_at=NOON
    )
    count_served_customers(day=date(2026, 3, 1))
    write(
        *(make_interruption(home, outage, NOON, 60) for home in homes),
        make_interruption(homes[0], outage, NOON + timedelta(days=1), 60),
    )
    refresh()
    assert major_event_days(MARCH.first, MARCH.last) == [date(2026, 3, 10)]
    counts = {}
    for major in MajorDays:
        question = Question(first=MARCH.first, last=MARCH.last, major=major)
        counts[major] = (parts(question)[0].customer_interruptions, interruptions_behind(question).count())
    assert counts == {MajorDays.WITH: (7, 7), MajorDays.WITHOUT: (1, 1), MajorDays.ONLY: (6, 6)}


def test_the_threshold_is_frozen(homes, outage):
    count_served_customers(day=date(2026, 3, 1))
    write(*(make_interruption(homes[0], outage, NOON + timedelta(days=n), 60 * n) for n in (1, 4, 9)))
    refresh()
    frozen = freeze_threshold(year=2027, at=LATER)
    assert (frozen.days, frozen.customers_served) == (3, 7)
    write(make_interruption(homes[1], outage, NOON + timedelta(days=12), 600))
    refresh()
    assert freeze_threshold(year=2027, at=LATER).minutes == frozen.minutes
    assert len(daily_saidi(MARCH).day) == 4
    assert freeze_threshold(year=2020, at=LATER) is None


def test_an_answer_is_one_query(homes, outage, django_assert_num_queries):
    write(make_interruption(homes[0], outage, NOON, 60))
    refresh()
    with django_assert_num_queries(1):
        parts(MARCH, by=("org_path", "area_kind", "cause_class", "kind", "feeder_id"))


def test_a_refresh_is_the_same_number_of_statements_for_any_number_of_rows(homes, outage):
    counts = []
    for rows in (homes[:1], homes[1:]):
        write(*(make_interruption(home, outage, NOON, 60) for home in rows))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            refresh_outage_figures(outage_ids=[outage.pk])
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("seed", range(6))
def test_the_figures_equal_the_pure_indices_of_the_same_rows(province, seed):
    """Any ledger, any question: what the sums say is what counting row by row says, corrections included."""
    dice = np.random.default_rng(seed)
    homes = [*make_points(province.t1, 12), *make_points(province.t2, 8, area_kind="URBAN")]
    outages = [
        make_outage(
            f"O{n}",
            province.dingzhai,
            kind=str(dice.choice(["FAULT", "PLANNED", "RATIONING"])),
            cause_class=str(dice.choice(["NATURE", "UPSTREAM", "UNKNOWN"])),
        )
        for n in range(15)
    ]
    rows = []
    for home in homes:
        at = NOON.replace(day=1)
        for _ in range(int(dice.integers(0, 8))):
            at += timedelta(seconds=int(dice.integers(1, 500_000)))
            seconds = int(dice.choice([1, 180, 181, 300, 301, *dice.integers(1, 40_000, 4)]))
            rows.append(make_interruption(home, outages[dice.integers(15)], at, seconds / 60))
            at += timedelta(seconds=seconds)
    rows = write(*rows)
    refresh()
    for row in dice.choice(np.array(rows), 5, replace=False):
        correct(row, off_at=row.off_at + timedelta(seconds=1), minutes=0.5)
    refresh()
    count_served_customers(day=date(2026, 3, 1))
    for question in _questions(province, dice):
        _same(question)


def _questions(province, dice):
    first = date(2026, 3, int(dice.integers(1, 10)))
    days = {"first": first, "last": first + timedelta(days=int(dice.integers(0, 30)))}
    yield Question(**days)
    yield Question(**days, sustained_over_seconds=180)
    yield Question(**days, path=province.dingzhai.path, area_kinds=("URBAN",))
    yield Question(**days, kinds=("FAULT",), basis=Basis.LV)
    yield Question(**days, without_kinds=("RATIONING",), without_causes=("UPSTREAM",))
    yield Question(**days, causes=("NATURE",), feeder_ids=(province.f1.pk,))


def _same(question):
    behind = pure(interruptions_behind(question))
    served = customers_served(question)
    of = figures(question)
    exact = ieee1366.figures(
        behind,
        customers_served=served,
        hours=question.hours,
        sustained_over_seconds=question.sustained_over_seconds,
    )
    for name in ("events", "customer_interruptions", "customer_seconds", "momentary_interruptions", "saifi", "asai"):
        assert getattr(of, name) == getattr(exact, name), name
    full = dlt836.figures(behind, customers_served=served, hours=question.hours).full
    assert availability(question) == full
    by_day = Counter(str(day) for day in behind.where(behind.is_sustained(question.sustained_over_seconds)).days())
    found = {str(part.key["day"]): part.customer_interruptions for part in parts(question, by=("day",))}
    assert {day: count for day, count in found.items() if count} == by_day


def test_the_rows_behind_a_figure_are_those_that_stand(homes, outage):
    (row,) = write(make_interruption(homes[0], outage, NOON, 60))
    new = correct(row, off_at=NOON + timedelta(minutes=1), minutes=20)
    assert [found.pk for found in interruptions_behind(MARCH)] == [new.pk]
    assert Interruption.objects.count() == 2
