"""What the controller did is written down once, in its order, and moves nothing but the picture."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now

from command_center.ground.core.errors import Invalid, NotFound
from command_center.ground.core.models import EventRecord
from command_center.ground.network.models import Branch, OperationSource, SwitchOperation
from command_center.ground.network.selectors.model import model_version
from command_center.ground.network.services.switching import Operation, operate, operate_many
from tests.door.counting import counted
from tests.grid import make_network

SCADA = OperationSource.SCADA


@pytest.fixture
def net(province):
    return make_network(province)


def is_open(branch):
    return Branch.objects.get(pk=branch.pk).is_open


def events():
    return list(EventRecord.objects.filter(name="device.operated").order_by("pk").values_list("payload", flat=True))


def test_an_operation_moves_the_position_and_leaves_a_row_and_a_fact(net, cast):
    at = now()
    row = operate(branch_id=net.cb1.pk, opened=True, at=at, source=OperationSource.DESK, actor=cast.lin, detail="trip")
    assert is_open(net.cb1) and (row.opened, row.at, row.actor, row.detail) == (True, at, cast.lin, "trip")
    assert events() == [
        {
            "org_path": net.cb1.org_path,
            "branch_id": net.cb1.pk,
            "operation_id": row.pk,
            "opened": True,
            "at": at.isoformat(),
            "source": "DESK",
            "late": False,
        }
    ]


def test_the_same_position_again_is_quiet(net):
    at = now()
    assert operate(branch_id=net.cb1.pk, opened=False, at=at, source=SCADA) is None
    assert operate(branch_id=net.cb1.pk, opened=True, at=at, source=SCADA) is not None
    assert operate(branch_id=net.cb1.pk, opened=True, at=at, source=SCADA) is None
    assert operate(branch_id=net.cb1.pk, opened=True, at=at + timedelta(minutes=1), source=SCADA) is None
    assert SwitchOperation.objects.count() == len(events()) == 1


def test_what_arrives_late_takes_its_place_and_does_not_move_the_device_back(net):
    at = now()
    operate(branch_id=net.cb1.pk, opened=True, at=at, source=SCADA)
    for opened, minutes in ((True, -9), (False, -8)):
        operate(branch_id=net.cb1.pk, opened=opened, at=at + timedelta(minutes=minutes), source=SCADA)
    history = SwitchOperation.objects.filter(branch=net.cb1).order_by("at").values_list("opened", flat=True)
    assert is_open(net.cb1) and [event["late"] for event in events()] == [False, True, True]
    assert list(history) == [True, False, True]


def test_a_batch_in_any_order_is_a_history(net):
    at = now()
    told = [
        Operation(branch_id=net.cb1.pk, opened=opened, at=at + timedelta(seconds=seconds), source=SCADA)
        for opened, seconds in ((False, 3), (True, 0), (True, 5), (False, 9))
    ]
    other = Operation(branch_id=net.tie.pk, opened=False, at=at, source=SCADA)
    rows = operate_many([*told, other])
    assert [row.opened for row in rows if row.branch_id == net.cb1.pk] == [True, False, True, False]
    assert not is_open(net.cb1) and not is_open(net.tie)
    assert operate_many([*told, other]) == []


def test_a_storm_takes_as_many_statements_as_one_operation(net):
    at = now()
    one = counted(lambda: operate(branch_id=net.fu1.pk, opened=True, at=at, source=SCADA))
    told = [
        Operation(branch_id=branch.pk, opened=opened, at=at + timedelta(seconds=opened), source=SCADA)
        for branch in (net.cb1, net.cb2, net.sw1, net.fu2)
        for opened in (True, False)
    ]
    assert counted(lambda: operate_many(told)) <= one


def test_only_live_devices_can_be_operated(net):
    with pytest.raises(Invalid):
        operate(branch_id=net.l1.pk, opened=True, at=now(), source=SCADA)
    Branch.objects.filter(pk=net.sw1.pk).update(retired_at=now())
    with pytest.raises(NotFound):
        operate(branch_id=net.sw1.pk, opened=True, at=now(), source=SCADA)
    assert not is_open(net.sw1)


def test_a_batch_with_an_unknown_device_changes_nothing(net):
    told = [Operation(branch_id=pk, opened=True, at=now(), source=SCADA) for pk in (net.cb1.pk, 10**9)]
    with pytest.raises(NotFound):
        operate_many(told)
    assert not is_open(net.cb1) and not SwitchOperation.objects.exists()


@pytest.mark.parametrize(
    "statement", ["DELETE FROM network_switchoperation", "UPDATE network_switchoperation SET detail = 'x'"]
)
def test_what_was_switched_stays_written(net, statement):
    operate(branch_id=net.cb1.pk, opened=True, at=now(), source=SCADA)
    with pytest.raises(IntegrityError, match="stays written"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "rule, fields",
    [
        ("only_a_device_opens", {"device": "", "is_open": True}),
        ("a_branch_joins_two_nodes", {"to_node": "from"}),
        ("branch_kind_is_known", {"kind": "ROPE"}),
        ("device_kind_is_known", {"device": "LEVER"}),
        ("one_live_branch_per_transformer", {"transformer": "t1"}),
    ],
)
def test_the_database_keeps_the_rules(net, province, rule, fields):
    known = {"from": net.sw1.from_node_id, "t1": province.t1.pk}
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Branch.objects.filter(pk=net.sw1.pk).update(**{name: known.get(value, value) for name, value in fields.items()})


def test_switching_does_not_raise_the_version_and_structure_does(net):
    version = model_version()
    operate(branch_id=net.cb1.pk, opened=True, at=now(), source=SCADA)
    assert model_version() == version
    Branch.objects.filter(pk=net.l1.pk).update(length_m=12)
    assert model_version() == version + 1
