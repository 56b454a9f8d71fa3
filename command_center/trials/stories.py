"""Stories: nights of switching, calls and withdrawals from a file, played step by step; after each, what the product says.

A call is a report of a customer over the hotline, a withdrawal is the customer's own button on their link, a switch is
a telegram of the control system. Crews are on duty and take what they are offered; they do not repair, for a story says itself
when power comes back.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from command_center.ground.core.errors import Conflict
from command_center.ground.network.models import OperationSource
from command_center.ground.network.services.switching import operate
from command_center.screens.tracking.api import withdraw
from command_center.trials.clockwork import advance, at_moment, settle
from command_center.trials.stage import Stage
from dispatch.models import Assignment, CrewPosition, Offer, OfferStatus
from dispatch.services.offering import accept_offer
from outages.life.states import DARK
from outages.models import Interruption, Outage
from workorders.kinds.fault.states import OPEN, Status
from workorders.models import FaultReport, Source, WorkOrder
from workorders.services.intake import Report, open_fault_order

Answer = dict[str, Any]
Watch = Callable[[Iterable["Story"]], Iterable["Story"]]

CREWS_ANSWER_AFTER = timedelta(seconds=30)
REPAIR_BEFORE_IT = OPEN - {Status.RESTORED, Status.REPLIED, Status.REVIEWED, Status.CALLED_BACK, Status.MERGED}


class BadStories(ValueError):
    """The file is not a list of stories; the message is one sentence."""


@dataclass(frozen=True)
class Story:
    """One night. Each step has ``t_s`` (seconds from its start, rising) and ``do``: switch, call or withdraw."""

    story_id: str
    steps: list[Mapping[str, Any]]


def read_stories(content: Any, stage: Stage) -> list[Story]:
    """Raises BadStories for the first thing that is not as it should be."""
    found = content.get("stories") if isinstance(content, dict) else None
    if not isinstance(found, list):
        raise BadStories('The file has no list "stories".')
    stories = []
    for number, each in enumerate(found, start=1):
        story_id, steps = (each.get("story_id"), each.get("steps")) if isinstance(each, dict) else (None, None)
        if not isinstance(story_id, str) or not isinstance(steps, list):
            raise BadStories(f'Story {number} needs a text "story_id" and a list "steps".')
        for at, step in enumerate(steps, start=1):
            _check(step, f"Step {at} of story {story_id}", stage)
        stories.append(Story(story_id, steps))
    return stories


def _check(step: Any, where: str, stage: Stage) -> None:
    if not isinstance(step, dict) or isinstance(step.get("t_s"), bool) or not isinstance(step.get("t_s"), int | float):
        raise BadStories(f'{where} needs a number "t_s" of seconds.')
    match step.get("do"):
        case "switch" if step.get("device") in stage.devices and isinstance(step.get("open"), bool):
            return
        case "switch":
            raise BadStories(f'{where} needs a "device" of the network and "open" true or false.')
        case "call" if (step.get("load_id"), step.get("customer_no")) in stage.customer_numbers and step.get("call_id"):
            return
        case "call":
            raise BadStories(f'{where} needs "call_id", a "load_id" of the network and a "customer_no" that it has.')
        case "withdraw" if step.get("call_id"):
            return
        case _:
            raise BadStories(f'{where} has to "do" switch, call or withdraw.')


def play(stories: Iterable[Story], stage: Stage, *, at: datetime) -> Iterator[tuple[str, list[Answer]]]:
    """Play each story from moment ``at`` on a stage as it was: what one story did is rolled back before the next."""
    for story in stories:
        with transaction.atomic():
            answers = [_after(step, before, stage, at) for before, step in _with_before(story.steps)]
            transaction.set_rollback(True)
        yield story.story_id, answers


def _with_before(steps: list[Mapping[str, Any]]) -> Iterator[tuple[float, Mapping[str, Any]]]:
    before = 0.0
    for step in steps:
        yield before, step
        before = float(step["t_s"])


def _after(step: Mapping[str, Any], before: float, stage: Stage, at: datetime) -> Answer:
    """Let the time run to the step, do it, let everything come to rest; what is true then."""
    moment = at + timedelta(seconds=float(step["t_s"]))
    advance(at + timedelta(seconds=before), moment, also=_crews_answer)
    with at_moment(moment):
        _do(step, stage, moment)
        settle()
    return _said(stage)


def _do(step: Mapping[str, Any], stage: Stage, moment: datetime) -> None:
    match step["do"]:
        case "switch":
            operate(
                branch_id=stage.devices[step["device"]], opened=step["open"], at=moment, source=OperationSource.SCADA
            )
        case "call":
            number = stage.customer_numbers[step["load_id"], step["customer_no"]]
            call_id, source = str(step["call_id"]), Source.HOTLINE_95598
            report = Report(source=source, source_id=call_id, description="家里停电了", customer_number=number)
            open_fault_order(report, at=moment)
        case "withdraw":
            _withdraw(str(step["call_id"]))


def _withdraw(call_id: str) -> None:
    """The customer's button; where a crew is on its way already it says so and changes nothing."""
    for order_id in FaultReport.objects.filter(source_id=call_id).values_list("order_id", flat=True):
        try:
            withdraw(order_id)
        except Conflict:
            return


def _crews_answer(moment: datetime) -> None:
    """Crews are where they were, and take what was offered half a minute ago."""
    CrewPosition.objects.update(fixed_at=moment, seen_at=moment)
    due = Offer.objects.filter(status=OfferStatus.OFFERED, offered_at__lte=moment - CREWS_ANSWER_AFTER)
    for offer_id in due.order_by("pk").values_list("pk", flat=True):
        try:
            accept_offer(offer_id=offer_id, at=moment, actor=None)
        except Conflict:
            continue


def _said(stage: Stage) -> Answer:
    return {"dark": _dark(stage), "outages": _live_outages(), "orders": _orders()}


def _dark(stage: Stage) -> dict[str, int]:
    """Load id → how many of its customers have an open interruption in the ledger."""
    open_points = Interruption.objects.open().values_list("service_point_id", flat=True)
    return dict(sorted(Counter(stage.load_of_point[point_id] for point_id in open_points).items()))


def _live_outages() -> list[Answer]:
    """Outages that stand in the ledger and are not over, each with who leads its repair: live, none or ended."""
    dark = Outage.objects.filter(status__in=[status.value for status in DARK]).order_by("pk")
    return [
        {"device": code or "", "customers_out": customers_out, "leader": _leader(status)}
        for code, customers_out, status in dark.values_list("device__code", "customers_out", "lead_order__status")
    ]


def _leader(status: str | None) -> str:
    if status is None:
        return "none"
    return "live" if Status(status) in REPAIR_BEFORE_IT else "ended"


def _orders() -> dict[str, Answer]:
    """Call id → its order's state, its crew (at work, else asked) and, when it is merged, the call that leads it."""
    reports = dict(FaultReport.objects.exclude(source=Source.ALARM).order_by("pk").values_list("source_id", "order_id"))
    orders = WorkOrder.objects.in_bulk(reports.values())
    first_call = {order_id: call_id for call_id, order_id in reversed(reports.items())}
    crews = dict(Offer.objects.filter(status=OfferStatus.OFFERED).order_by("-pk").values_list("order_id", "crew_id"))
    crews |= dict(Assignment.objects.filter(released_at=None).values_list("order_id", "crew_id"))
    return {
        call_id: {
            "state": orders[order_id].status,
            "crew": crews.get(order_id),
            "leader": first_call.get(orders[order_id].parent_id or 0),
        }
        for call_id, order_id in reports.items()
    }
