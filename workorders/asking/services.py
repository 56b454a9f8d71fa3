"""The link that asks back: an answer is kept, gets its verdict, and makes the change that the verdict says, in one transaction."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict
from command_center.ground.core.events import emit
from command_center.ground.organisation.locating import Place
from workorders.asking.facts import facts_of, place_of
from workorders.asking.models import CustomerAnswer
from workorders.asking.reading import LONGEST_WORDS, read
from workorders.asking.verdicts import LATE, LOOK, RULES, Change, Pin, Question, Rule, Said, Verdict, rule_for
from workorders.engine.advance import advance
from workorders.engine.writing import raise_attention, write
from workorders.events import CustomerAnswered
from workorders.kinds import ENDS
from workorders.models import Note, WorkOrder
from workorders.selectors.tracking import leading
from workorders.services.kept_words import keep_words
from workorders.services.locating import put_on_map
from workorders.services.photos import taken
from workorders.services.still_out import say_still_out

# By when a person has looked at a doubtful answer. Assumed: the caller has just hung up, the crew is being chosen.
LOOKED_AT_WITHIN = timedelta(minutes=15)
MOST_AN_HOUR = 12
ASKED_AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class Answer:
    """As it came: ``given`` are the fields of the form. ``link`` is the hash of the token by which it came."""

    question: Question
    link: str
    given: dict[str, Any] = field(default_factory=dict)
    photo: Any = None


@transaction.atomic
def take_answer(*, order_id: int, answer: Answer, at: datetime) -> CustomerAnswer:
    """Keep what the customer says and do what its verdict says. Raises ``Conflict`` where too much comes in an hour."""
    picture = taken(answer.photo).photo if answer.question == Question.PHOTO else ""
    said = read(answer.question, answer.given, is_picture=bool(picture))
    order = _order(order_id, is_locked=answer.question == Question.PLACE)
    _not_too_often(order, at)
    place = place_of(said.pin)
    name = rule_for(said, facts_of(order, said.pin, place, at=at))
    rule = RULES[name]
    row = CustomerAnswer.objects.create(
        order=order, link=answer.link, at=at, photo=picture, rule=name, verdict=rule.verdict, change=rule.change,
        due_at=at + LOOKED_AT_WITHIN if rule.verdict == Verdict.DOUBTFUL else None, **_kept(said, answer),
    )  # fmt: skip
    _change(order, row, rule, said.pin, place, at=at)
    return row


def _order(order_id: int, *, is_locked: bool) -> WorkOrder:
    """Only a pin needs the row at once: a report takes the locks of its matter before those of orders."""
    rows = WorkOrder.objects.select_related("parent", "service_point", "centre", "customer", "tracking_link")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=order_id) if is_locked else rows.get(pk=order_id)


def _not_too_often(order: WorkOrder, at: datetime) -> None:
    if CustomerAnswer.objects.filter(order=order, at__gt=at - timedelta(hours=1)).count() >= MOST_AN_HOUR:
        raise Conflict(_("We have your answers. If there is more to say, please call 95598."))


def _kept(said: Said, answer: Answer) -> dict[str, Any]:
    """What was said, as far as it could be read; what could not, as it came."""
    pin = said.pin
    told = {name: str(answer.given.get(name) or "")[:LONGEST_WORDS] for name in ("said", "words")}
    if pin is None and answer.question == Question.PLACE:
        told["raw"] = f"{answer.given.get('lat', '')} {answer.given.get('lon', '')}"[:LONGEST_WORDS].strip()
    kept: dict[str, Any] = {name: value for name, value in told.items() if value}
    where = {"latitude": pin.latitude, "longitude": pin.longitude, "accuracy_m": pin.accuracy_m} if pin else {}
    return {"question": said.question, "said": {**kept, **({"file": True} if answer.photo else {})}, **where}


def _change(
    order: WorkOrder, row: CustomerAnswer, rule: Rule, pin: Pin | None, place: Place | None, *, at: datetime
) -> None:
    """What the verdict says, and everybody who looks at the order sees it at once."""
    if rule.change == Change.REPORTED:
        say_still_out(order, at=at)
    order = WorkOrder.objects.lock(order.pk)
    if rule.change in (Change.PLACE_SET, Change.PLACE_MOVED) and pin is not None and place is not None:
        if order.located:
            words = _("Place corrected by the customer's link: it was %(lat).5f, %(lon).5f")
            Note.objects.create(order=order, text=words % {"lat": order.latitude, "lon": order.longitude}, at=at)
        put_on_map(order, place, latitude=pin.latitude, longitude=pin.longitude, at=at)
    if rule.verdict == Verdict.DOUBTFUL:
        raise_attention([_looked_at_with(order)], LOOK, at=at)
    write([order], at=at)
    emit(CustomerAnswered.of(order, answer_id=row.pk, question=row.question, verdict=row.verdict, change=row.change))


def _looked_at_with(order: WorkOrder) -> WorkOrder:
    """Nobody stands before an order that follows another one: the one in front is shown instead."""
    leader = leading(order)
    return order if leader.pk == order.pk else WorkOrder.objects.lock(leader.pk)


@transaction.atomic
def settle(*, order_id: int, reason: str, at: datetime, actor: Any) -> WorkOrder:
    """A person has looked at what was doubtful, of this order and of those that follow it."""
    order = WorkOrder.objects.lock(order_id)
    advance([order], "settle-answers", at=at, actor=actor, detail=reason.strip())
    keep_words(order, "settle-answers", reason, at=at, actor=actor)
    waiting_for(order).update(settled_at=at, settled_by=actor, settled_how=reason.strip()[:200])
    return order


def waiting_for(order: WorkOrder) -> Any:
    """Doubtful answers that somebody still has to look at with this order."""
    rows = CustomerAnswer.objects.filter(verdict=Verdict.DOUBTFUL, settled_at=None)
    return rows.filter(order_id=order.pk) | rows.filter(order__parent_id=order.pk)


@transaction.atomic
def ask_again(*, at: datetime) -> int:
    """Doubtful answers that nobody has looked at in time: now it presses, at whatever order leads by now; how many newly say so.

    With the order in front the question ends too.
    """
    late = CustomerAnswer.objects.filter(verdict=Verdict.DOUBTFUL, settled_at=None, due_at__lte=at)
    rows = dict(late.values_list("pk", Coalesce("order__parent_id", "order_id"))[:ASKED_AT_ONCE])
    leaders = {order.pk: order for order in WorkOrder.objects.locked().filter(pk__in=set(rows.values()))}
    ended = [pk for pk, leader in rows.items() if leaders[leader].status in ENDS]
    late.filter(pk__in=ended).update(settled_at=at, settled_how=str(_("The order has ended.")))
    return len(raise_attention([order for order in leaders.values() if order.status not in ENDS], LATE, at=at))
