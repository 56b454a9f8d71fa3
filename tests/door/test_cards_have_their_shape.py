"""What a card holds is what the description of the API says it holds, field by field."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now
from rest_framework import serializers

from command_center.screens.cards.crews import crew_cards
from command_center.screens.cards.orders import order_cards
from command_center.screens.cards.outage_shapes import OutageCard
from command_center.screens.cards.outages import outage_cards
from command_center.screens.cards.shapes import CrewCard, OrderCard
from outages.life.states import Status
from outages.verbs.services.opening import open_outage
from tests.grid import make_held_order
from tests.outages.lines import below, make_points

pytestmark = pytest.mark.django_db


def differences(shape: Any, value: Any, at: str = "card") -> Iterator[str]:
    """Fields that one of the two has and the other lacks."""
    if isinstance(shape, serializers.ListSerializer):
        for each in value:
            yield from differences(shape.child, each, at)
    elif isinstance(shape, serializers.Serializer) and value is not None:
        wanted = {name for name, field in shape.fields.items() if field.required}
        yield from (f"{at}.{name} is not described" for name in sorted(set(value) - set(shape.fields)))
        yield from (f"{at}.{name} is missing" for name in sorted(wanted - set(value)))
        for name in sorted(set(value) & set(shape.fields)):
            yield from differences(shape.fields[name], value[name], f"{at}.{name}")


@pytest.fixture
def order(cast):
    return make_held_order(by=cast.omar)


def test_an_order(order):
    assert list(differences(OrderCard(), order_cards([order.pk])[order.pk])) == []


def test_a_crew(order):
    assert [found for card in crew_cards().values() for found in differences(CrewCard(), card)] == []


def test_an_outage(province):
    make_points(province.t3, 2)
    began = now() - timedelta(minutes=1)
    dark = {"scope": below(province.t3), "node_id": province.t3.pk, "status": Status.CONFIRMED}
    outage = open_outage(started_at=began, at=now(), **dark)
    assert list(differences(OutageCard(), outage_cards([outage.pk])[outage.pk])) == []


def test_a_field_more_or_less_is_seen(order):
    card = order_cards([order.pk])[order.pk]
    less = {name: value for name, value in card.items() if name != "title"}
    assert list(differences(OrderCard(), card | {"permit": 1})) == ["card.permit is not described"]
    assert list(differences(OrderCard(), less)) == ["card.title is missing"]
