"""A question whose SQL is kept answers as the query set that it was written from: ``core/prepared.py``."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Count, F, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils.timezone import now

from command_center.ground.core.prepared import prepared
from command_center.ground.organisation.models import OrgUnit
from dispatch.models import Crew, Shift
from tests.grid import make_crew

pytestmark = pytest.mark.django_db


@pytest.fixture
def crews(province):
    return [make_crew(f"C{number}", f"{number} 班", province.dingzhai) for number in range(3)]


def with_units(ids: list[int]) -> "QuerySet[Crew]":
    return Crew.objects.filter(pk__in=ids).select_related("unit", "position").defer("unit__area").order_by("pk")


def names_at(paths: list[str], code: str) -> "QuerySet[Crew, str]":
    return Crew.objects.filter(org_path__any_of=paths).exclude(code=code).values_list("name", flat=True).order_by("pk")


def on_duty(ids: list[int], at: datetime) -> "QuerySet[Shift, tuple[int, int]]":
    running = Shift.objects.running(at).filter(crew_id__in=ids)
    return running.values("crew_id").annotate(n=Count("pk")).values_list("crew_id", "n").order_by("crew_id")


def annotated(ids: list[int], least: int) -> "QuerySet[Crew]":
    return Crew.objects.annotate(of=F("unit__name")).filter(pk__in=ids, workload_limit__gte=least).order_by("-pk")


def locked(ids: list[int]) -> "QuerySet[Crew]":
    return Crew.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids).order_by("pk")


def questions(crews):
    ids, at = [crew.pk for crew in crews], now()
    yield with_units, (ids,), (ids[:1],)
    yield names_at, ([crews[0].org_path], "C1"), ([crews[0].org_path, "42/"], "C2")
    yield on_duty, (ids, at), (ids[1:], at - timedelta(days=30))
    yield annotated, (ids, 1), (ids[2:], 99)
    yield locked, (ids,), ([ids[2], ids[0], ids[2]],)


def test_it_answers_as_its_query_set_with_whatever_values(crews):
    for question, *asked in questions(crews):
        ask = prepared(question)
        for values in [*asked, *asked]:
            assert ask(*values) == list(question(*values)), question.__name__


def test_its_rows_come_with_what_the_query_set_brings_along(crews, django_assert_num_queries):
    ask = prepared(with_units)
    ask([crews[0].pk])
    with django_assert_num_queries(1):
        [row] = ask([crews[1].pk])
        assert (row.unit.name, hasattr(row, "position")) == (crews[1].unit.name, hasattr(crews[1], "position"))
    assert "area" in row.unit.get_deferred_fields()
    assert [row.of for row in prepared(annotated)([crews[0].pk], 0)] == [crews[0].unit.name]


def test_its_sql_is_written_once(crews, monkeypatch):
    ask = prepared(with_units)
    first = ask([crew.pk for crew in crews])
    monkeypatch.setattr(SQLCompiler, "as_sql", None)
    assert ask([crews[2].pk]) == first[2:]


def test_an_empty_list_asks_nothing_where_nothing_can_be_found(crews, django_assert_num_queries):
    ask = prepared(with_units)
    with django_assert_num_queries(0):
        assert ask([]) == [] == ask(set())


def test_an_empty_list_beside_another_way_to_be_found_still_asks(crews):
    @prepared
    def either(ids: list[int], paths: list[str]) -> "QuerySet[Crew]":
        return (Crew.objects.filter(pk__in=ids) | Crew.objects.filter(org_path__any_of=paths)).order_by("pk")

    assert set(either([], [crews[0].org_path])) >= set(crews)
    assert either([crews[1].pk], []) == [crews[1]]
    assert either([], []) == []


def test_a_value_that_is_part_of_the_shape_is_refused(province):
    @prepared
    def first(many: int) -> "QuerySet[OrgUnit]":
        return OrgUnit.objects.order_by("pk")[:many]

    with pytest.raises(TypeError, match=r"\['many'\] do not stand in the SQL"):
        first(2)


def test_a_value_of_another_kind_is_refused(province):
    @prepared
    def of_level(levels: set[str]) -> "QuerySet[OrgUnit]":
        return OrgUnit.objects.filter(level__in=levels)

    with pytest.raises(TypeError, match="cannot be a value"):
        of_level({"CITY"})


@pytest.mark.django_db(transaction=True)
def test_threads_ask_side_by_side_each_on_its_own_connection(crews):
    ask = prepared(with_units)

    def own(crew):
        try:
            return [(ask([crew.pk]), connection.connection.info.backend_pid) for _ in range(20)]
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=3) as pool:
        told = list(pool.map(own, crews))
    assert [{row.pk for rows, _ in answers for row in rows} for answers in told] == [{crew.pk} for crew in crews]
