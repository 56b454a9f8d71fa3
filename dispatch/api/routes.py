"""Routes of dispatch under /api/v1/."""

from django.urls import path

from dispatch.api import desk, fieldwork, offers, positions, shifts

VERBS = {
    "assign": desk.assign,
    "reassign": desk.reassign,
    "depart": fieldwork.depart,
    "arrive": fieldwork.arrive,
    "start": fieldwork.start,
    "restore": fieldwork.restore,
    "not-restored": fieldwork.not_restored,
    "nothing-found": fieldwork.nothing_found,
    "help": fieldwork.call_for_help,
    "reply": fieldwork.reply,
}

urlpatterns = [
    path("offers/", offers.OfferList.as_view(), name="offers"),
    path("offers/<int:offer_id>/accept/", offers.accept, name="offer-accept"),
    path("offers/<int:offer_id>/reject/", offers.reject, name="offer-reject"),
    path("shifts/", shifts.ShiftList.as_view(), name="shifts"),
    path("positions/", positions.positions, name="positions"),
    *(path(f"work-orders/<str:number>/{verb}/", view, name=f"order-{verb}") for verb, view in VERBS.items()),
]
