"""``GET customers/{number}/card/``: who is on the line."""

from typing import Any

from django.utils.timezone import now
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.organisation.look_ups import count_look_up
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require
from command_center.ground.organisation.sweeps import opened
from command_center.screens.customer_card.card import customer_card
from command_center.screens.customer_card.shapes import CustomerCard
from customers.models import Customer


@described(responses=CustomerCard)
@api_view(["GET"])
def card(request: Request, number: str) -> Response:
    """Open and last orders of every kind, running promises, last outages and calls, to whoever serves one of their places."""
    user: Any = request.user
    require(user, Right.READ_CUSTOMERS)
    customer = get_scoped(Customer.objects.all(), user, field="service_points__org_path", number=number)
    count_look_up(request)
    at = now()
    opened(user, customer.number, at=at)
    return Response(customer_card(customer, user, at=at))
