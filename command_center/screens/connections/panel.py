"""``GET connection-cases/{number}/panel/``: all that a desk's panel shows of a case, read at one moment."""

from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.etags import with_etag
from command_center.ground.core.errors import NotFound
from command_center.ground.core.postgres import at_one_moment
from command_center.screens.board.api.orders import visible_order
from command_center.screens.board.order_detail import order_detail, timeline_of
from command_center.screens.cards.shapes import OrderDetail, TimelineEntry
from workorders.kinds.connection.api.cases import with_case
from workorders.kinds.connection.api.shapes import CaseOut, case_detail
from workorders.kinds.connection.api.visits import AppointmentOut, PlanOut, PostOut, appointments_told, plans_of
from workorders.kinds.connection.models import Appointment
from workorders.models import WorkOrder


class CasePanelOut(serializers.Serializer[Any]):
    """Each part as its own address tells it, in the same order."""

    record = OrderDetail(help_text="``work-orders/{number}/``")
    timeline = TimelineEntry(many=True, help_text="``work-orders/{number}/timeline/``")
    row = CaseOut(help_text="``connection-cases/{number}/``")
    appointments = AppointmentOut(many=True, help_text="Moved ones included")
    plans = PlanOut(many=True)
    feed = PostOut(many=True, help_text="Whole, oldest first")


@described(responses=CasePanelOut)
@api_view(["GET"])
def panel(request: Request, number: str) -> Response:
    """The order with its verbs, its timeline, the case, appointments, plans and the feed, as they stood at one moment."""
    user: Any = request.user
    with at_one_moment():
        order = visible_order(request, number)
        case = with_case(WorkOrder.objects.filter(pk=order.pk)).first()
        if case is None:
            raise NotFound()
        visits = appointments_told(Appointment.objects.filter(order=order)).order_by("starts_at", "pk")
        told = {
            "record": order_detail(order, user),
            "timeline": timeline_of(order.pk, user),
            "row": CaseOut(case_detail(case, at=now())).data,
            "appointments": AppointmentOut(visits, many=True).data,
            "plans": PlanOut(plans_of(order), many=True).data,
            "feed": PostOut(order.feed_posts.select_related("author").order_by("pk"), many=True).data,
        }
    return with_etag(Response(told), order.rev)
