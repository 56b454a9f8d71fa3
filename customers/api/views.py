"""Look customers up, masked; reveal one, with a reason that is kept."""

from typing import Any

from django.utils.timezone import now
from drf_spectacular.utils import OpenApiParameter
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core import audit
from command_center.ground.core.api.bodies import body_of, described, query_of
from command_center.ground.core.api.paging import KeysetPaging, limit_of, limit_schema
from command_center.ground.organisation.look_ups import count_look_up, count_reveal, real_reason
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require, scoped
from command_center.ground.organisation.sweeps import opened
from customers.api.serializers import (
    CustomerLookUpIn,
    CustomerRevealIn,
    FoundCustomers,
    RevealedCustomer,
    found,
    revealed,
)
from customers.models import Customer
from customers.selectors import changed_service_points, find_service_points

PAGES = [
    OpenApiParameter("cursor", str, description="From `next` or `previous`"),
    OpenApiParameter("limit", limit_schema(), description="Rows a page; of ``q`` ten at most"),
]


@described(parameters=[CustomerLookUpIn, *PAGES], responses=FoundCustomers, problems=(401, 403, 422))
@api_view(["GET"])
def look_up(request: Request) -> Response:
    """Service points whose customer's number, meter, phone, name or address fits ``q``, best first; or what changed."""
    require(request.user, Right.READ_CUSTOMERS)
    asked = query_of(CustomerLookUpIn, request, *KeysetPaging.parameters)
    words, since = asked["q"].strip(), asked["updated_since"]
    limit = limit_of(request)
    if since and not words:
        pages = KeysetPaging()
        return pages.get_paginated_response(
            [found(p) for p in pages.paginate_queryset(changed_service_points(since, request.user), request) or []]
        )
    if words:
        count_look_up(request)
    points = find_service_points(words, user=request.user)
    results = [row for row in map(found, points) if since is None or row["updated_at"] >= since]
    return Response({"next": None, "previous": None, "results": results[:limit]})


@described(request=CustomerRevealIn, responses=RevealedCustomer)
@api_view(["POST"])
def reveal(request: Request, number: str) -> Response:
    """Name, phones and addresses in full, to whoever serves one of the customer's places. Audited."""
    require(request.user, Right.READ_CUSTOMERS)
    reason = body_of(CustomerRevealIn, request)["reason"]
    customer = get_scoped(Customer.objects.all(), request.user, field="service_points__org_path", number=number)
    points = scoped(customer.service_points.order_by("pk"), request.user)
    reason = real_reason(reason)
    count_reveal(request)
    person: Any = request.user
    opened(person, customer.number, at=now())
    audit.record(
        actor=request.user,
        action="customer_revealed",
        object_kind="customer",
        object_ref=customer.number,
        reason=reason,
    )
    return Response(revealed(customer, list(points)))
