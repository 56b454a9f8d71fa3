"""Routes of the outages under /api/v1/; the list and one outage in full are the roof's, because they name crews."""

from django.urls import path

from outages.generators import api as generators
from outages.judging import api as meter_events
from outages.ledger.api import interruptions
from outages.life.api.acting import OutageState, state_of
from outages.life.models import Outage
from outages.life.process import OUTAGE
from outages.reliability.api import indices
from outages.verbs.api import deciding, geojson, restoring
from outages.verbs.services import cause, closing, confirming, dismissing, merging
from workorders.engine.doors import Doors

VERBS = Doors(
    process=OUTAGE,
    under="outages",
    name="outage",
    id_as="outage_id",
    rows=Outage.objects,
    state=OutageState,
    state_of=state_of,
    uses={
        "confirm": deciding.confirm,
        "unconfirm": confirming.unconfirm,
        "was-off": interruptions.was_off,
        "restore": restoring.restore,
        "dismiss": dismissing.dismiss,
        "reinstate": dismissing.reinstate,
        "move": deciding.move,
        "split": deciding.split,
        "merge": deciding.merge,
        "unmerge": merging.unmerge,
        "estimate": restoring.estimate,
        "cause": cause.set_cause,
        "check": restoring.check,
        "answer": restoring.answer,
        "verify": restoring.verify,
        "close": closing.close,
        "generator": generators.place,
        "generator-away": generators.take_away,
    },
    answers={
        "was-off": interruptions.CorrectedState,
        "restore": restoring.RestoredState,
        "split": deciding.PartState,
        "check": restoring.AskedState,
        "answer": restoring.RecordedState,
        "generator": generators.SuppliedState,
    },
)

urlpatterns = [
    path("outages.geojson", geojson.live, name="outages-geojson"),
    path("outages/<str:number>/trace/", geojson.trace, name="outage-trace"),
    path("outages/<str:number>/interruptions/", interruptions.InterruptionList.as_view(), name="outage-interruptions"),
    *VERBS.routes(),
    path("interruptions/<int:interruption_id>/correct/", interruptions.correct, name="interruption-correct"),
    path("meter-events/", meter_events.meter_events, name="meter-events"),
    path("indices/", indices.indices, name="indices"),
    path("indices/interruptions/", indices.RowsBehind.as_view(), name="indices-rows"),
]
