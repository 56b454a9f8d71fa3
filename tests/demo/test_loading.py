"""A small province goes into the database whole: graph, customers on it, register, and a past that breaks no rule."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.db import connection
from django.utils.timezone import now

from command_center.ground.network.models import Branch
from command_center.ground.network.selectors.model import network_model
from command_center.ground.network.tracing import Topology, Trace
from customers.models import Flag, ServicePoint
from demo import loading_outages, network, xuantuo
from demo.loading import load_province
from demo.plans import SLOTS, invented_plans
from outages.ledger.checks.past import WORDS, past_differences
from outages.ledger.checks.present import differences
from outages.life.states import Status
from outages.models import (
    AffectedCustomer,
    DailyFigure,
    GeneratorVehicle,
    Interruption,
    Outage,
    PlanChange,
    PlannedOutage,
    SensitiveClass,
    SensitiveEntry,
)
from outages.planned.selectors.plans import late_notices, open_blocks
from outages.planned.services.checking import whom_it_affects
from outages.planned.states import PlanStatus
from tests.demo import small

CUSTOMERS = 2000
RULES = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
UNION SELECT tablename, indexname, indexdef, true FROM pg_indexes WHERE schemaname = 'public'
"""


def rules():
    """Every constraint and index of the database, as it is defined."""
    with connection.cursor() as cursor:
        cursor.execute(RULES)
        return set(cursor.fetchall())


@pytest.mark.django_db
def test_a_small_province_is_whole(monkeypatch):
    monkeypatch.setattr(network, "FEEDERS", 200)
    monkeypatch.setattr(network, "FEWEST_TRANSFORMERS", 400)
    # So many that some were planned within the four weeks whose plans are kept, whatever day it is.
    monkeypatch.setattr(loading_outages, "OUTAGES", 2000)
    before = rules()
    load_province(seed=7, customer_count=CUSTOMERS, say=lambda words: None)
    assert rules() == before

    model = network_model()
    assert model.tables.load_customers.sum() == ServicePoint.objects.count() == CUSTOMERS + 1
    assert ServicePoint.objects.filter(node=None).count() == model.unplaced_customers == 0
    assert Trace.build(Topology.build(model.tables)).energised.all()
    assert set(ServicePoint.objects.filter(customer__kind="RESIDENT").values_list("phases", flat=True)) == set("ABC")
    barn = ServicePoint.objects.get(customer__number=xuantuo.CUSTOMER_NUMBER)
    assert Branch.objects.get(transformer=barn.transformer).to_node == barn.node

    flagged = ServicePoint.objects.exclude(customer__flags=[])
    assert set(flagged) == {entry.service_point for entry in SensitiveEntry.objects.select_related("service_point")}
    oxygen = SensitiveEntry.objects.filter(service_point__customer__flags__contains=[Flag.LIFE_SUPPORT])
    assert set(oxygen.values_list("sensitive_class", flat=True)) <= set(SensitiveClass.values)
    assert GeneratorVehicle.objects.count() == 14 * 3

    past = Outage.objects.filter(closed_at__isnull=False)
    assert set(past.values_list("status", flat=True)) == {Status.CLOSED}
    assert past.count() > 200
    assert not Interruption.objects.open().filter(outage__in=past).exists()
    assert not any(differences(before=now() + timedelta(minutes=5)).values())
    two_years = past_differences(since=now() - timedelta(days=750), until=now(), before=now() + timedelta(minutes=5))
    assert (two_years.found, two_years.moments > 200) == ({code: [] for code in WORDS}, True)
    assert DailyFigure.objects.values("outage").distinct().count() == past.count()
    plans_are_believable()


def plans_are_believable():
    """One of each kind and city; whom they darken is whom the network says; what is at work is dark and known as planned."""
    of_status = {status: list(PlannedOutage.objects.filter(status=status)) for status in PlanStatus}
    assert all(of_status.values()), {status for status, plans in of_status.items() if not plans}
    assert all("虚构" in work for work in PlannedOutage.objects.values_list("work", flat=True))
    for plan in of_status["ANNOUNCED"] + of_status["NOTIFYING"]:
        affected, frozen = whom_it_affects(plan), AffectedCustomer.objects.filter(plan=plan, round=1)
        assert set(frozen.values_list("service_point_id", flat=True)) == set(affected.points)
        assert affected.counts(plan.hours).items() <= plan.__dict__.items()
        told = frozen.first().frozen_at
        assert told < now() and not late_notices(plan, told_at=told, important=plan.important)
        assert plan.notices.filter(channel="PUBLIC").count() == 1
        assert plan.notices.filter(channel="SMS").count() == frozen.values("customer").distinct().count()
    for plan in of_status["IN_PROGRESS"]:
        assert plan.planned_start_at < now() < plan.planned_end_at
        assert plan.outage.customers_out == plan.customers > 0 and plan.devices.get().branch.is_open
        assert plan.outage.kind == plan.kind and plan.outage.etr_at == plan.planned_end_at
    dark = Interruption.objects.open().values_list("outage__planned_outage__status", flat=True)
    assert set(dark) == {PlanStatus.IN_PROGRESS}
    assert PlanChange.objects.filter(kind="EXTENDED").exists()
    for plan in PlannedOutage.objects.prefetch_related("changes"):
        moments = [change.at for change in plan.changes.all()]
        assert moments == sorted(moments) and moments[-1] <= now() + timedelta(minutes=1)
        assert plan.changes.all()[len(moments) - 1].new == plan.status
        assert not open_blocks(plan) or plan.approved_at is None


def test_the_same_seed_invents_the_same_plans(monkeypatch):
    feeders = small.make(monkeypatch).graph.feeders
    at = datetime(2026, 7, 19, 2, 30, tzinfo=UTC)
    one, other = (list(invented_plans(np.random.default_rng(4), feeders, at=at)) for _ in range(2))
    assert one == other and len({plan.feeder.node.id for plan in one}) == len(one)
    assert {plan.slot for plan in one} == set(SLOTS)
    for plan in one:
        assert plan.start < plan.first_end <= plan.end and list(plan.steps.values()) == sorted(plan.steps.values())
        assert plan.end <= at + timedelta(days=15)
