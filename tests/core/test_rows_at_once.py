"""Rows that are written past Django's compiler are the rows that it would have written: ``core/postgres.py``."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from command_center.ground.core.postgres import create_rows, set_columns
from dispatch.models import Crew
from tests.grid import make_crew, make_order
from workorders.models import Note, WorkOrder

pytestmark = pytest.mark.django_db


def as_stored(row):
    """Every column but the key."""
    fresh = type(row).objects.get(pk=row.pk)
    return {f.attname: getattr(fresh, f.attname) for f in fresh._meta.concrete_fields if not f.primary_key}


def copy_of(order, number):
    values = {field.attname: getattr(order, field.attname) for field in order._meta.concrete_fields}
    return WorkOrder(**values | {"id": None, "number": number})


def test_created_rows_are_what_bulk_create_writes(province):
    order = make_order()
    ours, djangos = copy_of(order, "A-1"), copy_of(order, "A-2")
    create_rows([ours])
    WorkOrder.objects.bulk_create([djangos])
    differing = {name for name, value in as_stored(ours).items() if as_stored(djangos)[name] != value}
    assert differing <= {"number", "updated_at"}


def test_created_rows_know_their_keys_in_their_order(province):
    order = make_order()
    rows = [copy_of(order, f"B-{number}") for number in range(5)]
    create_rows([*rows])
    assert [WorkOrder.objects.get(pk=row.pk).number for row in rows] == [row.number for row in rows]
    assert not any(row._state.adding for row in rows)
    create_rows([])


def test_a_column_that_nobody_set_gets_the_databases_own_value(province):
    order = make_order()
    left = {field.attname: getattr(order, field.attname) for field in order._meta.concrete_fields}
    row = WorkOrder(
        **{name: value for name, value in left.items() if name not in ("id", "number", "sub_kind")}, number="C-1"
    )
    create_rows([row])
    assert (row.sub_kind, WorkOrder.objects.get(pk=row.pk).sub_kind) == ("", "")


def test_a_rule_of_the_database_is_told_as_djangos_own_error(province):
    order = make_order()
    with pytest.raises(IntegrityError), transaction.atomic():
        create_rows([copy_of(order, order.number)])
    with pytest.raises(IntegrityError), transaction.atomic():
        create_rows([Note(order=order, text=None, at=None)])


def test_columns_are_set_for_the_rows_named_and_no_other(province):
    crews = [make_crew(f"C{number}", f"{number} 班", province.dingzhai) for number in range(3)]
    leader = crews[0].leader
    assert set_columns(Crew, [crew.pk for crew in crews[:2]], plate="鄂Q1 %s", leader=leader) == 2
    assert set_columns(Crew, [], plate="—") == 0
    assert [
        crew.plate == "鄂Q1 %s" for crew in Crew.objects.filter(pk__in=[crew.pk for crew in crews]).order_by("pk")
    ] == [True, True, False]


def test_further_assignments_go_along_with_their_parameters(province):
    crew = make_crew("C1", "1 班", province.dingzhai)
    before = crew.rev
    set_columns(Crew, [crew.pk], also=('"rev" = "dispatch_crew"."rev" + %s', [2]), plate="鄂Q2")
    assert Crew.objects.filter(pk=crew.pk, plate="鄂Q2", rev=F("rev")).values_list("rev", flat=True).get() == before + 2
