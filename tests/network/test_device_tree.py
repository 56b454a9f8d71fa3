"""Devices as a tree, through both doors: of a feeder for plans, around an outage for its forms."""

import pytest
from django.utils.timezone import now

from command_center.ground.network.models import Branch, OperationSource
from command_center.ground.network.services.switching import operate
from outages.life.states import Status
from outages.verbs.services.opening import open_outage
from tests.door.counting import at_most
from tests.grid import make_network
from tests.outages.lines import below, make_points

API = "/api/v1/"


@pytest.fixture
def net(province):
    net = make_network(province)
    make_points(province.t2, 6)
    make_points(province.t3, 2)
    return net


def rows(answer):
    assert answer.status_code == 200, answer.data
    return [(row["code"], row["depth"], row["customers"]) for row in answer.data["devices"]]


def outage_of(device, *transformers):
    at = now()
    return open_outage(
        scope=below(*transformers), started_at=at, at=at, status=Status.CONFIRMED,
        device_id=device.pk if device else None, node_id=transformers[0].pk,
    )  # fmt: skip


def test_a_feeder_from_its_breaker_down(mei, net):
    with at_most(8):
        found = rows(mei.get(f"{API}feeders/F1/devices/"))
    assert found[0] == ("CB1", 0, 9)
    assert set(found) == {
        ("CB1", 0, 9), ("SW1", 1, 8), ("FU1", 1, 1), ("TR1", 2, 1), ("FU2", 2, 8), ("TR2", 3, 6), ("TR3", 3, 2),
        ("TIE", 0, 0),
    }  # fmt: skip
    order = [code for code, _, _ in found]
    assert order.index("FU2") > order.index("SW1") and order[-1] == "TIE"


def test_a_feeder_of_another_area_is_none(eva, mei, net):
    assert eva.get(f"{API}feeders/F1/devices/").status_code == 404
    assert mei.get(f"{API}feeders/T1/devices/").status_code == 404


def test_around_an_outage_the_way_up_and_all_below(lin, net, province):
    outage = outage_of(net.fu2, province.t2, province.t3)
    with at_most(12):
        found = rows(lin.get(f"{API}outages/{outage.number}/devices/"))
    assert found[:3] == [("CB1", 0, 9), ("SW1", 1, 8), ("FU2", 2, 8)]
    assert set(found[3:]) == {("TR2", 3, 6), ("TR3", 3, 2)}


def test_a_device_that_stands_open_has_its_part_all_the_same(lin, net, province):
    outage = outage_of(net.fu2, province.t2, province.t3)
    operate(branch_id=net.fu2.pk, opened=True, at=now(), source=OperationSource.DESK)
    answer = lin.get(f"{API}outages/{outage.number}/devices/")
    assert ("TR2", 3, 6) in rows(answer)
    assert [row["code"] for row in answer.data["devices"] if row["open"]] == ["FU2"]


def test_without_a_device_that_of_its_customers(lin, net, province):
    outage = outage_of(None, province.t3)
    found = rows(lin.get(f"{API}outages/{outage.number}/devices/"))
    assert [code for code, _, _ in found] == ["CB1", "SW1", "FU2", "TR3"]


def test_a_network_that_is_not_known_has_none(lin, province):
    outage = outage_of(None, province.t3)
    assert rows(lin.get(f"{API}outages/{outage.number}/devices/")) == []
    assert not Branch.objects.exists()
