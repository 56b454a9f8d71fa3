"""The shape of a customer's card for the API's description."""

from typing import Any

from rest_framework import serializers

from command_center.ground.core.api.moments import Moment
from customers.models import Flag


class CardPlace(serializers.Serializer[Any]):
    meter_number = serializers.CharField()
    address = serializers.CharField()
    unit = serializers.CharField()


class CardOrder(serializers.Serializer[Any]):
    """An order of the customer's; ``kind`` and ``state`` in words."""

    number = serializers.CharField()
    kind = serializers.CharField()
    kind_code = serializers.CharField()
    state = serializers.CharField()
    title = serializers.CharField()
    unit = serializers.CharField()
    reported_at = Moment()
    closed_at = Moment(allow_null=True)


class CardPromise(serializers.Serializer[Any]):
    """A clock that runs; ``promise`` in words."""

    number = serializers.CharField()
    promise = serializers.CharField()
    due_at = Moment()
    paused = serializers.BooleanField()
    late = serializers.BooleanField()


class CardTold(serializers.Serializer[Any]):
    """A word that the customer heard from us; ``words``, ``channel`` and ``verdict`` in words."""

    at = Moment()
    channel = serializers.CharField()
    words = serializers.CharField()
    from_at = Moment(allow_null=True)
    until_at = Moment(allow_null=True)
    number = serializers.CharField()
    verdict = serializers.CharField()
    broken = serializers.BooleanField()


class CardOutage(serializers.Serializer[Any]):
    """A row of the ledger; ``on_at`` null: still without power."""

    number = serializers.CharField()
    kind = serializers.CharField()
    meter_number = serializers.CharField()
    off_at = Moment()
    on_at = Moment(allow_null=True)


class CardCall(serializers.Serializer[Any]):
    at = Moment()
    source = serializers.CharField()  # type: ignore[assignment]
    number = serializers.CharField()
    urge = serializers.BooleanField(help_text="Told about an order that was there")
    title = serializers.CharField()


class CardCalls(serializers.Serializer[Any]):
    days = serializers.IntegerField()
    count = serializers.IntegerField()
    last = CardCall(many=True)


class CustomerCard(serializers.Serializer[Any]):
    """One customer at a glance; name, phone and addresses are masked."""

    customer_number = serializers.CharField()
    name = serializers.CharField()
    phone = serializers.CharField(allow_blank=True)
    kind = serializers.CharField()
    flags = serializers.ListField(child=serializers.ChoiceField(choices=Flag.choices))
    places = CardPlace(many=True)
    open = CardOrder(many=True)
    ended = CardOrder(many=True)
    promises = CardPromise(many=True)
    told = CardTold(many=True)
    outages = CardOutage(many=True)
    calls = CardCalls()
