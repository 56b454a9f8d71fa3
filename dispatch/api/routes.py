"""Routes of dispatch under /api/v1/."""

from django.urls import path

from command_center.ground.organisation.roles import Right
from dispatch.api import desk, fieldwork, offers, positions, shifts
from dispatch.crew_messages import api as crew_messages
from dispatch.trails import api as trails
from workorders.api.acting import OrderState
from workorders.api.verbs import Doors, View, desk_view, first, routes
from workorders.kinds import PROCESSES


def view_of(doors: Doors, answer: type[OrderState]) -> View:
    return (fieldwork.crew_view if first(doors).verb.right == Right.FIELD else desk_view)(doors, answer)


urlpatterns = [
    path("offers/", offers.OfferList.as_view(), name="offers"),
    path("offers/<int:offer_id>/accept/", offers.accept, name="offer-accept"),
    path("offers/<int:offer_id>/reject/", offers.reject, name="offer-reject"),
    path("shifts/", shifts.ShiftList.as_view(), name="shifts"),
    path("crews/<int:crew_id>/messages/", crew_messages.send, name="crew-message"),
    path("crews/<int:crew_id>/trail/", trails.crew_trail, name="crew-trail"),
    path("work-orders/<str:number>/trail/", trails.order_trail, name="order-trail"),
    path("crew-messages/<int:crew_message_id>/acknowledge/", crew_messages.acknowledge, name="crew-message-read"),
    path("positions/", positions.positions, name="positions"),
    *routes(
        list(PROCESSES.values()), "dispatch", desk.USES | fieldwork.USES,
        view_of=view_of, otherwise=fieldwork.plain, answers=fieldwork.ANSWERS,
    ),
]  # fmt: skip
