"""What goes in and out of the customer look-up. What leaves it is masked unless it was asked for with a reason."""

from typing import Any

from rest_framework import serializers

from command_center.ground.core.api.moments import Moment
from customers.models import Customer, CustomerKind, Flag, ServicePoint
from customers.phones import mask_address, mask_name, mask_phone


class CustomerLookUpIn(serializers.Serializer[Any]):
    q = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        max_length=100,
        help_text="Customer number (or its beginning), meter, phone, name, address; two characters at least.",
    )
    updated_since = Moment(
        required=False,
        default=None,
        help_text="For who keeps a copy. Without `q`: every service point that changed, itself or its customer, in pages.",
    )


class FoundCustomer(serializers.Serializer[Any]):
    """A service point, its customer masked."""

    customer_number = serializers.CharField()
    name = serializers.CharField()
    phone = serializers.CharField()
    address = serializers.CharField()
    meter_number = serializers.CharField()
    lat = serializers.FloatField()
    lon = serializers.FloatField()
    unit = serializers.CharField()
    flags = serializers.ListField(child=serializers.ChoiceField(choices=Flag.choices))
    kind = serializers.ChoiceField(choices=CustomerKind.choices)
    service_point_id = serializers.IntegerField()
    updated_at = Moment(help_text="The later one of the service point's and its customer's")


class FoundCustomers(serializers.Serializer[Any]):
    """``next`` and ``previous`` are pages of a list of changes, null for a look-up."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = FoundCustomer(many=True)


class CustomerRevealIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class CustomerContact(serializers.Serializer[Any]):
    name = serializers.CharField()
    phone = serializers.CharField()


class CustomerPlace(serializers.Serializer[Any]):
    service_point_id = serializers.IntegerField()
    meter_number = serializers.CharField()
    address = serializers.CharField()


class RevealedCustomer(serializers.Serializer[Any]):
    """``phone`` and ``address`` are the first of ``contacts`` and ``service_points``."""

    customer_number = serializers.CharField()
    name = serializers.CharField()
    phone = serializers.CharField()
    address = serializers.CharField()
    contacts = CustomerContact(many=True)
    service_points = CustomerPlace(many=True)


def found(point: Any) -> dict[str, Any]:
    """``point`` as ``selectors.find_service_points`` gives it → ``FoundCustomer``."""
    return {
        "customer_number": point.customer.number,
        "name": mask_name(point.customer.name),
        "phone": mask_phone(point.contact_phone or ""),
        "address": mask_address(point.address),
        "meter_number": point.meter_number,
        "lat": point.latitude,
        "lon": point.longitude,
        "unit": point.unit.name,
        "flags": point.customer.flags,
        "kind": point.customer.kind,
        "service_point_id": point.pk,
        "updated_at": max(point.updated_at, point.customer.updated_at),
    }


def revealed(customer: Customer, points: list[ServicePoint]) -> dict[str, Any]:
    """The whole of it → ``RevealedCustomer``."""
    contacts = [{"name": c.name or customer.name, "phone": c.phone} for c in customer.contacts.order_by("pk")]
    places = [{"service_point_id": p.pk, "meter_number": p.meter_number, "address": p.address} for p in points]
    return {
        "customer_number": customer.number,
        "name": customer.name,
        "phone": contacts[0]["phone"] if contacts else "",
        "address": places[0]["address"] if places else "",
        "contacts": contacts,
        "service_points": places,
    }
