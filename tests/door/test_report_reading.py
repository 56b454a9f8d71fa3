"""Only description and identity can refuse a report; the rest is understood, or kept as words and named."""

import json
from datetime import datetime

import pytest
from django.utils.timezone import localtime

from tests.door.test_fault_reports import URL, body
from tests.grid import IN_LAIFENG, XUANTUO
from workorders.models import Note, WorkOrder

HOUSE = {"customer_number": "4228260001"}
BEIJING = {"lat": 39.9, "lon": 116.4}

ODD = [
    ({"address": None, "customer_number": None, "meter_number": None, "occurred_at": None}, []),
    ({"reporter": None}, []),
    ({"reporter": {"name": None, "phone": None}}, []),
    ({"reporter": "冉小明 13800135612"}, ["/reporter"]),
    ({"reporter": {"name": "冉" * 90}}, ["/reporter/name"]),
    ({"reporter": {"phone": "1" * 44}}, ["/reporter/phone"]),
    ({"lat": "", "lon": ""}, []),
    ({"lat": "NaN", "lon": 109.1}, ["/lat", "/lat"]),
    ({"lat": {"deg": 29}, "lon": None}, ["/lat"]),
    ({"customer_number": "户号记不清了，好像是在老房子那边登记的"}, ["/customer_number"]),
    ({"address": "丁" * 210}, ["/address"]),
    ({"occurred_at": ""}, []),
    ({"occurred_at": "昨天晚上"}, ["/occurred_at"]),
    ({"occurred_at": "1999-01-01T00:00:00Z"}, ["/occurred_at"]),
    ({"description": "没电\x00了"}, []),
    ({"description": "没电" * 1001}, []),
    ({"description": "没电" * 6000}, ["/description"]),
]


@pytest.mark.parametrize(("odd", "pointers"), ODD)
def test_no_optional_field_refuses_a_call_for_help(agent, odd, pointers):
    answer = agent.post(URL, body("X", **odd))
    assert answer.status_code == 201, answer.data
    told = [warning["pointer"] for warning in answer.data["warnings"] if warning["code"] != "place_by_words"]
    assert told == pointers
    assert agent.post(URL, body("X", **odd)).json() == answer.json()


@pytest.mark.parametrize("missing", ["source", "source_id", "description"])
@pytest.mark.parametrize("value", [None, "", "\x00"])
def test_identity_and_description_are_demanded(agent, missing, value):
    answer = agent.post(URL, body("X") | {missing: value})
    assert answer.status_code == 422 and answer.data["errors"][0]["pointer"] == f"/{missing}"


def test_what_could_not_be_read_is_read_with_the_order(agent, province):
    number = agent.post(URL, body("X", occurred_at="昨天晚上十点多", customer_number="老户号12")).data["number"]
    note = Note.objects.get(order__number=number)
    assert "昨天晚上十点多" in note.text and "老户号12" in note.text and not note.urge


@pytest.mark.parametrize(
    "moment", ["{:%Y/%m/%d %H:%M}", "{:%Y年%m月%d日%H时%M分}", "{:%Y-%m-%dT%H:%M:%S+08:00}", "{:%s}"]
)
def test_a_moment_is_understood_in_its_usual_spellings(agent, province, moment):
    at = localtime().replace(second=0, microsecond=0)
    number = agent.post(URL, body("X", occurred_at=moment.format(at))).data["number"]
    told = WorkOrder.objects.get(number=number).reports.get().payload["occurred_at"]
    assert datetime.fromisoformat(told) == at


def test_half_a_character_is_left_out(agent, province):
    text = json.dumps(body("X", description="没电\ud800了"))
    answer = agent.post(URL, text, content_type="application/json")
    assert WorkOrder.objects.get(number=answer.json()["number"]).description == "没电了"


@pytest.mark.parametrize("number", ["４２２８２６０００１", " 4228 260001 ", "4228260001（新表）"])
def test_a_customer_number_in_any_spelling_is_that_customer(agent, province, number):
    answer = agent.post(URL, body("X", customer_number=number, lat=None, lon=None))
    assert WorkOrder.objects.get(number=answer.data["number"]).customer == province.customer


def test_a_meter_number_may_be_written_small_and_wide(agent, province):
    answer = agent.post(URL, body("X", meter_number="ｍ4228260001", lat=None, lon=None))
    assert WorkOrder.objects.get(number=answer.data["number"]).customer == province.customer


PHONES = [
    ("13800135612（老婆）", "+8613800135612"),
    ("13800135612(本人)", "+8613800135612"),
    ("0718-6823456转801", "+867186823456"),
    ("13800135612/13900001111", "+8613800135612"),
    ("13800135612 13900001111", "+8613800135612"),
    ("086-13800135612", "+8613800135612"),
    ("138·0013·5612", "+8613800135612"),
    ("电话：１３８００１３５６１２", "+8613800135612"),
]


@pytest.mark.parametrize(("said", "number"), PHONES)
def test_a_phone_is_found_among_what_stands_beside_it(agent, said, number):
    order = agent.post(URL, body("X", reporter={"name": "", "phone": said})).data["number"]
    order = WorkOrder.objects.get(number=order)
    assert order.reporter_phone == number
    notes = [note.text for note in Note.objects.filter(order=order)]
    beside = any(char.isalnum() for char in said.replace("138", "", 1)) and said not in (
        "086-13800135612",
        "138·0013·5612",
    )
    assert any(said in note for note in notes) == beside


def test_a_pin_far_from_a_known_supply_does_not_move_it(agent, province):
    answer = agent.post(URL, body("X", **HOUSE, **BEIJING))
    order = WorkOrder.objects.get(number=answer.data["number"])
    assert (order.latitude, order.unit, order.attention) == (XUANTUO[0], province.dingzhai, "pin_far")
    assert "pin_far" in [warning["code"] for warning in answer.data["warnings"]]
    assert "39.9, 116.4" in Note.objects.get(order=order).text
    other_county = agent.post(URL, body("Y", meter_number="M4228260001", lat=IN_LAIFENG[0], lon=IN_LAIFENG[1]))
    assert other_county.data["unit"] == "丁寨供电所"


def test_a_pin_near_the_supply_counts(agent, province):
    answer = agent.post(URL, body("X", **HOUSE, lat=XUANTUO[0] + 0.01, lon=XUANTUO[1]))
    order = WorkOrder.objects.get(number=answer.data["number"])
    assert order.latitude == XUANTUO[0] + 0.01 and answer.data["warnings"] == []


def test_who_calls_from_their_own_phone_about_another_place_is_believed(agent, province):
    answer = agent.post(URL, body("R1", lat=29.60, lon=109.10))
    order = WorkOrder.objects.get(number=answer.data["number"])
    assert (order.latitude, order.service_point, order.customer) == (29.60, None, province.customer)
    assert [warning["code"] for warning in answer.data["warnings"]] == ["caller_elsewhere"]


def test_a_swapped_pin_is_offered(agent, province):
    swapped = {"lat": XUANTUO[1], "lon": XUANTUO[0]}
    known = agent.post(URL, body("X", **HOUSE, **swapped))
    assert WorkOrder.objects.get(number=known.data["number"]).latitude == XUANTUO[0]
    unknown = agent.post(URL, body("Y", address="", **swapped))
    order = WorkOrder.objects.get(number=unknown.data["number"])
    assert (order.located, order.attention, order.unit) == (False, "unlocated", province.dingzhai)
    assert [warning["code"] for warning in unknown.data["warnings"]] == ["pin_swapped"]
    assert f"{XUANTUO[0]}, {XUANTUO[1]}" in Note.objects.get(order=order).text


WORDS = [
    ("恩施州咸丰县丁寨乡旋坨村三组老粮站旁", "42/4228/422826/422826T01/", "RURAL"),
    ("咸丰县高乐山镇人民路", "42/4228/422826/422826S01/", "URBAN"),
    ("咸丰 旋坨村", "42/4228/422826/422826T01/", "RURAL"),
    ("来凤县城郊", "42/4228/422827/", "RURAL"),
    ("恩施州某地", "42/4228/", "RURAL"),
    ("说不清楚，在老粮站旁边", "42/", "RURAL"),
]


@pytest.mark.parametrize(("address", "path", "area"), WORDS)
def test_an_address_in_words_reaches_the_desk_of_its_county(agent, province, address, path, area):
    nobody = {"reporter": {"phone": "13900000000"}, "lat": None, "lon": None}
    answer = agent.post(URL, body("X", address=address, **nobody))
    order = WorkOrder.objects.get(number=answer.data["number"])
    assert (order.org_path, order.area_kind, order.located, order.attention) == (path, area, False, "unlocated")


def test_a_later_call_says_where_it_is(agent, province):
    nowhere = {"lat": None, "lon": None, "address": "", "reporter": {"phone": "13900000000"}}
    first = agent.post(URL, body("X", **nowhere)).data["number"]
    assert agent.post(URL, body("Y", **{**nowhere, **HOUSE})).data["number"] == first
    order = WorkOrder.objects.get(number=first)
    assert order.located and order.customer == province.customer and order.unit == province.dingzhai
