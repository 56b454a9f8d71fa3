"""The shift desk: who is on duty in one's area, with what in hand, since when; nobody sees the crews of others."""

from datetime import timedelta

from django.utils.timezone import now

from command_center.ground.organisation.models import OrgUnit
from dispatch.models import CrewPosition, Shift
from tests.door.counting import at_most
from tests.grid import XUANTUO, make_crew, make_held_order

DESK = "/api/v1/shift-desk/"


def names(answer):
    assert answer.status_code == 200, answer.data
    return [line["name"] for line in answer.data["crews"]]


def test_each_sees_the_crews_of_the_own_area(mei, eva, lin, omar, province):
    assert names(mei.get(DESK)) == ["高乐山 01 班", "丁寨 01 班"]
    assert names(eva.get(DESK)) == ["百福司 01 班"]
    assert names(lin.get(DESK)) == ["高乐山 01 班", "丁寨 01 班", "百福司 01 班"]
    assert omar.get(DESK).status_code == 403


def test_an_area_is_asked_by_its_code_and_a_foreign_one_does_not_exist(mei, lin, province):
    assert names(lin.get(DESK, {"area": "422827"})) == ["百福司 01 班"]
    assert names(mei.get(DESK, {"area": "422826T01"})) == ["丁寨 01 班"]
    assert mei.get(DESK, {"area": "422827"}).status_code == 404


def test_a_line_says_what_is_in_hand_what_is_due_and_where_the_crew_is(mei, province, cast):
    order = make_held_order(by=cast.omar)
    at = now()
    CrewPosition.objects.filter(crew=province.dingzhai_crew).update(
        latitude=XUANTUO[0], longitude=XUANTUO[1], fixed_at=at
    )
    line = next(each for each in mei.get(DESK).data["crews"] if each["id"] == province.dingzhai_crew.pk)
    order.refresh_from_db()
    assert (line["active_orders"], line["next_due"]["number"]) == (1, order.number)
    assert line["next_due"]["code"] == order.next_due_code
    assert line["place"] == "丁寨供电所"
    assert line["shift"]["people"] == 2 and line["shift"]["starts_at"] < line["shift"]["ends_at"]
    assert line["phone"] == "139****1234"
    (held,) = mei.get(f"/api/v1/crews/{province.dingzhai_crew.pk}/").data["orders"]
    assert (held["number"], held["status"]) == (order.number, order.status)


def test_who_went_off_duty_is_gone_unless_an_order_is_still_in_its_hands(mei, province, cast):
    make_held_order(by=cast.omar)
    Shift.objects.update(ends_at=now() - timedelta(minutes=1))
    (line,) = mei.get(DESK).data["crews"]
    assert (line["name"], line["shift"]) == ("丁寨 01 班", None)


def test_areas_are_named_in_the_readers_language(mei, province):
    OrgUnit.objects.filter(code="422826").update(name_en="Xianfeng")
    told = {area["path"]: area["name"] for area in mei.get(DESK, {"area": "422826T01"}).data["areas"]}
    assert told["42/4228/422826/"] == "咸丰县" and "42/4228/422826/422826S01/" in told
    english = mei.get(DESK, headers={"Accept-Language": "en"}).data["areas"]
    assert "Xianfeng" in [area["name"] for area in english]


def test_its_queries_do_not_grow_with_the_crews(mei, province):
    for n in range(20):
        make_crew(f"X{n:02d}", f"丁寨 {n:02d} 班", province.dingzhai)
    mei.get(DESK)
    with at_most(18):
        assert len(names(mei.get(DESK))) == 22
