"""The database as arrays: indices, customers at their nodes, positions of this moment, read again only when it changed."""

import pytest
from django.utils.timezone import now

from command_center.ground.network.models import Branch, OperationSource
from command_center.ground.network.selectors.model import network_model, open_now
from command_center.ground.network.services.switching import operate
from customers.models import ServicePoint
from tests.door.counting import at_most
from tests.grid import make_customer, make_network, make_node


@pytest.fixture
def net(province):
    return make_network(province)


def loads(tables):
    return dict(zip(tables.load_ids, tables.load_customers.tolist(), strict=True))


def test_nodes_and_edges_are_the_rows(net, province):
    model = network_model()
    tables = model.tables
    ends = {
        code: (tables.node_ids[start], tables.node_ids[end])
        for code, start, end in zip(tables.edge_ids, tables.from_node, tables.to_node, strict=True)
    }
    assert ends["CB1"] == ("bus", "a") and ends["TR2"] == ("e2", "lv2") and len(ends) == 10
    at = tables.edge_ids.index("TR2")
    assert (tables.kind[at], tables.device[at], tables.rating_kva[at]) == ("transformer", "transformer", 200)
    assert (model.branch_pk[at], model.edge_transformer[at], model.edge_feeder[at]) == (
        net.tr2.pk,
        province.t2.pk,
        province.f1.pk,
    )
    assert [tables.node_ids[n] for n in tables.is_source.nonzero()[0]] == ["bus", "bus2"]
    assert model.telemetered.sum() == 2


def test_customers_hang_on_their_node_or_on_the_low_side_of_their_transformer(net, province):
    make_customer("2", "b", province.t1)
    make_customer("3", "c", province.t2)
    lonely = make_node("T9", "TRANSFORMER", province.dingzhai, province.f1)
    make_customer("4", "d", lonely)
    ServicePoint.objects.filter(customer__number="2").update(node=net.nodes["e1"])
    model = network_model()
    assert loads(model.tables) == {"lv1": 1, "e1": 1, "lv2": 1}
    assert model.unplaced_customers == 1


def test_an_empty_database_is_an_empty_model(db):
    model = network_model()
    assert len(model.node_pk) == len(model.branch_pk) == len(open_now(model)) == len(model.tables.load_node) == 0


def test_it_is_read_once_per_version(net):
    model = network_model()
    with at_most(1):
        assert network_model() is model
    Branch.objects.filter(pk=net.l1.pk).update(retired_at=now())
    newer = network_model()
    assert newer.version > model.version and "L1" not in newer.tables.edge_ids


def test_positions_are_those_of_this_moment(net):
    model = network_model()
    operate(branch_id=net.cb1.pk, opened=True, at=now(), source=OperationSource.SCADA)
    operate(branch_id=net.tie.pk, opened=False, at=now(), source=OperationSource.SCADA)
    with at_most(1):
        position = open_now(model)
    assert [code for code, is_open in zip(model.tables.edge_ids, position, strict=True) if is_open] == ["CB1"]
    assert network_model() is model


def test_ids_become_indices_and_unknown_ones_are_left_out(net):
    model = network_model()
    found = model.edges_of([net.tie.pk, net.cb1.pk, 10**9, 0])
    assert model.branch_pk[found].tolist() == [net.cb1.pk, net.tie.pk]
    assert model.nodes_of([net.nodes["d"].pk, 10**9]).tolist() == [model.tables.node_ids.index("d")]
