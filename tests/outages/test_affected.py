"""Whom a device puts in the dark, by the switches of a moment."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.network.models import OperationSource
from command_center.ground.network.services.switching import operate
from outages.life.scope import Scope, scope_of
from outages.life.selectors.affected import scope_fed_now, scope_of_device, scopes_of_devices
from tests.door.counting import at_most
from tests.grid import make_network

NOW = now()


@pytest.fixture
def net(province):
    return make_network(province)


def moved(branch, *, opened, ago=10):
    operate(branch_id=branch.pk, opened=opened, at=NOW - timedelta(minutes=ago), source=OperationSource.SCADA)


def of(net, *codes, unmapped=()):
    return scope_of(nodes=[net.nodes[code].pk for code in codes], unmapped=[node.pk for node in unmapped])


def test_nodes_and_transformers_below_it(net, province):
    below_fu2 = of(net, "e2", "lv2", "lv3", unmapped=[province.t2, province.t3])
    assert scope_of_device(net.fu2.pk, at=NOW) == below_fu2
    assert scope_of_device(net.sw1.pk, at=NOW) == of(net, "c") | below_fu2
    assert scope_of_device(net.tr1.pk, at=NOW) == of(net, "lv1", unmapped=[province.t1])


def test_a_tripped_breaker_is_asked_as_it_was(net, province):
    whole = scope_of_device(net.cb1.pk, at=NOW)
    moved(net.cb1, opened=True)
    assert scope_of_device(net.cb1.pk, at=NOW) == whole
    assert scope_of_device(net.fu1.pk, at=NOW) == of(net, "e1", "lv1", unmapped=[province.t1]), "dead now: as normally"


def test_what_was_dark_already_is_not_its(net, province):
    moved(net.fu2, opened=True)
    assert scope_of_device(net.sw1.pk, at=NOW) == of(net, "c")


def test_the_switches_of_that_moment_count(net):
    before = scope_of_device(net.sw1.pk, at=NOW)
    moved(net.fu2, opened=True, ago=10)
    assert scope_of_device(net.sw1.pk, at=NOW - timedelta(minutes=20)) == before


def test_on_a_loop_it_feeds_nobody_alone(net):
    moved(net.tie, opened=False)
    assert scope_of_device(net.sw1.pk, at=NOW) == Scope()


def test_a_tie_gives_power_to_the_dark_side_only(net, province):
    moved(net.sw1, opened=True)
    expected = of(net, "c", "e2", "lv2", "lv3", unmapped=[province.t2, province.t3])
    assert scope_fed_now(net.tie.pk, at=NOW) == expected == scope_of_device(net.tie.pk, at=NOW)
    moved(net.fu2, opened=True)
    assert scope_fed_now(net.tie.pk, at=NOW) == of(net, "c")


def test_a_device_without_voltage_feeds_nobody_now(net):
    moved(net.cb1, opened=True)
    assert scope_fed_now(net.fu1.pk, at=NOW) == Scope()


def test_many_are_one_look(net):
    scope_of_device(net.fu1.pk, at=NOW)
    with at_most(4):
        found = scopes_of_devices([net.fu1.pk, net.fu2.pk, net.sw1.pk, net.cb1.pk, 10**9], at=NOW)
    assert found == {b.pk: scope_of_device(b.pk, at=NOW) for b in (net.fu1, net.fu2, net.sw1, net.cb1)}
