"""Frequent outages from the ledger: rule sets as rows, counted for everybody at once, followed up by people."""

from datetime import UTC, date, datetime, timedelta

import pytest

from outages.ledger.services.correcting import correct_never_off
from outages.life.states import Status
from outages.models import FrequentOutage, FrequentOutageRule
from outages.reliability.frequency_rules import DEFAULT_RULES
from outages.reliability.selectors.frequency_rules import rule_of
from outages.reliability.services.frequent import follow_up, refresh_frequent_outages
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from tests.door.counting import counted
from tests.grid import make_node
from tests.outages.lines import below, make_points

pytestmark = pytest.mark.django_db

TODAY = datetime(2026, 7, 31, 4, 0, tzinfo=UTC)


def dark(transformer, day, *, kind="FAULT", minutes=60):
    at = datetime.fromisoformat(f"{day}T02:00:00+00:00")
    outage = open_outage(
        scope=below(transformer), started_at=at, at=at, status=Status.CONFIRMED, node_id=transformer.pk, kind=kind
    )
    return restore(outage_id=outage.pk, at=at + timedelta(minutes=minutes)).outage


@pytest.fixture
def feeders(province):
    """F1 was out three times in two months, F2 four times early in the year; two customers each."""
    f2 = make_node("F2", "FEEDER", province.dingzhai, province.substation)
    t9 = make_node("T9", "TRANSFORMER", province.dingzhai, f2)
    make_points(province.t1, 1)
    make_points(t9, 2)
    for day in ("2026-06-10", "2026-07-01", "2026-07-20"):
        dark(province.t1, day)
    for day in ("2026-01-05", "2026-01-20", "2026-02-10", "2026-03-01"):
        dark(t9, day)
    return province.f1, f2


def frequent(rule_set, level="FREQUENT", entity="FEEDER"):
    rows = FrequentOutage.objects.standing().filter(rule__rule_set=rule_set, rule__level=level, rule__entity=entity)
    return sorted(
        {row.node.code if row.node else row.customer.number for row in rows.select_related("node", "customer")}
    )


def test_the_rows_of_the_table_are_the_rules_of_the_trade():
    rows = FrequentOutageRule.objects.exclude(rule_set="P")
    assert [rule_of(row) for row in rows] == list(DEFAULT_RULES)


def test_rules_a_and_b_give_different_lists_on_the_same_ledger(feeders):
    """Scenario 12."""
    refresh_frequent_outages(at=TODAY)
    assert frequent("A") == ["F1"]
    assert frequent("B") == ["F2"]
    assert frequent("B", "WARNING") == ["F2"]
    assert len(frequent("B", entity="CUSTOMER")) == 2
    row = FrequentOutage.objects.get(rule__code="A")
    assert (row.count, row.first_on, row.last_on, row.org_path) == (
        3, date(2026, 6, 1), date(2026, 7, 31), feeders[0].org_path,
    )  # fmt: skip


def test_the_area_report_counts_transformers(feeders):
    refresh_frequent_outages(at=TODAY)
    assert frequent("C", entity="TRANSFORMER") == ["T1"]


def test_an_outage_of_many_transformers_is_one_of_the_feeder(province):
    make_points(province.t2, 1)
    for day in ("2026-07-01", "2026-07-02"):
        at = datetime.fromisoformat(f"{day}T02:00:00+00:00")
        outage = open_outage(
            scope=below(province.t1, province.t2), started_at=at, at=at, status=Status.CONFIRMED,
            node_id=province.f1.pk,
        )  # fmt: skip
        restore(outage_id=outage.pk, at=at + timedelta(hours=1))
    refresh_frequent_outages(at=TODAY)
    assert frequent("A") == ["F1"]  # two faults
    assert not FrequentOutage.objects.filter(rule__code="A").exists()


def test_counting_again_keeps_what_people_wrote(feeders, cast):
    first = refresh_frequent_outages(at=TODAY)
    row = FrequentOutage.objects.get(rule__code="A")
    follow_up(
        frequent_id=row.pk,
        at=TODAY,
        actor=cast.lin,
        cause="树障",
        measure="清障",
        deadline_on=date(2026, 8, 31),
        done=True,
    )
    again = refresh_frequent_outages(at=TODAY + timedelta(hours=1))
    assert (again.found, again.fresh, again.cleared) == (first.found, 0, 0)
    row.refresh_from_db()
    assert (row.cause, row.done_at, row.computed_at) == ("树障", TODAY, TODAY + timedelta(hours=1))


def test_a_correction_of_the_ledger_clears_the_row_and_keeps_it(feeders, province):
    extra = dark(province.t1, "2026-07-25")
    refresh_frequent_outages(at=TODAY)
    assert FrequentOutage.objects.get(rule__code="A").count == 4
    for outage in (extra, *type(extra).objects.filter(started_at__date=date(2026, 7, 20))):
        correct_never_off(outage_id=outage.pk, scope=below(province.t1), reason="误报", at=TODAY)
    result = refresh_frequent_outages(at=TODAY)
    row = FrequentOutage.objects.get(rule__code="A")
    assert row.cleared_at == TODAY and frequent("A") == ["F1"] and result.cleared >= 1
    dark(province.t1, "2026-07-26")
    refresh_frequent_outages(at=TODAY)
    assert FrequentOutage.objects.filter(rule__code="A").count() == 2


def test_a_rule_that_is_switched_off_finds_nobody_new(feeders):
    FrequentOutageRule.objects.filter(rule_set="A").update(active=False)
    refresh_frequent_outages(at=TODAY)
    assert frequent("A") == [] and frequent("B") == ["F2"]


def test_it_takes_the_same_statements_for_many(feeders, province):
    few = counted(lambda: refresh_frequent_outages(at=TODAY))
    make_points(province.t2, 40)
    for day in ("2026-06-15", "2026-07-05", "2026-07-25"):
        dark(province.t2, day)
    assert counted(lambda: refresh_frequent_outages(at=TODAY)) <= few + 6
    assert len(frequent("B", "WARNING", "CUSTOMER")) >= 40
