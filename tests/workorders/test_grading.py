import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.data import HERE
from workorders.grading import IMPORTANT, NORMAL, URGENT, find_hazards, grade, guess_fault_kind

with (HERE / "calls_zh.csv").open(encoding="utf-8") as file:
    CALLS = [(row["id"], row["text"], row["hazard"] == "yes") for row in csv.DictReader(file)]


@pytest.mark.parametrize(("call_id", "text", "hazardous"), CALLS, ids=[call[0] for call in CALLS])
def test_it_hears_danger_in_what_callers_say(call_id, text, hazardous):
    assert bool(find_hazards(text)) == hazardous
    if hazardous:
        assert grade(text).grade == 1
        assert grade(text).urgency == URGENT
        assert grade(text).reasons[0] == "hazard"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("电线杆被车撞倒了", "equipment_hit"),
        ("门口电线断线落地", "wire_down"),
        ("有人触电了，快来", "electric_shock"),
        ("配电箱冒烟，有糊味", "smoke"),
        ("电表箱着火了", "fire"),
        ("A wire is down across the road", "wire_down"),
        ("The transformer is on fire", "fire"),
        ("smoke from the meter box", "smoke"),
        ("My mother is on a ventilator", "life_support"),
        ("People are trapped in the elevator", "trapped"),
        ("楼道配电箱被水泡了，开关箱进水", "flooded"),
    ],
)
def test_each_danger_has_its_code(text, code):
    assert code in find_hazards(text)


@pytest.mark.parametrize(
    "text",
    [
        "我住火车站旁边，家里没电",
        "线路断电了",
        "线路掉闸，没电",
        "网线断了",
        "请问电费怎么交",
        "客户很恼火",
        "停电了，烟花厂路8号",
    ],
)
def test_words_that_only_sound_dangerous_are_not(text):
    assert find_hazards(text) == ()


def test_one_household_is_grade_three():
    assert grade("没电了。") == grade("", fault_kind="LV")
    assert (grade("没电了。").grade, grade("没电了。").urgency, grade("没电了。").reasons) == (3, NORMAL, ())


def test_a_medium_voltage_outage_is_grade_one_without_being_urgent():
    result = grade("环网柜跳了", fault_kind="MV")
    assert (result.grade, result.urgency, result.reasons) == (1, IMPORTANT, ("mv_outage",))


def test_a_transformer_is_grade_two():
    assert grade("我们台区变压器上面的保险掉了", fault_kind="MV").grade == 2


@pytest.mark.parametrize("flag", ["important", "life_support"])
def test_a_flag_of_the_customer_makes_grade_one(flag):
    result = grade("没电了", **{flag: True})
    assert (result.grade, result.urgency) == (1, URGENT)


def test_leaf_drying_in_the_barn_cannot_wait():
    result = grade("烤烟房空开烧毁")
    assert (result.grade, result.urgency, result.reasons) == (2, URGENT, ("time_critical",))
    assert guess_fault_kind("烤烟房空开烧毁") == "LV"


def test_three_callers_on_one_area_make_grade_two():
    assert grade("没电", caller_count=2).grade == 3
    assert grade("没电", caller_count=3).reasons == ("many_callers",)


def test_an_order_from_the_regulator_is_watched():
    assert grade("没电", source="HOTLINE_12398").urgency == IMPORTANT


@given(st.text(max_size=60), st.booleans(), st.booleans(), st.booleans(), st.integers(1, 5))
def test_more_grounds_never_make_it_less_grave(text, important, life_support, time_critical, callers):
    flagged = grade(
        text, important=important, life_support=life_support, time_critical=time_critical, caller_count=callers
    )
    assert 1 <= flagged.grade <= grade(text).grade
    assert flagged.grade == 3 or flagged.reasons


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("电表箱门坏了", "METERING"),
        ("路灯不亮，一整条街", "NOT_ELECTRICAL"),
        ("电压特别低，空调带不起来", "QUALITY"),
        ("10kV线路跳了，全镇没电", "MV"),
        ("邻居家还有灯，是不是跳闸了", "CUSTOMER_SIDE"),
        ("接户线被树枝刮坏", "LV"),
        ("没电了。", "UNKNOWN"),
        ("the lights flicker all evening", "QUALITY"),
        ("air switch burnt", "LV"),
    ],
)
def test_it_guesses_the_kind_of_fault(text, kind):
    assert guess_fault_kind(text) == kind
