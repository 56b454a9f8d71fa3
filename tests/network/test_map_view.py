"""The network in a window of the map: what is drawn at which detail, how much, for whom, in how many queries."""

import pytest
from django.utils.timezone import now

from command_center.ground.network.api import map_view
from command_center.ground.network.models import ConnectivityNode, OperationSource, SupplyNode
from command_center.ground.network.services.switching import operate
from tests.door.counting import at_most, counted
from tests.grid import make_branch, make_network

API = "/api/v1/network.geojson"
HERE = "109.0,29.5,109.3,29.8"
ELSEWHERE = "112.0,30.0,112.2,30.2"


@pytest.fixture
def net(province):
    net = make_network(province)
    SupplyNode.objects.filter(pk=province.substation.pk).update(latitude=29.6, longitude=109.1)
    return net


def drawn(client, bbox=HERE, **asked):
    answer = client.get(API, {"bbox": bbox, **asked})
    assert answer.status_code == 200, answer.data
    return answer.data


def of(data, what):
    return [feature["properties"] for feature in data["features"] if feature["properties"]["what"] == what]


def codes(data):
    return {device["code"] for device in of(data, "device")}


def test_each_detail_shows_more(mei, net):
    assert codes(drawn(mei)) == {"CB1", "SW1", "TIE", "CB2"}
    assert codes(drawn(mei, detail="transformers")) == {"CB1", "SW1", "TIE", "CB2", "FU1", "FU2", "TR1", "TR2", "TR3"}
    make_branch("LF1", "SWITCH", net.nodes["lv1"], net.nodes["lv2"], device="FUSE")
    assert "LF1" not in codes(drawn(mei, detail="transformers"))
    assert "LF1" in codes(drawn(mei, detail="low_voltage"))


def test_what_stands_otherwise_than_normal_is_always_shown(mei, net):
    operate(branch_id=net.fu1.pk, opened=True, at=now(), source=OperationSource.DESK)
    shown = {device["code"]: device for device in of(drawn(mei), "device")}
    assert (shown["FU1"]["open"], shown["FU1"]["off_normal"], shown["FU1"]["feeder"]) == (True, True, "F1")
    assert (shown["TIE"]["open"], shown["TIE"]["off_normal"]) == (True, False)


def test_spans_that_meet_are_one_line_and_dead_ones_say_so(mei, net):
    assert {(line["feeder"], line["dead"]) for line in of(drawn(mei), "line")} == {("F1", False), ("F2", False)}
    operate(branch_id=net.cb1.pk, opened=True, at=now(), source=OperationSource.SCADA)
    assert ("F1", True) in {(line["feeder"], line["dead"]) for line in of(drawn(mei), "line")}


def test_only_what_lies_in_the_window(mei, net):
    assert drawn(mei, ELSEWHERE)["features"] == []
    assert codes(drawn(mei, "109.05,29.599,109.15,29.6005")) == {"CB1"}
    assert [one["code"] for one in of(drawn(mei), "substation")] == ["S1"]


def test_other_areas_see_nothing_of_it(eva, net):
    data = drawn(eva)
    assert (data["features"], data["without_place"]) == ([], 0)


def test_what_has_no_place_is_counted_and_not_drawn(mei, net):
    ConnectivityNode.objects.filter(pk__in=[net.nodes["b"].pk]).update(latitude=None, longitude=None)
    data = drawn(mei, detail="transformers")
    assert data["without_place"] == 2 and data["straight"] is True
    assert not {"SW1", "FU1"} & codes(data)
    for feature in data["features"]:
        assert "nan" not in str(feature["geometry"])


def test_too_much_is_cut_and_said(mei, net, monkeypatch):
    assert drawn(mei)["truncated"] is False
    monkeypatch.setattr(map_view, "DEVICES_AT_MOST", 2)
    operate(branch_id=net.sw1.pk, opened=True, at=now(), source=OperationSource.DESK)
    data = drawn(mei)
    assert data["truncated"] is True and "SW1" in codes(data) and len(codes(data)) == 2
    monkeypatch.setattr(map_view, "DEVICES_AT_MOST", 50)
    monkeypatch.setattr(map_view, "LINES_AT_MOST", 1)
    data = drawn(mei)
    assert data["truncated"] is True and len(of(data, "line")) == 1


@pytest.mark.parametrize(
    "bbox", ["", "1,2,3", "a,b,c,d", "nan,29,110,30", "-inf,29,inf,30", "110,29,109,30", "105,29,110,30"]
)
def test_a_window_that_is_none_is_said(mei, province, bbox):
    answer = mei.get(API, {"bbox": bbox})
    assert (answer.status_code, answer.data["errors"][0]["pointer"]) == (422, "/bbox")


def test_an_unknown_detail_is_said(mei, province):
    answer = mei.get(API, {"bbox": HERE, "detail": "all"})
    assert (answer.status_code, answer.data["errors"][0]["pointer"]) == (422, "/detail")


def test_queries_do_not_grow_with_the_network(mei, net):
    drawn(mei, detail="low_voltage")
    few = counted(lambda: drawn(mei, detail="low_voltage"))
    for n in range(5):
        make_branch(f"X{n}", "SWITCH", net.nodes["a"], net.nodes["b"], device="SWITCH")
    drawn(mei, detail="low_voltage")
    assert counted(lambda: drawn(mei, detail="low_voltage")) == few
    with at_most(8):  # three of them are the session, the person and the home unit
        drawn(mei, detail="low_voltage")


def test_what_has_not_changed_is_not_sent_again(mei, net):
    etag = mei.get(API, {"bbox": HERE})["ETag"]
    assert mei.get(API, {"bbox": HERE}, headers={"If-None-Match": etag}).status_code == 304
    operate(branch_id=net.sw1.pk, opened=True, at=now(), source=OperationSource.DESK)
    assert mei.get(API, {"bbox": HERE}, headers={"If-None-Match": etag}).status_code == 200
