"""Routes of the outages under /api/v1/; the list and one outage in full are the roof's, because they name crews."""

from django.urls import path

from outages.generators import api as generators
from outages.judging import api as meter_events
from outages.ledger.api import interruptions
from outages.reliability.api import indices
from outages.verbs.api import deciding, geojson, restoring

VERBS = {
    "confirm": deciding.confirm,
    "unconfirm": deciding.unconfirm,
    "was-off": interruptions.was_off,
    "restore": restoring.restore,
    "dismiss": deciding.dismiss,
    "reinstate": deciding.reinstate,
    "move": deciding.move,
    "split": deciding.split,
    "merge": deciding.merge,
    "unmerge": deciding.unmerge,
    "estimate": restoring.estimate,
    "cause": deciding.cause,
    "check": restoring.check,
    "answer": restoring.answer,
    "verify": restoring.verify,
    "close": restoring.close,
    "generator": generators.place,
    "generator-away": generators.take_away,
}

urlpatterns = [
    path("outages.geojson", geojson.live, name="outages-geojson"),
    path("outages/<str:number>/trace/", geojson.trace, name="outage-trace"),
    path("outages/<str:number>/interruptions/", interruptions.InterruptionList.as_view(), name="outage-interruptions"),
    *(path(f"outages/<str:number>/{verb}/", view, name=f"outage-{verb}") for verb, view in VERBS.items()),
    path("interruptions/<int:interruption_id>/correct/", interruptions.correct, name="interruption-correct"),
    path("meter-events/", meter_events.meter_events, name="meter-events"),
    path("indices/", indices.indices, name="indices"),
    path("indices/interruptions/", indices.RowsBehind.as_view(), name="indices-rows"),
]
