"""Routes of dispatch under /api/v1/."""

from django.urls import path

from dispatch.api import desk, fieldwork, offers, positions, shifts
from ground.organisation.roles import Right
from workorders.api.acting import OrderState
from workorders.api.verbs import Use, View, desk_view, routes
from workorders.engine.process import Verb
from workorders.kinds.fault.process import FAULT


def view_of(verb: Verb, use: Use, answer: type[OrderState]) -> View:
    return (fieldwork.crew_view if verb.right == Right.FIELD else desk_view)(verb, use, answer)


urlpatterns = [
    path("offers/", offers.OfferList.as_view(), name="offers"),
    path("offers/<int:offer_id>/accept/", offers.accept, name="offer-accept"),
    path("offers/<int:offer_id>/reject/", offers.reject, name="offer-reject"),
    path("shifts/", shifts.ShiftList.as_view(), name="shifts"),
    path("positions/", positions.positions, name="positions"),
    *routes(FAULT, "dispatch", desk.USES | fieldwork.USES, view_of, fieldwork.plain, fieldwork.ANSWERS),
]
