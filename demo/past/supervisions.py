"""督办 of the invented past: an order about another one, issued while that one is handled, answered with cause and measure."""

from demo.past import words
from demo.past.played import Played
from demo.past.steps import reviewed_at, unit_minutes
from demo.past.world import World
from workorders.kinds import PROCESSES
from workorders.models import Answer, WorkOrder
from workorders.services.opening import order_number

LEVELS = {"COUNTY": 0.6, "CITY": 0.3, "PROVINCE": 0.1}
OF_THE_PLACE = ("centre", "unit", "grid_id", "org_path", "source", "area_kind", "concerns_id", "confidential")
OF_PEOPLE = ("reporter_name", "reporter_phone", "customer_id", "service_point_id", "node_id", "address")


def sprung_of(world: World, play: Played, kind: str, sub_kind: str, text: str, *, people: bool = True) -> WorkOrder:
    """An unsaved order that springs from this one at its last moment, in the same hands."""
    order, pk, at = play.order, next(world.ids.orders), play.at
    names = (*OF_THE_PLACE, *(OF_PEOPLE if people else ()))
    return WorkOrder(
        pk=pk, kind=kind, sub_kind=sub_kind, number=order_number(order.centre, PROCESSES[kind], pk, at), about=order,
        description=text, reported_at=at, received_at=at, updated_at=at, **{name: getattr(order, name) for name in names},
    )  # fmt: skip


def supervise(world: World, play: Played, *, verb: str = "supervise", level: str = "", text: str = "") -> None:
    """The order goes on meanwhile. One that would not be answered yet is not issued."""
    level = level or world.one_of(list(LEVELS), list(LEVELS.values()))
    play.take(verb, play.after(world.between(30, 300)), world.supervisor)
    order = sprung_of(
        world, play, "SUPERVISION", level, text or world.one_of(words.ASKED), people=not play.order.confidential
    )
    issued = Played.opened(order, world.ids)
    _handled(world, issued)
    if issued.at <= play.until:
        play.sprung.append(issued)


def _handled(world: World, issued: Played) -> None:
    if world.chance(0.04):
        issued.take("cancel", issued.after(world.between(60, 400)), world.supervisor, detail="已另行说明")
        return
    _answer(world, issued)
    if world.chance(0.12):
        issued.take("send-back", reviewed_at(world, issued), world.supervisor, detail=world.one_of(words.REWORKS))
        _answer(world, issued)
    issued.take("review", reviewed_at(world, issued), world.supervisor)


def _answer(world: World, issued: Played) -> None:
    by = world.person_of(issued.order.unit)
    at = issued.after(unit_minutes(world, 60, 1100))
    cause, measures = world.one_of(words.CAUSES), world.one_of(words.MEASURES)
    issued.take("answer", at, by, detail=measures)
    issued.rows.append(Answer(order=issued.order, author_id=by, cause=cause, measures=measures, at=at))
