"""What the desk's verbs do besides moving the order. A verb that is not here only moves it."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.core.moments import check_estimate
from command_center.ground.organisation.scope import get_scoped
from workorders.api.acting import OrderState
from workorders.api.verbs import Use
from workorders.asking import services as asking
from workorders.kinds.complaint.services import (
    appealing,
    classifying,
    downgrading,
    investigating,
    linking,
    reopening,
)
from workorders.kinds.connection.uses import CONNECTION_USES
from workorders.models import WorkOrder
from workorders.services import aftercare, control, handling, judging, matters, one_crew_per_supply, supervising, urging
from workorders.services.locating import locate_order


class SplitOut(OrderState):
    """``part``: the number of the order that now stands on its own."""

    part = serializers.CharField()


def merge(*, order_id: int, into: str, reason: str, at: datetime, actor: Any) -> object:
    """The same matter twice: this order follows the other, its crew is freed, its callback remains."""
    parent = get_scoped(WorkOrder.objects.readable_by(actor), actor, number=into)
    return control.merge(order_id=order_id, parent_id=parent.pk, reason=reason, at=at, actor=actor)


def split(*, order_id: int, reason: str, report: int | None, at: datetime, actor: Any) -> dict[str, Any]:
    """Not the same matter after all: a merged order, or one report of an order, stands on its own and is judged."""
    said = {"order_id": order_id, "reason": reason, "at": at, "actor": actor}
    part = control.split(**said) if report is None else one_crew_per_supply.split_report(**said, report_id=report)
    return {"part": part.number}


def locate(*, order_id: int, lat: float, lon: float, at: datetime, actor: Any) -> object:
    """Set or correct the place on the map; until a crew is there."""
    return locate_order(order_id=order_id, latitude=lat, longitude=lon, at=at, actor=actor)


def explain(
    *, order_id: int, cause: str, measures: str, restored_at: datetime | None, at: datetime, actor: Any
) -> object:
    """Explained on the phone, no crew goes; the callback remains. Only before a crew has been asked."""
    back_at = restored_at or at
    if back_at > at:
        check_estimate(back_at, at=at, pointer="/restored_at")
    elif back_at < WorkOrder.objects.values_list("reported_at", flat=True).get(pk=order_id):
        raise Invalid(_("Power came back after the report and not in the future."), pointer="/restored_at")
    done = judging.explain(
        order_ids=[order_id], cause=cause, measures=measures, restored_at=back_at, at=at, actor=actor
    )
    if not done:
        raise Conflict(_("A crew is already dealing with this order."))
    return done


def split_matter(*, order_id: int, reason: str, report: int | None, at: datetime, actor: Any) -> dict[str, Any]:
    """Not the same matter after all: a merged order, or one call of an order, stands on its own."""
    said = {"order_id": order_id, "reason": reason, "at": at, "actor": actor}
    part = control.split(**said) if report is None else matters.split_matter(**said, report_id=report)
    return {"part": part.number}


def review_supervision(*, order_id: int, passed: bool, comment: str, at: datetime, actor: Any) -> object:
    """The answer clears the supervision, or goes back."""
    supervision = aftercare.review_reply(order_id=order_id, passed=passed, comment=comment, at=at, actor=actor)
    supervising.clear(supervision)
    return supervision


def cancel_supervision(*, order_id: int, reason: str, at: datetime, actor: Any) -> object:
    """It is taken back."""
    supervision = control.cancel(order_id=order_id, reason=reason, at=at, actor=actor)
    supervising.clear(supervision)
    return supervision


def on_site(verb: str, words: str) -> Use:
    done = partial(handling.record_contact, verb=verb)
    done.__doc__ = words
    return done


def ends_as(verb: str, words: str) -> Use:
    end = partial(control.cancel, verb=verb)
    end.__doc__ = words
    return end


USES: Mapping[str, Use] = {
    "suspend": control.suspend,
    "resume": control.resume,
    "review": aftercare.review_reply,
    "callback": aftercare.call_back,
    "cancel": ends_as("cancel", "The crew, if any, is freed by the event that follows."),
    "false-alarm": ends_as(
        "false-alarm", "A mistake or a prank, before a crew is asked. Whoever followed it is heard again."
    ),
    "return-upstream": ends_as(
        "return-upstream",
        "退单: not ours. Its sources hear it by the event `workorder.returned_upstream`, with the reason.",
    ),
    "merge": merge,
    "split": split,
    "second-crew": one_crew_per_supply.ask_second_crew,
    "note": control.add_note,
    "urge": urging.urge,
    "media": control.say_media,
    "locate": locate,
    "send": judging.send_on,
    "explain": explain,
    "give": handling.give,
    "transfer": handling.transfer,
    "hand-back": handling.hand_back,
    "contact": handling.record_contact,
    "on-site": on_site("on-site", "Somebody is at the customer's."),
    "handle": on_site("handle", "What was asked for has been done; the answer follows."),
    "answer": handling.answer,
    "extend": handling.extend,
    "supervise": supervising.supervise,
    "settle-answers": asking.settle,
}
OF_KIND: Mapping[str, Mapping[str, Use]] = {
    **{kind: {"split": split_matter} for kind in ("OPINION", "REPORT", "CONSULT", "SERVICE_REQ")},
    "COMPLAINT": {
        "classify": classifying.classify,
        "link": linking.link,
        "pull-history": investigating.pull_history,
        "decide-liability": investigating.decide_liability,
        "take-measures": investigating.take_measures,
        "answer": investigating.answer,
        "file-reply": investigating.file_reply,
        "propose-downgrade": downgrading.propose,
        "decide-downgrade": downgrading.decide,
        "appeal": appealing.appeal,
        "decide-appeal": appealing.decide_appeal,
        "callback": appealing.call_back,
        "reopen": reopening.reopen,
        "split": split_matter,
    },
    "CONNECTION": CONNECTION_USES,
    "SUPERVISION": {"review": review_supervision, "cancel": cancel_supervision},
}
ANSWERS: Mapping[str, type[OrderState]] = {"split": SplitOut, "reopen": SplitOut}
