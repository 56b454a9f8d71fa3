"""Pseudonyms within one order: the same person the same, and nobody's name, number or house left in the words."""

import pytest

from workorders.retention.pseudonyms import Pseudonyms


@pytest.fixture
def known():
    known = Pseudonyms()
    known.meet(name="冉启明", phone="+8619900005612", address="丁寨镇枫香村4组85号")
    known.meet_told({"reporter_name": "冉小红", "reporter_phone": "13812349999"})
    return known


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("冉启明来电，电话19900005612", "#1来电，电话#1"),
        ("请打 138-1234-9999 找冉小红", "请打 #2 找#2"),
        ("在丁寨镇枫香村4组85号门口", "在丁寨镇枫香村***门口"),
        ("户号420000092244，身份证42282619900101123X", "户号***，身份证***"),
        ("换了熔断器，10千伏旋坨线送电", "换了熔断器，10千伏旋坨线送电"),
        ("另有邻居13700001111、13700001111也没电", "另有邻居#3、#3也没电"),
    ],
)
def test_words(known, words, left):
    assert known.words(words) == left


def test_fields_of_one_person_in_every_spelling(known):
    assert {known.person(each) for each in ("冉启明", "+8619900005612", "199 0000 5612")} == {"#1"}
    assert (known.person("冉小红"), known.person(""), known.people) == ("#2", "", 2)


def test_a_stored_message_keeps_its_shape(known):
    told = {
        "reporter_name": "冉启明", "customer_number": "420000092244", "address": "丁寨镇枫香村4组85号", "latitude": 29.66871,
        "urgent": True, "said": [{"phone": "13812349999", "text": "冉启明在家"}], "occurred_at": None,
    }  # fmt: skip
    assert known.told(told) == {
        "reporter_name": "#1", "customer_number": "", "address": "丁寨镇枫香村***", "latitude": 29.67,
        "urgent": True, "said": [{"phone": "#2", "text": "#1在家"}], "occurred_at": None,
    }  # fmt: skip


def test_another_order_counts_anew(known):
    other = Pseudonyms()
    other.meet(phone="13812349999")
    assert other.person("13812349999") == "#1"
