"""How power comes to an order's customer and to an outage's device, through the door: names, lines, area, queries."""

import pytest
from django.utils.timezone import now

from command_center.ground.network.models import OperationSource
from command_center.ground.network.services.switching import operate
from outages.life.states import Status
from outages.verbs.services.opening import open_outage
from tests.door.counting import at_most
from tests.grid import make_network, make_order
from tests.outages.lines import below, make_points, only
from tests.outages.plans import make_started

API = "/api/v1/"


@pytest.fixture
def net(province):
    return make_network(province)


@pytest.fixture
def order(net):
    return make_order(customer_number="4228260001")


def path_of(client, what, number):
    answer = client.get(f"{API}{what}/{number}/supply-path/")
    assert answer.status_code == 200, answer.data
    return answer.data


def test_from_the_customers_transformer_to_the_substation(mei, order):
    with at_most(16):
        path = path_of(mei, "work-orders", order.number)
    rows = [(one["code"], one["kind"], one["open"], one["customers"]) for one in path["devices"]]
    assert rows == [
        ("TR1", "TRANSFORMER", False, 1), ("FU1", "FUSE", False, 1), ("CB1", "BREAKER", False, 1),
    ]  # fmt: skip
    assert (path["traced"], path["live"]) == (True, True)
    assert [path[name]["code"] for name in ("transformer", "feeder", "substation")] == ["T1", "F1", "S1"]
    lines = [feature for feature in path["map"]["features"] if feature["properties"]["what"] == "line"]
    assert [tuple(lines[0]["geometry"]["coordinates"][-1])] and len(lines) == 1


def test_without_voltage_it_is_the_normal_way_and_says_so(mei, net, order):
    operate(branch_id=net.fu1.pk, opened=True, at=now(), source=OperationSource.DESK)
    path = path_of(mei, "work-orders", order.number)
    assert (path["live"], [one["code"] for one in path["devices"] if one["open"]]) == (False, ["FU1"])


def test_a_place_that_the_network_does_not_have_is_named_from_the_supply_tree(mei, province):
    path = path_of(mei, "work-orders", make_order(customer_number="4228260001").number)
    assert (path["traced"], path["live"], path["devices"]) == (False, None, [])
    assert [path[name]["code"] for name in ("transformer", "feeder", "substation")] == ["T1", "F1", "S1"]


def test_an_order_of_nobody_known_has_none(mei, net):
    path = path_of(mei, "work-orders", make_order("R7").number)
    assert (path["traced"], path["feeder"], path["devices"]) == (False, None, [])


def test_of_an_outage_from_its_device(lin, net, province):
    at = now()
    outage = open_outage(
        scope=below(province.t2, province.t3), started_at=at, at=at, status=Status.CONFIRMED, device_id=net.fu2.pk
    )
    path = path_of(lin, "outages", outage.number)
    assert [one["code"] for one in path["devices"]] == ["FU2", "SW1", "CB1"]


def test_the_device_is_on_its_way_also_where_it_is_open_and_those_below_have_power_from_elsewhere(lin, net, province):
    at = now()
    outage = open_outage(scope=below(province.t2), started_at=at, at=at, status=Status.PREDICTED, device_id=net.sw1.pk)
    operate(branch_id=net.sw1.pk, opened=True, at=now(), source=OperationSource.DESK)
    operate(branch_id=net.tie.pk, opened=False, at=now(), source=OperationSource.DESK)
    path = path_of(lin, "outages", outage.number)
    assert [(one["code"], one["open"]) for one in path["devices"]] == [("SW1", True), ("CB1", False)]
    operate(branch_id=net.sw1.pk, opened=False, at=now(), source=OperationSource.DESK)  # a ring: it interrupts nobody
    assert path_of(lin, "outages", outage.number)["devices"][0]["code"] == "SW1"


def test_planned_work_has_its_dark_lines_and_its_way(lin, net, province):
    make_points(province.t2, 3)
    plan = make_started(net.fu2)
    assert plan.outage is not None
    number = plan.outage.number
    assert [one["code"] for one in path_of(lin, "outages", number)["devices"]] == ["FU2", "SW1", "CB1"]
    kinds = [feature["geometry"]["type"] for feature in lin.get(f"{API}outages/{number}/trace/").data["features"]]
    assert "LineString" in kinds


def test_other_areas_find_nothing(eva, order, net, province):
    at = now()
    outage = open_outage(scope=below(province.t2), started_at=at, at=at, status=Status.CONFIRMED, device_id=net.fu2.pk)
    assert eva.get(f"{API}work-orders/{order.number}/supply-path/").status_code == 404
    assert eva.get(f"{API}outages/{outage.number}/supply-path/").status_code == 404


def test_an_outage_told_by_transformers_has_the_dark_lines_of_its_device(lin, net, province):
    at = now()
    outage = open_outage(
        scope=only(*make_points(province.t2, 2)), started_at=at, at=at, status=Status.CONFIRMED, device_id=net.sw1.pk
    )
    features = lin.get(f"{API}outages/{outage.number}/trace/").data["features"]
    lines = [feature["geometry"]["coordinates"] for feature in features if feature["geometry"]["type"] == "LineString"]
    dark = {round(place[1], 3) for line in lines for place in line}
    assert net.nodes["e2"].latitude in dark and net.nodes["a"].latitude not in dark
