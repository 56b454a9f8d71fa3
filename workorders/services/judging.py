"""What judging may say of a report: it needs a crew, a person should look first, or it is explained on the phone.

Which of them is said by ``outages``, a storey higher; here are the moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from command_center.ground.core.prepared import prepared
from workorders.engine.advance import advance
from workorders.engine.writing import raise_attention
from workorders.kinds.fault.states import NOT_ON_SITE, Status
from workorders.models import Reply, WorkOrder

CALLED_BACK_LATER = "callback"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is said instead of sending a crew. ``restored_at`` may be a promise; ``contacted`` on the phone just now."""

    cause: str
    measures: str
    restored_at: datetime
    contacted: bool = True


@transaction.atomic(savepoint=False)
def pass_on(*, order_ids: Sequence[int], at: datetime) -> list[WorkOrder]:
    """Received and located orders become ready for a crew. Asking again changes nothing."""
    orders = _received([*order_ids])
    advance(orders, "pass_on", at=at)
    return orders


@transaction.atomic(savepoint=False)
def hold(*, order_ids: Sequence[int], attention: str, at: datetime) -> list[WorkOrder]:
    """Judged, but no crew goes before a person has looked: ``attention`` is the reason as a code."""
    orders = _received([*order_ids])
    advance(orders, "hold", at=at)
    raise_attention(orders, attention)
    return orders


@transaction.atomic
def send_on(*, order_id: int, at: datetime, actor: Any) -> WorkOrder:
    """A person has looked at a held order: a crew is needed after all."""
    order = WorkOrder.objects.lock(order_id)
    advance([order], "send", at=at, actor=actor)
    return order


@transaction.atomic
def explain(
    *, order_ids: Sequence[int], cause: str, measures: str, restored_at: datetime, at: datetime, actor: Any = None
) -> list[WorkOrder]:
    """Explained on the phone, no crew goes: judged and replied to, the callback remains. ``restored_at`` may be a promise.

    Takes received and held orders; asking again changes nothing.
    """
    orders = list(WorkOrder.objects.locked().filter(pk__in=order_ids, status__in=[Status.RECEIVED, Status.JUDGED]))
    answer = Answer(cause=cause, measures=measures, restored_at=restored_at)
    _answer(orders, answer, verb="explain", at=at, actor=actor)
    return orders


@transaction.atomic
def answer_without_crew(
    *, order_ids: Sequence[int], answer: Answer, at: datetime, actor: Any = None
) -> list[WorkOrder]:
    """Power came back before any crew was there: who waits for one is answered and called back, and no crew goes.

    A danger keeps its order, whoever has power. Asking again changes nothing.
    """
    waiting = WorkOrder.objects.locked().filter(pk__in=order_ids, status__in=[s.value for s in NOT_ON_SITE])
    orders = list(waiting.filter(hazard=False))
    _answer(orders, answer, verb="answer", at=at, actor=actor)
    return orders


def _answer(orders: Sequence[WorkOrder], answer: Answer, *, verb: str, at: datetime, actor: Any) -> None:
    """Who was not judged yet is so by this: his acceptance was in time or late, and is not void."""
    advance([order for order in orders if order.status == Status.RECEIVED], "hold", at=at, actor=actor)
    Reply.objects.bulk_create(
        Reply(
            order=o,
            author=actor,
            cause=answer.cause,
            measures=answer.measures,
            restored_at=answer.restored_at,
            contacted=answer.contacted,
            contacted_at=at if answer.contacted else None,
            not_contacted_reason="" if answer.contacted else CALLED_BACK_LATER,
            at=at,
        )
        for o in orders
    )
    advance(orders, verb, at=at, actor=actor, detail=answer.cause)


@prepared
def _received(order_ids: list[int]) -> "QuerySet[WorkOrder]":
    waiting = WorkOrder.objects.locked().filter(pk__in=order_ids, status=Status.RECEIVED.value)
    return waiting.filter(latitude__isnull=False)
