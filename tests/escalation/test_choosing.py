"""Which rules fire, and whom they call: the arithmetic alone."""

from datetime import date

import pytest

from workorders.escalation.choosing import Case, Person, Rule, called, due, fires

TODAY = date(2026, 11, 29)
UNITS = [
    ("TOWNSHIP_STATION", "42/4228/422826/T01/"),
    ("COUNTY_CENTRE", "42/4228/422826/"),
    ("CITY_CENTRE", "42/4228/"),
    ("PROVINCE", "42/"),
]
AT = dict(UNITS)


def rule(**fields):
    return Rule(
        **{
            "id": 1,
            "clock": "ARRIVE",
            "percent": 100,
            "level": "COUNTY_CENTRE",
            "role": "SUPERVISOR",
            "valid_from": date(2022, 1, 1),
        }
        | fields
    )


def case(**fields):
    said = {"order_id": 7, "kind": "FAULT", "area_kind": "RURAL", "grade": 2, "org_path": AT["TOWNSHIP_STATION"]}
    return Case(**said | {"clock": "ARRIVE", "percent": 100} | fields)


@pytest.mark.parametrize(
    ("said", "met", "answer"),
    [
        ({}, {}, True),
        ({}, {"percent": 80}, False),
        ({}, {"clock": "RESTORE"}, False),
        ({"clock": ""}, {"clock": "RESTORE"}, True),
        ({"kind": "COMPLAINT"}, {}, False),
        ({"area_kind": "URBAN"}, {}, False),
        ({"grade": 2}, {}, True),
        ({"grade": 1}, {}, False),
        ({"under": "42/4228/422827/"}, {}, False),
        ({"valid_from": date(2027, 1, 1)}, {}, False),
        ({"valid_to": date(2026, 11, 28)}, {}, False),
        ({"clock": "", "percent": None, "reason": "injury"}, {"clock": "", "percent": None}, False),
        ({"clock": "", "percent": None, "reason": "injury"}, {"reasons": frozenset({"injury"})}, True),
    ],
)
def test_a_rule_fires_when_everything_it_says_fits(said, met, answer):
    assert fires(rule(**said), case(**met), TODAY) is answer


def test_once_per_order_rule_and_threshold_however_often_it_is_told():
    assert len(due([rule(), rule(id=2)], [case(), case(), case(order_id=8)], TODAY)) == 4


def people(*rows):
    return {pk: Person(pk, role, home, on_duty) for pk, role, home, on_duty in rows}


def test_named_people_go_before_the_role():
    everybody = people((1, "SUPERVISOR", AT["COUNTY_CENTRE"], True), (2, "MANAGER", AT["CITY_CENTRE"], False))
    assert called(rule(people=(2,)), UNITS, everybody) == (AT["COUNTY_CENTRE"], [2])


def test_somebody_of_another_county_is_not_called_although_the_rule_names_them():
    everybody = people((1, "SUPERVISOR", AT["COUNTY_CENTRE"], True), (2, "SUPERVISOR", "42/4228/422827/", True))
    assert called(rule(people=(2,)), UNITS, everybody) == (AT["COUNTY_CENTRE"], [1])


def test_who_is_on_duty_goes_before_who_sleeps():
    everybody = people((1, "SUPERVISOR", AT["COUNTY_CENTRE"], False), (2, "SUPERVISOR", AT["COUNTY_CENTRE"], True))
    assert called(rule(), UNITS, everybody) == (AT["COUNTY_CENTRE"], [2])
    asleep = people((1, "SUPERVISOR", AT["COUNTY_CENTRE"], False), (2, "SUPERVISOR", AT["COUNTY_CENTRE"], False))
    assert called(rule(), UNITS, asleep) == (AT["COUNTY_CENTRE"], [1, 2])


def test_a_level_without_anybody_passes_it_on_upwards_and_at_last_the_unit_itself_is_called():
    assert called(rule(), UNITS, people((3, "SUPERVISOR", AT["CITY_CENTRE"], False))) == (AT["CITY_CENTRE"], [3])
    assert called(rule(), UNITS, {}) == (AT["COUNTY_CENTRE"], [])


def test_an_order_that_lies_higher_than_the_rule_is_answered_where_it_lies():
    assert called(rule(level="TOWNSHIP_STATION"), UNITS[2:], {})[0] == AT["CITY_CENTRE"]
