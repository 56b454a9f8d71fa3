"""What is read at one moment: nothing that is committed meanwhile shows, and nothing is written."""

import pytest
from django.db import InternalError

from command_center.ground.core.postgres import at_one_moment
from command_center.ground.organisation.models import Level, OrgUnit
from tests.at_once import at_once
from tests.grid import make_unit


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_meanwhile_does_not_show():
    with at_one_moment():
        before = OrgUnit.objects.count()
        at_once(lambda: make_unit("42", "湖北省", Level.PROVINCE, None))
        assert OrgUnit.objects.count() == before
    assert OrgUnit.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written():
    with pytest.raises(InternalError, match="read-only"), at_one_moment():
        make_unit("42", "湖北省", Level.PROVINCE, None)


@pytest.mark.django_db
def test_within_a_transaction_it_reads_as_that_one_reads():
    make_unit("42", "湖北省", Level.PROVINCE, None)
    with at_one_moment():
        assert OrgUnit.objects.filter(code="42").exists()
