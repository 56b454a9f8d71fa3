"""board-views/: what one looks at on the board under a name, and the one with which the board opens."""

import json
import re

import pytest
from django.db import IntegrityError, transaction

from command_center.ground.organisation.models import OrgUnit
from tests.door.counting import counted
from tests.grid import make_unit
from tests.people import make_user
from workorders.models import SavedView
from workorders.services import saved_views

URL = "/api/v1/board-views/"
MINE = {
    "name": "咸丰超时",
    "filters": {"tab": "pending", "area": "咸丰县", "due": "over", "sort": "grade", "search": "旋坨"},
}


def keep(client, **changes):
    answer = client.post(URL, {**MINE, **changes}, format="json")
    assert answer.status_code == 200, answer.data
    return answer.data


def names(client):
    return [view["name"] for view in client.get(URL).data["results"]]


def opening(client):
    return [view["name"] for view in client.get(URL).data["results"] if view["opens"]]


def test_a_view_is_kept_as_it_was_said_changed_and_removed(mei, province):
    kept = keep(mei)
    (view,) = mei.get(URL).data["results"]
    assert view == kept and {**view, **MINE} == view
    assert (view["mine"], view["opens"], view["shared_with"], view["problems"]) == (True, False, None, [])
    changed = mei.post(f"{URL}{kept['id']}/", {"name": "丁寨", "filters": {"area": "丁寨供电所"}}, format="json").data
    assert (changed["name"], changed["filters"]) == ("丁寨", {"area": "丁寨供电所"})
    assert mei.post(f"{URL}{kept['id']}/remove/").status_code == 204
    assert names(mei) == []


def test_the_board_opens_with_one_view_at_most(mei, eva, province):
    first = keep(mei, name="一", opens=True)
    keep(mei, name="二", opens=True)
    keep(eva, name="三", filters={}, opens=True)
    assert (opening(mei), opening(eva)) == (["二"], ["三"])
    mei.post(f"{URL}{first['id']}/", {**MINE, "name": "一", "opens": True}, format="json")
    assert opening(mei) == ["一"]
    with pytest.raises(IntegrityError, match="a_screen_opens_with_one_view"), transaction.atomic():
        SavedView.objects.filter(owner__username="mei").update(opens_screen=True)


def test_a_shared_one_opens_nobody_elses_board_and_is_changed_by_nobody_else(mei, lin, eva, cast, province, signed_in):
    kept = keep(mei, shared=True, opens=True)
    cast.head = make_user("head", "STATION_HEAD", province.dingzhai)
    head = signed_in("head")
    (seen,) = head.get(URL).data["results"]
    assert (seen["opens"], seen["mine"], seen["owner"]) == (False, False, "Mei")
    for client in (head, eva, lin):
        assert client.post(f"{URL}{kept['id']}/", MINE, format="json").status_code == 404
        assert client.post(f"{URL}{kept['id']}/remove/").status_code == 404
    assert names(eva) == names(lin) == []


def test_a_name_is_given_once_on_each_screen(mei, province, monkeypatch):
    keep(mei)
    again = mei.post(URL, MINE, format="json")
    assert (again.status_code, again.data["errors"][0]["pointer"]) == (422, "/name")
    of_the_list = mei.post("/api/v1/order-views/", {"name": MINE["name"], "filters": {"open": "true"}}, format="json")
    assert of_the_list.status_code == 200
    assert names(mei) == [MINE["name"]]
    assert mei.post(f"{URL}{of_the_list.data['id']}/remove/").status_code == 404, "a view of another screen"
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 1)
    assert mei.post(URL, {**MINE, "name": "另一个"}, format="json").status_code == 422


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"filters": {"tab": "lunch"}}, "/filters/tab"),
        ({"filters": {"tba": "pending"}}, "/filters/tba"),
        ({"filters": {"area": "来凤县"}}, "/filters/area"),  # another county's
        ({"filters": {"area": ""}}, "/filters/area"),
        ({"filters": {"fault": "FIRE"}}, "/filters/fault"),
        ({"filters": {"desk": "false"}}, "/filters/desk"),
        ({"filters": {"o": "20261123422826F000001"}}, "/filters/o"),
        ({"filters": {"search": "旋" * 201}}, "/filters/search"),
        ({"name": " "}, "/name"),
        ({"ordering": "grade"}, "/ordering"),
    ],
)
def test_what_the_board_does_not_know_is_not_kept(mei, province, changes, pointer):
    answer = mei.post(URL, {**MINE, **changes}, format="json")
    assert answer.status_code == 422
    assert answer.data["errors"][0]["pointer"].startswith(pointer)
    assert not SavedView.objects.exists()


def test_a_view_of_a_unit_that_is_gone_says_so(mei, province):
    gone = make_unit("422826T09", "忠堡供电所", "TOWNSHIP_STATION", province.xianfeng)
    keep(mei, filters={"area": gone.name})
    OrgUnit.objects.filter(pk=gone.pk).delete()
    (view,) = mei.get(URL).data["results"]
    assert [problem["pointer"] for problem in view["problems"]] == ["/filters/area"]
    assert "忠堡供电所" in view["problems"][0]["detail"]


def test_the_page_tells_the_views_and_the_areas_that_are_asked(client, cast, mei, province):
    """No unit is told but the one in the address and those of the views."""
    keep(mei, filters={"area": "丁寨供电所"})
    client.force_login(cast.mei)

    def told(address):
        props = re.search(
            r'<script id="[\w-]*" type="application/json">(.*?)</script>', client.get(address).content.decode()
        )
        return json.loads(props[1])

    props = told("/?area=高乐山供电服务站")
    assert [view["name"] for view in props["views"]] == [MINE["name"]]
    county = {"name": "咸丰县", "within": ""}
    units = [{"name": name, "within": "咸丰县"} for name in ("高乐山供电服务站", "丁寨供电所")]
    assert props["areas"] == [county, *units]
    assert told("/?area=来凤县")["areas"] == [county, units[1]], "of another county nothing is told"
    client.force_login(cast.lin)
    assert {"name": "咸丰县", "within": "恩施州"} in told("/")["areas"]


def test_the_list_takes_few_queries(mei, province):
    keep(mei, name="一")
    few = counted(lambda: mei.get(URL))
    for n in range(5):
        keep(mei, name=f"二{n}", shared=True)
    assert counted(lambda: mei.get(URL)) == few <= 5


def test_crews_and_auditors_have_no_views(omar, auditor, province):
    assert omar.get(URL).status_code == auditor.get(URL).status_code == 403
