"""``in`` with whole numbers is one array, and finds what Django's own finds."""

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F
from django.db.models.lookups import In
from django.test.utils import CaptureQueriesContext

from command_center.ground.organisation.models import OrgUnit

pytestmark = pytest.mark.django_db


@pytest.fixture
def units(cast):
    return list(OrgUnit.objects.order_by("pk"))


def found(**filters) -> list[int]:
    return list(OrgUnit.objects.filter(**filters).order_by("pk").values_list("pk", flat=True))


def test_many_numbers_are_one_array(units):
    ids = [unit.pk for unit in units]
    with CaptureQueriesContext(connection) as asked:
        assert found(pk__in=[*ids, *ids]) == ids
    assert "= ANY(ARRAY[" in asked.captured_queries[0]["sql"]


def test_parents_are_named_by_number_and_by_row(units):
    with_parent = [unit for unit in units if unit.parent_id]
    expected = [unit.pk for unit in with_parent]
    assert found(parent__in=[unit.parent for unit in with_parent]) == expected
    assert found(parent_id__in={unit.parent_id for unit in with_parent}) == expected
    assert found(parent__pk__in=(unit.parent_id for unit in with_parent)) == expected


def test_nothing_is_asked_of_an_empty_list(units, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert found(pk__in=[]) == []
    with pytest.raises(EmptyResultSet):
        str(OrgUnit.objects.filter(pk__in=[None]).query)


def test_whatever_is_no_list_of_numbers_stays_what_it_is(units):
    first = units[0]
    assert found(pk__in=OrgUnit.objects.filter(code=first.code)) == [first.pk]
    assert found(pk__in=[F("pk")]) == [unit.pk for unit in units]
    assert found(code__in=[first.code]) == [first.pk]
    assert found(pk__in=[str(first.pk)]) == [first.pk]


def test_what_is_left_out_is_left_out(units):
    ids = [unit.pk for unit in units[1:]]
    assert list(OrgUnit.objects.exclude(pk__in=ids)) == [units[0]]


def test_djangos_own_is_not_touched():
    assert In.as_sql.__module__ == "django.db.models.lookups"
