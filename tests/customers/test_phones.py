"""One spelling for phones; what a screen may show."""

import pytest

from customers.phones import mask_address, mask_name, mask_phone, mask_plate, normalise_phone


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("13800135612", "+8613800135612"),
        ("138 0013 5612", "+8613800135612"),
        ("+86 138-0013-5612", "+8613800135612"),
        ("0086 13800135612", "+8613800135612"),
        ("８６１３８００１３５６１２", "+8613800135612"),
        ("19412345678", "+8619412345678"),
        ("0718-6823456", "+867186823456"),
        ("(027) 8888 1234", "+862788881234"),
        ("400-889-5598", "+864008895598"),
    ],
)
def test_a_phone_in_any_spelling_is_one_number(text, phone):
    assert normalise_phone(text) == phone


@pytest.mark.parametrize("text", ["", "95598", "110", "6823456", "1380013561", "冉小明", "M4228260001", "旋坨村三组"])
def test_what_cannot_be_called_back_is_no_phone(text):
    assert normalise_phone(text) == ""


@pytest.mark.parametrize(
    ("name", "shown"), [("冉明", "冉*"), ("冉小明", "冉**"), ("欧阳小明", "欧**"), ("", ""), ("冉", "冉")]
)
def test_a_name_keeps_its_first_character(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"), [("+8613800135612", "138****5612"), ("+867186823456", "********56"), ("", "")]
)
def test_a_phone_keeps_its_ends(phone, shown):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("东湖花园3栋2单元501", "东湖花园3栋***"),
        ("高乐山人民路12号3栋5室", "高乐山人民路12号3栋***"),
        ("丁寨镇旋坨村3组12号", "丁寨镇旋坨村***"),
        ("建设大道568号附近", "建设大道568号***"),
        ("建设大道568号", "建设大道568号"),
        ("丁寨镇老桥头", "丁寨镇***"),
        ("老桥头张家", "老桥头***"),
        ("", ""),
    ],
)
def test_an_address_is_known_to_the_building_or_village(address, shown):
    assert mask_address(address) == shown


def test_a_plate_keeps_its_beginning():
    assert mask_plate("鄂Q·80001") == "鄂Q·8****"
