"""``GET fault-reports/known/``: the line for the caller while they are on the phone."""

from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.filters import refuse_unknown
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from customers.phones import mask_address
from workorders.api.fault_reports import CrewNewsOut, KnownOutageOut
from workorders.api.report_in import Reading
from workorders.report import Report
from workorders.selectors.known import Known, what_is_known

ASKED = ("customer_number", "meter_number", "phone", "address", "lat", "lon")


class SupplyOut(serializers.Serializer[Any]):
    customer_number = serializers.CharField()
    address = serializers.CharField()
    unit = serializers.CharField()


class NamedPlaceOut(serializers.Serializer[Any]):
    """A place the words may mean; ``lat``/``lon`` are the middle of it."""

    name = serializers.CharField()
    unit = serializers.CharField()
    lat = serializers.FloatField()
    lon = serializers.FloatField()


class KnownOut(serializers.Serializer[Any]):
    """``words`` may be read out to the caller; empty when nothing is known."""

    words = serializers.CharField(allow_blank=True)
    supply = SupplyOut(allow_null=True)
    outage = KnownOutageOut(allow_null=True)
    order = CrewNewsOut(allow_null=True)
    places = NamedPlaceOut(many=True)


@described(
    request=None,
    responses=KnownOut,
    parameters=[OpenApiParameter(name, str, OpenApiParameter.QUERY) for name in ASKED],
    problems=(401, 403, 422),
)
@api_view(["GET"])
def known(request: Request) -> Response:
    """The known outage and the open order of a customer number, meter, phone, address or place. Files nothing."""
    require(request.user, Right.REPORT)
    refuse_unknown(request, {*ASKED})
    at = now()
    reading = Reading({name: request.query_params.get(name) for name in ASKED}, at)
    latitude, longitude = reading.pin()
    found = what_is_known(
        Report(
            source="",
            source_id="",
            description="",
            customer_number=reading.code("customer_number", 20),
            meter_number=reading.code("meter_number", 30),
            reporter_phone=reading.phone("phone", "phone"),
            address=reading.words("address", 200),
            latitude=latitude,
            longitude=longitude,
        ),
        at=at,
    )
    return Response(_out(found))


def _out(found: Known) -> dict[str, Any]:
    point = found.point
    return {
        "words": " ".join(part for part in (_outage_words(found.outage), (found.order or {}).get("words")) if part),
        "supply": {
            "customer_number": point.customer.number,
            "address": mask_address(point.address),
            "unit": point.unit.name,
        }
        if point
        else None,
        "outage": found.outage,
        "order": found.order,
        "places": [
            {
                "name": place.name,
                "unit": place.unit.name,
                "lat": round(place.latitude, 5),
                "lon": round(place.longitude, 5),
            }
            for place in found.places
        ],
    }


def _outage_words(outage: dict[str, Any] | None) -> str:
    """Known outage since 21:58, 48 customers, back by 01:21 in four of five cases."""
    if outage is None:
        return ""
    words = _("Known outage since %(since)s, %(customers)s customers without power.") % {
        "since": _clock(outage["started_at"]),
        "customers": outage["customers_out"],
    }
    if outage["etr_at"]:
        words += " " + _("Power should be back by %(back)s at the latest.") % {"back": _clock(outage["etr_at"])}
    return words


def _clock(text: str) -> str:
    moment = parse_datetime(text)
    return f"{localtime(moment):%m-%d %H:%M}" if moment else text
