"""A small province goes into the database whole: graph, customers on it, register, and a past that breaks no rule."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from command_center.network.models import Branch
from command_center.network.selectors.model import network_model
from command_center.network.tracing import Topology, Trace
from customers.models import Flag, ServicePoint
from demo import loading_outages, network, xuantuo
from demo.loading import load_province
from outages.models import DailyFigure, GeneratorVehicle, Interruption, Outage, SensitiveClass, SensitiveEntry
from outages.selectors.ledger_check import differences
from outages.states import Status

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
    monkeypatch.setattr(loading_outages, "OUTAGES", 300)
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

    assert set(Outage.objects.values_list("status", flat=True)) == {Status.CLOSED}
    assert Outage.objects.count() > 200
    assert not Interruption.objects.open().exists()
    assert not any(differences(before=now() + timedelta(minutes=5)).values())
    assert DailyFigure.objects.values("outage").distinct().count() == Outage.objects.count()
