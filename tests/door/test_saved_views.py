"""order-views/: a list under a name, one's own or shared with one's centre; what it can no longer ask is told."""

import pytest

from command_center.ground.organisation.models import OrgUnit
from tests.door.counting import counted
from tests.grid import make_order, make_unit
from tests.people import make_user
from workorders.models import SavedView
from workorders.services import saved_views

URL = "/api/v1/order-views/"
LIST = "/api/v1/work-orders/"
OLD_ONES = {
    "name": "隔日未结",
    "filters": {"open": "true", "centre": "422826", "reported_to": "-P1D"},
    "ordering": "next_due_at",
    "columns": ["number", "state", "due_at"],
}


def keep(client, **changes):
    answer = client.post(URL, {**OLD_ONES, **changes}, format="json")
    assert answer.status_code == 200, answer.data
    return answer.data


def names(client):
    return [view["name"] for view in client.get(URL).data["results"]]


def test_a_view_is_kept_as_it_was_asked_and_asks_the_list(mei, province):
    kept = keep(mei)
    make_order()
    (view,) = mei.get(URL).data["results"]
    assert view == kept and {**view, **OLD_ONES} == view
    assert (view["mine"], view["owner"], view["shared_with"], view["problems"]) == (True, "Mei", None, [])
    assert mei.get(LIST, {**view["filters"], "ordering": view["ordering"]}).data["results"] == []


def test_ones_own_is_nobody_elses(mei, lin, eva, province):
    keep(mei)
    assert names(lin) == names(eva) == []


def test_shared_with_ones_centre_and_its_stations(mei, eva, lin, province, signed_in, cast):
    assert keep(mei, shared=True)["shared_with"] == "咸丰县"
    cast.head = make_user("head", "STATION_HEAD", province.dingzhai)
    assert names(signed_in("head")) == ["隔日未结"]
    assert names(eva) == names(lin) == [], "another county and the province have lists of their own"


def test_a_station_shares_with_its_centre(cast, mei, province, signed_in):
    cast.head = make_user("head", "STATION_HEAD", province.dingzhai)
    keep(signed_in("head"), shared=True)
    assert names(mei) == ["隔日未结"]


def test_who_shared_it_changes_it_and_nobody_else(mei, eva, province, signed_in, cast):
    view = keep(mei, shared=True)
    cast.colleague = make_user("colleague", "DISPATCHER", province.xianfeng)
    colleague = signed_in("colleague")
    address = f"{URL}{view['id']}/"
    assert colleague.get(URL).data["results"][0]["mine"] is False
    for client in (colleague, eva):
        assert client.post(address, OLD_ONES, format="json").status_code == 404
        assert client.post(f"{address}remove/").status_code == 404
    changed = mei.post(address, {**OLD_ONES, "name": "两日未结", "shared": False}, format="json").data
    assert (changed["name"], changed["shared_with"]) == ("两日未结", None)
    assert names(colleague) == []
    assert mei.post(f"{address}remove/").status_code == 204
    assert names(mei) == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"filters": {"kind": "FALUT"}}, "/filters/kind"),
        ({"filters": {"centre": "429999"}}, "/filters/centre"),
        ({"filters": {"opne": "true"}}, "/filters/opne"),
        ({"filters": {"reported_to": "gestern"}}, "/filters/reported_to"),
        ({"filters": {"place": "村"}}, "/filters/place"),
        ({"filters": {"phone": "5612"}}, "/filters/phone"),
        ({"filters": {"reporter": "冉小明"}}, "/filters/reporter"),
        ({"filters": {"cursor": "abc"}}, "/filters/cursor"),
        ({"ordering": "colour"}, "/ordering"),
        ({"columns": ["number", "colour"]}, "/columns"),
        ({"name": " "}, "/name"),
        ({"filtres": {}}, "/filtres"),
    ],
)
def test_what_cannot_be_asked_is_not_kept(mei, province, changes, pointer):
    answer = mei.post(URL, {**OLD_ONES, **changes}, format="json")
    assert answer.status_code == 422
    assert answer.data["errors"][0]["pointer"].startswith(pointer)
    assert not SavedView.objects.exists()


def test_a_view_that_has_lost_its_meaning_says_so_and_the_list_refuses_it(mei, cast, province):
    """A unit is dissolved, a filter and a column are renamed: nobody reads a shorter list as the whole."""
    gone = make_unit("422826T09", "忠堡供电所", "TOWNSHIP_STATION", province.xianfeng)
    keep(mei, filters={"unit": gone.code, "open": "true"})
    SavedView.objects.update(columns=["number", "colour"], ordering="shade")
    OrgUnit.objects.filter(pk=gone.pk).delete()
    (view,) = mei.get(URL).data["results"]
    assert [problem["pointer"] for problem in view["problems"]] == ["/filters/unit", "/columns", "/ordering"]
    assert mei.get(LIST, view["filters"]).status_code == 422


def test_a_name_is_given_once_and_fifty_are_enough(mei, eva, province, monkeypatch):
    keep(mei)
    assert mei.post(URL, OLD_ONES, format="json").data["errors"][0]["pointer"] == "/name"
    keep(eva)
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 1)
    assert mei.post(URL, {**OLD_ONES, "name": "另一个"}, format="json").status_code == 422


def test_the_list_of_views_takes_few_queries(mei, province):
    keep(mei, name="一", filters={"open": "true"})
    few = counted(lambda: mei.get(URL))
    for n in range(5):
        keep(mei, name=f"二{n}", filters={"open": "true"}, shared=True)
    assert counted(lambda: mei.get(URL)) == few <= 5


def test_crews_and_auditors_have_no_views(omar, auditor, province):
    assert omar.get(URL).status_code == auditor.get(URL).status_code == 403
