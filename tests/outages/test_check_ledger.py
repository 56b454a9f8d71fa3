"""``check_ledger`` finds what switches, live outages and the ledger do not agree on, and nothing where they do."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from command_center.ground.network.models import Branch, OperationSource
from command_center.ground.network.services.switching import operate
from outages.ledger.checks.past import WORDS
from outages.ledger.checks.present import CHECKS, differences
from outages.life.selectors.affected import scope_of_device
from outages.life.states import Status
from outages.models import Interruption, Outage
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from tests.grid import make_customer, make_network

pytestmark = pytest.mark.django_db

LATER = timedelta(minutes=10)


@pytest.fixture
def net(province):
    network = make_network(province)
    for n, transformer in enumerate((province.t1, province.t2, province.t3), start=1):
        make_customer(f"{n}000", f"张{n}", transformer, phone=f"+8613800013{n:03d}")
    return network


def found(**more):
    """The codes of the checks that found something, judged ten minutes from now."""
    rows = differences(before=now() + LATER, **more)
    return {code for code, differing in rows.items() if differing}


def trip(branch, *, opened=True):
    operate(branch_id=branch.pk, opened=opened, at=now(), source=OperationSource.SCADA)


def outage_of(branch) -> Outage:
    at = now()
    scope = scope_of_device(branch.pk, at=at)
    return open_outage(scope=scope, started_at=at, at=at, status=Status.CONFIRMED, device_id=branch.pk)


def test_a_whole_network_has_no_difference(net, capsys):
    assert found() == set()
    call_command("check_ledger")
    assert capsys.readouterr().out.count("\n") == len(CHECKS) + len(WORDS) + 3


def test_a_followed_trip_and_its_end_have_no_difference(net):
    trip(net.cb1)
    outage = outage_of(net.cb1)
    assert outage.customers_out > 0
    assert found() == set()
    trip(net.cb1, opened=False)
    restore(outage_id=outage.pk, at=now())
    assert found() == set()


def test_a_fuse_that_nobody_operated_may_keep_its_customers_dark(net):
    outage_of(net.fu1)
    assert found() == set()


def test_who_is_dark_by_no_outage_is_found(net):
    trip(net.cb1)
    assert found() == {"dark_by_no_outage"}
    with pytest.raises(CommandError):
        call_command("check_ledger", grace=-LATER.total_seconds())


def test_who_is_claimed_but_not_in_the_ledger_is_found(net):
    trip(net.cb1)
    outage = outage_of(net.cb1)
    restore(outage_id=outage.pk, at=now())
    Outage.objects.filter(pk=outage.pk).update(status=Status.CONFIRMED)
    assert found() == {"claimed_dark_without_row", "nobody_dark"}


def test_an_open_row_behind_a_closed_device_is_found_after_the_grace(net):
    trip(net.cb1)
    outage_of(net.cb1)
    trip(net.cb1, opened=False)
    assert found() == {"open_row_on_a_supplied_point"}
    rows = differences(before=now() - LATER)
    assert not any(rows.values())


def test_an_open_row_of_an_outage_that_is_over_is_found(net):
    outage = outage_of(net.fu1)
    Outage.objects.filter(pk=outage.pk).update(status=Status.CLOSED)
    assert found() == {"open_row_of_an_ended_outage"}


def test_counts_that_differ_are_found(net):
    outage = outage_of(net.fu2)
    assert Interruption.objects.open().count() == outage.customers_out == 2
    Outage.objects.filter(pk=outage.pk).update(customers_out=1)
    assert found() == {"counts"}


def test_a_retired_branch_carries_nothing(net):
    Branch.objects.filter(pk=net.l1.pk).update(retired_at=now())
    assert found() == {"dark_by_no_outage"}
