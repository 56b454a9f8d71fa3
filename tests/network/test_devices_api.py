"""Devices over HTTP: who sees them, who records where they stand, once per key."""

import time
from datetime import timedelta

import pytest
from django.utils.timezone import now
from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIClient

from command_center.ground.core.models import AuditEntry
from command_center.ground.network.models import Branch, OperationSource, SwitchOperation
from command_center.ground.network.services.switching import operate
from command_center.ground.organisation.roles import Role
from tests.door.counting import counted
from tests.grid import make_branch, make_network
from tests.people import make_user

API = "/api/v1/devices/"


@pytest.fixture
def net(province):
    return make_network(province)


@pytest.fixture
def controller(province):
    return client_of(make_user("hua", Role.CONTROLLER, province.xianfeng))


def client_of(user):
    client = APIClient()
    client.force_login(user)
    return client


def codes(answer):
    return {row["code"] for row in answer.data["results"]}


def test_devices_of_the_jurisdiction(mei, eva, net):
    assert codes(mei.get(API)) == {"CB1", "CB2", "SW1", "FU1", "FU2", "TR1", "TR2", "TR3", "TIE"}
    assert codes(eva.get(API)) == set()
    Branch.objects.filter(pk=net.sw1.pk).update(retired_at=now())
    assert "SW1" not in codes(mei.get(API))


def test_filters(mei, net):
    operate(branch_id=net.cb1.pk, opened=True, at=now(), source=OperationSource.SCADA)
    for query, wanted in {
        "kind=FUSE,TIE": {"FU1", "FU2", "TIE"},
        "open=true": {"CB1", "TIE"},
        "off_normal=true": {"CB1"},
        "off_normal=false&kind=BREAKER": {"CB2"},
        "feeder=F2": {"CB2"},
        "org=422826T01&open=true": {"CB1", "TIE"},
        "org=422827": set(),
        "org=nowhere": set(),
        "telemetered=true": {"CB1", "CB2"},
        "search=TR": {"TR1", "TR2", "TR3"},
    }.items():
        assert codes(mei.get(f"{API}?{query}")) == wanted, query


def test_one_device(mei, net):
    (row,) = mei.get(f"{API}?search=TIE").data["results"]
    assert {**row, "id": 0} == {
        "id": 0, "code": "TIE", "name": "TIE", "kind": "TIE", "open": True, "normally_open": True, "off_normal": False,
        "telemetered": False, "phases": "ABC", "feeder": "F1", "unit": "422826T01", "operated_by": "422826T01",
        "lat": net.nodes["c"].latitude, "lon": 109.1,
    }  # fmt: skip


def test_queries_do_not_grow_with_devices(mei, net):
    few = counted(lambda: mei.get(API))
    for n in range(5):
        make_branch(f"X{n}", "SWITCH", net.nodes["a"], net.nodes["b"], device="SWITCH")
    assert counted(lambda: mei.get(API)) == few <= 4


def test_the_map(mei, net):
    net.nodes["bus2"].latitude = net.nodes["bus2"].longitude = None
    net.nodes["bus2"].save()
    answer = mei.get(f"{API}geojson/?kind=BREAKER")
    assert answer["Content-Type"] == "application/geo+json"
    (feature,) = answer.json()["features"]
    assert feature["id"] == "CB1" and feature["geometry"] == {"type": "Point", "coordinates": [109.1, 29.6]}
    assert feature["properties"]["open"] is False and answer.json()["truncated"] is False
    assert len(mei.get(f"{API}geojson/?bbox=109,29.6005,110,29.6025").json()["features"]) == 2  # SW1, FU1: at b
    assert mei.get(f"{API}geojson/?bbox=here").status_code == 422
    assert mei.get(f"{API}geojson/?open=maybe").status_code in {200, 422}


def test_the_map_says_what_the_list_says(mei, net):
    """The map reads columns past the serializer, which is too slow for thousands."""
    rows = {row["code"]: row for row in mei.get(f"{API}?limit=200").data["results"]}
    assert {each["id"]: each["properties"] for each in mei.get(f"{API}geojson/").json()["features"]} == rows


def test_the_map_of_thousands_is_written_as_fast_as_bytes_allow(mei, net):
    """Measured against what writing the same JSON takes by itself, so that a slow machine is slow on both sides."""
    some = {"kind": "SWITCH", "device": "SWITCH", "from_node": net.nodes["a"], "to_node": net.nodes["b"]}
    unit = {"feeder": net.sw1.feeder, "operating_org": net.sw1.operating_org, "serving_org": net.sw1.serving_org}
    Branch.objects.bulk_create(
        Branch(code=f"X{n}", name=f"10kV 旋坨{n}线开关", org_path=net.sw1.org_path, **some, **unit) for n in range(3000)
    )
    answer = mei.get(f"{API}geojson/")
    assert len(answer.data["features"]) > 3000
    bare = min(took(lambda: JSONRenderer().render(answer.data)) for _ in range(3))
    whole = min(took(lambda: mei.get(f"{API}geojson/")) for _ in range(3))
    assert whole < 12 * bare, (whole, bare)
    assert mei.get(f"{API}geojson/", headers={"If-None-Match": mei.get(f"{API}geojson/")["ETag"]}).status_code == 304


def took(act):
    """Seconds of processor."""
    start = time.process_time()
    act()
    return time.process_time() - start


def test_a_controller_records_an_operation(controller, net):
    at = now() - timedelta(minutes=3)
    answer = controller.post(f"{API}CB1/operate/", {"opened": True, "at": at.isoformat(), "detail": "自动重合不成功"})
    assert answer.status_code == 200 and answer.data["open"] and answer.data["off_normal"]
    row = SwitchOperation.objects.get()
    assert (row.branch, row.opened, row.at, row.source, row.actor.username) == (net.cb1, True, at, "DESK", "hua")
    assert controller.post(f"{API}CB1/operate/", {"opened": True}).status_code == 200
    assert SwitchOperation.objects.count() == 1


def test_the_same_key_is_the_same_operation(controller, net):
    def send(opened, key):
        return controller.post(f"{API}SW1/operate/", {"opened": opened}, headers={"Idempotency-Key": key})

    assert send(True, "k1").data == send(True, "k1").data
    assert send(False, "k2").data["open"] is False
    assert send(True, "k1").data["open"] is True and not Branch.objects.get(code="SW1").is_open
    assert send(False, "k1").status_code == 422


def test_only_controllers_and_supervisors_of_the_area(mei, lin, controller, net, province):
    stranger = client_of(make_user("wei", Role.CONTROLLER, province.laifeng))
    assert lin.post(f"{API}SW1/operate/", {"opened": True}).status_code == 200
    assert mei.post(f"{API}SW1/operate/", {"opened": False}).status_code == 403
    assert stranger.post(f"{API}SW1/operate/", {"opened": False}).status_code == 404
    assert AuditEntry.objects.filter(action="foreign_access_refused", object_ref="SW1").count() == 1
    assert controller.post(f"{API}nothing/operate/", {"opened": False}).status_code == 404
    assert controller.post(f"{API}L1/operate/", {"opened": True}).status_code == 404
    assert Branch.objects.get(code="SW1").is_open


def test_it_is_operated_by_its_owner_and_not_by_who_serves_there(controller, net, province):
    """A feeder of Laifeng's that feeds Xianfeng (domain reference §1.5)."""
    Branch.objects.filter(pk=net.sw1.pk).update(operating_org=province.baifusi)
    owner = client_of(make_user("wei", Role.CONTROLLER, province.laifeng))
    assert controller.post(f"{API}SW1/operate/", {"opened": True}).status_code == 403
    assert owner.post(f"{API}SW1/operate/", {"opened": True}).data["open"] is True


def test_what_does_not_fit_is_told_by_field(controller, net):
    later = (now() + timedelta(hours=1)).isoformat()
    for body, pointer in (
        ({}, "/opened"),
        ({"opened": True, "at": later}, "/at"),
        ({"opened": True, "at": "noon"}, "/at"),
    ):
        answer = controller.post(f"{API}SW1/operate/", body)
        assert answer.status_code == 422 and answer.data["errors"][0]["pointer"] == pointer


def test_ids_of_other_systems_may_hold_anything(controller, net):
    Branch.objects.filter(pk=net.sw1.pk).update(code="1#主变/2")
    assert controller.post(f"{API}1%23主变/2/operate/", {"opened": True}).data["code"] == "1#主变/2"
