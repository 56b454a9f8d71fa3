"""Power comes back: steps, estimates, the questions whether it is really back."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from command_center.ground.core.errors import Conflict
from command_center.ground.organisation.closed_years import accept_past
from outages.estimates.selectors.experience import estimator
from outages.estimates.services import estimating
from outages.life.api.acting import OutageState
from outages.life.api.places import device_named, reach_of, scope_of_meters
from outages.life.choices import EndedBy
from outages.life.scope import Scope
from outages.life.selectors.affected import scope_fed_now
from outages.verbs.models import RestoreCheck
from outages.verbs.services import restoring, verifying


class RestoredState(OutageState):
    step = serializers.IntegerField()
    restored = serializers.IntegerField(help_text="Customers who got power by this step")


class AskedState(OutageState):
    check_id = serializers.IntegerField()
    asked = serializers.IntegerField()


class RecordedState(OutageState):
    recorded = serializers.IntegerField(help_text="How many of them were asked in the open round")


def restore(
    *,
    outage_id: int,
    confirm_at: datetime | None,
    phases: str,
    note: str,
    actor: Any,
    at: datetime,
    said_at: datetime | None = None,
    ended_by: str = "",
    **who: Any,
) -> dict[str, Any]:
    """One step: power came back at ``at`` to everybody, to whom a device feeds now, to these meters, or on these phases."""
    moment = said_at or at
    accept_past(actor, moment, at=at, pointer="/at", confirmed=confirm_at)
    scope, device_id = _who(who, actor, moment)
    by = ended_by or (EndedBy.SWITCHING if device_id else EndedBy.REPAIR).value
    how = restoring.How(ended_by=by, device_id=device_id, phases=phases, note=note)
    done = restoring.restore(outage_id=outage_id, at=moment, how=how, scope=scope, actor=actor)
    return {"step": done.step.pk, "restored": done.customers}


def _who(who: dict[str, Any], user: Any, at: datetime) -> tuple[Scope | None, int | None]:
    if "device" in who:
        device = device_named(who["device"], user)
        return reach_of(device, scope_fed_now, at=at), device.pk
    return (scope_of_meters(who["service_points"], user) if "service_points" in who else None), None


def estimate(*, outage_id: int, computed: bool, at: datetime, actor: Any, **said: Any) -> object:
    """Never replaced by a computed one, until a person hands it back with ``computed``."""
    if computed:
        return estimating.release_to_computed(outage_id=outage_id, estimator=estimator, at=at, actor=actor)
    return estimating.estimate_by_hand(outage_id=outage_id, at=at, actor=actor, **said)


def check(*, outage_id: int, at: datetime, actor: Any) -> dict[str, Any]:
    """Draw the customers to be asked whether power is back; important ones always."""
    drawn = verifying.start_check(outage_id=outage_id, at=at)
    return {"check_id": drawn.pk, "asked": drawn.asked}


def answer(*, outage_id: int, answers: list[dict[str, Any]], at: datetime, actor: Any) -> dict[str, Any]:
    """What customers or meters said in the open round; the last word counts, who was not asked is passed over."""
    said = {each["meter_number"]: each["answer"] for each in answers}
    rounds = _open_round(outage_id)
    asked = rounds.answers.filter(service_point__meter_number__in=said)
    meters = asked.values_list("service_point_id", "service_point__meter_number")
    words = {point: said[meter] for point, meter in meters}
    return {"recorded": verifying.record_answers(check_id=rounds.pk, answers=words, at=at)}


def verify(*, outage_id: int, at: datetime, actor: Any) -> object:
    """Weigh the answers of the open round: verified, or found dark again."""
    return verifying.finish_check(check_id=_open_round(outage_id).pk, at=at, actor=actor)


def _open_round(outage_id: int) -> RestoreCheck:
    found = RestoreCheck.objects.filter(outage_id=outage_id, finished_at=None).first()
    if found is None:
        raise Conflict(_("No round of questions is open."))
    return found
