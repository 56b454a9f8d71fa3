"""No column carries a person unseen: what becomes of each after its time is declared in ``workorders/retention/columns.py``."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import models

from tests.house.test_structure import our_models
from workorders.retention import columns

ROOM_FOR_WORDS = 60
NAMES = re.compile(r"name|phone|address|contact|caller|applicant")
TECHNICAL = re.compile(r"(^|_)(path|hash|digest)$")
PEOPLE = ("customers.Customer", "customers.ServicePoint")


def may_carry_a_person(field: models.Field) -> bool:
    if isinstance(field, models.ForeignKey):
        return field.related_model._meta.label in PEOPLE
    if isinstance(
        field, models.TextField | models.JSONField | models.FileField | models.EmailField | models.BinaryField
    ):
        return True
    if TECHNICAL.search(field.name):
        return False
    words = isinstance(field, models.CharField) and not field.choices
    return words and (field.max_length >= ROOM_FOR_WORDS or bool(NAMES.search(field.name)))


def suspects() -> Iterator[str]:
    for model in our_models():
        for field in model._meta.local_fields:
            if may_carry_a_person(field):
                yield f"{model._meta.label}.{field.name}"


def treated() -> set[str]:
    tables = columns.IN_ORDERS | columns.OF_CLOCKS | columns.OF_MESSAGES
    return {f"{label}.{name}" for label, cells in tables.items() for name in cells}


def listed() -> list[str]:
    reasons = columns.STAYS | columns.NOBODY
    return [name for names in reasons.values() for name in names.split()]


def test_every_column_that_may_carry_a_person_has_a_row():
    unseen = sorted(set(suspects()) - treated() - set(listed()))
    hint = "say in workorders/retention/columns.py what becomes of them (IN_ORDERS), or why they stay (STAYS, NOBODY)"
    assert unseen == [], hint


def test_no_row_is_without_its_column_or_stands_twice():
    every = [*treated(), *listed()]
    assert sorted(name for name in set(every) if every.count(name) > 1) == []
    for name in every:
        label, _, column = name.rpartition(".")
        assert apps.get_model(label)._meta.get_field(column), name
