"""What the scripts of several kinds have in common: an order is told, given, answered, reviewed, called back; with its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from command_center.ground.core.sealing import digest, seal
from command_center.ground.organisation.models import OrgUnit
from customers.models import ServicePoint
from demo.past import words
from demo.past.played import FOR_GOOD, Played
from demo.past.unsaved import unsaved
from demo.past.world import INVENTED, World
from workorders.confidential.services import OF_REPORT, take_people, veiled
from workorders.kinds import PROCESSES
from workorders.kinds.common.forms import PAUSE_REASONS
from workorders.matter import Matter
from workorders.models import Answer, Callback, Complainant, FaultReport, Note, Pause, Transfer, WorkOrder
from workorders.services.opening import order_number

P = TypeVar("P", bound=Played)
CHANNELS = {
    "HOTLINE_95598": 0.55, "HOTLINE_12345": 0.08, "HOTLINE_12398": 0.02, "APP": 0.10, "WECHAT": 0.11, "PHONE": 0.05,
    "GRID_MANAGER": 0.04, "WALK_IN": 0.04, "SOCIAL": 0.01,
}  # fmt: skip
LATE = 0.04  # of the unit's steps take many times as long
DAY_OF_WORK = 480.0


def told(
    world: World,
    kind: str,
    sub_kind: str,
    text: str,
    at: datetime,
    *,
    confidential: bool = False,
    points: Sequence[ServicePoint] = (),
    channels: Mapping[str, float] = CHANNELS,
    play_as: type[P] = Played,  # type: ignore[assignment]
    until: datetime = FOR_GOOD,
) -> P:
    """A customer of the sample tells it through some channel; the report is kept with the order."""
    point = world.one_of(points or world.points)
    source = world.one_of(list(channels), list(channels.values()))
    order = order_of(world, kind, point, at, source)
    order.sub_kind, order.description, order.confidential = sub_kind, text, confidential or kind == "REPORT"
    matter = Matter(
        kind=kind, source=source, source_id=f"{INVENTED}-{order.pk}", description=text, sub_kind=sub_kind,
        reporter_name=order.reporter_name, reporter_phone=order.reporter_phone, customer_number=point.customer.number,
        confidential=order.confidential,
    )  # fmt: skip
    people = take_people(order) if order.confidential else {}
    play = play_as.opened(order, world.ids, until=until)
    if order.confidential:
        unsaid = replace(matter, reporter_phone="")
        report = keep_report(world, play, unsaid, veiled(matter.payload), point_id=None)
        play.rows.append(sealed_caller(order, report, people, matter))
    else:
        keep_report(world, play, matter, matter.payload, point_id=point.pk)
    return play


def order_of(world: World, kind: str, point: ServicePoint, at: datetime, source: str) -> WorkOrder:
    """An unsaved order about this supply, with the next id; its number says day, centre, kind."""
    unit = world.units[point.unit_id]
    centre, pk = world.units[unit.parent_id or 0], next(world.ids.orders)
    return WorkOrder(
        pk=pk, kind=kind, number=order_number(centre, PROCESSES[kind], pk, at), centre=centre, unit=unit,
        grid_id=point.grid_id, org_path=point.org_path, source=source, reporter_name=world.surname(),
        reporter_phone=world.phones.get(point.customer_id, ""), customer_id=point.customer_id, sub_kind="",
        service_point_id=point.pk, node_id=point.transformer_id, address=point.address, area_kind=point.area_kind,
        reported_at=at, received_at=at, updated_at=at,
    )  # fmt: skip


def keep_report(
    world: World, play: Played, matter: Matter, payload: dict[str, Any], *, point_id: int | None
) -> FaultReport:
    """What was told, beside its order."""
    report = unsaved(
        FaultReport, next(world.ids.reports), source=matter.source, source_id=matter.source_id, order_id=play.order.pk, payload=payload,
        received_at=play.order.received_at, service_point_id=point_id, urge=False, warnings=[],
        phone=matter.reporter_phone if matter.reporter_phone.startswith("+") else "",
    )  # fmt: skip
    play.rows.append(report)
    return report


def sealed_caller(order: WorkOrder, report: FaultReport | None, people: dict[str, Any], matter: Matter) -> Complainant:
    """Who told it, as ``workorders.confidential`` keeps them."""
    said = {name: matter.payload.get(name) for name in OF_REPORT}
    return Complainant(
        order=order, report=report, sealed=seal({"order": people, "report": said}),
        phone_digest=digest(people.get("reporter_phone") or ""), customer_digest=digest(str(people.get("customer_id") or "")),
    )  # fmt: skip


def unit_minutes(world: World, fewest: float, most: float) -> float:
    """Working minutes of a unit's step; a few take long enough to miss their limit."""
    return world.between(fewest, most) * (world.between(6, 14) if world.chance(LATE) else 1.0)


def give(world: World, play: Played, unit: OrgUnit, *, verb: str = "give", at: datetime | None = None) -> None:
    before = play.order.unit if verb == "transfer" else None
    reason = world.one_of(words.TRANSFERS) if before else "请核实并答复客户"
    at, actor = at or play.after(world.between(3, 70)), world.desk
    hands = play.order.custodian_count + (before is not None)
    play.take(
        verb, at, actor, detail=f"{unit.name}: {reason}", unit=unit, centre=world.units[unit.parent_id or 0],
        org_path=unit.path, custodian_count=hands,
    )  # fmt: skip
    play.rows.append(
        unsaved(
            Transfer,
            order_id=play.order.pk,
            from_unit_id=before.pk if before else None,
            to_unit_id=unit.pk,
            reason=reason,
            actor_id=actor,
            at=at,
        )
    )


def detours(world: World, play: Played) -> None:
    """Given to the unit of the place, and some to the wrong one first."""
    unit = play.order.unit
    if unit is None:
        return
    give(world, play, unit)
    other = world.another_unit(unit)
    if other is not None and world.chance(0.08):
        give(world, play, other, verb="transfer", at=play.working(unit_minutes(world, 20, 240)))
    elif world.chance(0.03):
        at = play.working(unit_minutes(world, 20, 200))
        centre = play.order.centre
        play.take("hand-back", at, world.person_of(unit), detail="不属于本单位", unit=None, org_path=centre.path)
        give(world, play, unit)


def rest(world: World, play: Played) -> None:
    """挂起: with approval and evidence, for a day or some."""
    reason = world.one_of([code for code, _ in PAUSE_REASONS])
    at = play.working(world.between(10, 90))
    play.take("suspend", at, world.supervisor, reason=reason, detail="客户约定另行办理")
    until = at + timedelta(hours=world.between(16, 80))
    resumed_at = play.after(world.between(14, 90) * 60)
    play.rows.append(
        Pause(
            order=play.order, reason=reason, detail="客户约定另行办理", evidence="通话录音", started_at=at,
            expected_resume_at=until, ended_at=resumed_at, approved_by_id=world.supervisor,
        )
    )  # fmt: skip
    play.take("resume", resumed_at, world.supervisor)


def urge(world: World, play: Played) -> None:
    at, text = play.after(world.between(20, 240)), world.one_of(words.URGES)
    play.take("urge", at, world.desk)
    play.order.urge_count += 1
    play.rows.append(Note(order=play.order, author_id=world.desk, text=text, urge=True, at=at))


def answer(world: World, play: Played, *, by: int, at: datetime) -> None:
    """The order's answer with what was found, done, and when the customer was told, or why not."""
    reached = world.chance(0.93)
    cause, measures = world.one_of(words.CAUSES), world.one_of(words.MEASURES)
    play.take("answer", at, by, detail=measures)
    play.rows.append(
        unsaved(
            Answer, order_id=play.order.pk, author_id=by, cause=cause, measures=measures, told_at=at if reached else None,
            not_told_reason="" if reached else world.one_of(words.NOT_TOLD), at=at,
        )
    )  # fmt: skip


def reviewed_at(world: World, play: Played) -> datetime:
    """Mostly within the half hour of the rule."""
    return play.after(world.between(35, 400) if world.chance(0.05) else world.between(3, 28))


def send_back(world: World, play: Played) -> None:
    play.take("send-back", reviewed_at(world, play), world.quality, detail=world.one_of(words.REWORKS))


SATISFIED = {"SATISFIED": 0.82, "FAIR": 0.09, "UNSATISFIED": 0.05, "NOT_RATED": 0.04}


def ask(
    world: World, play: Played, *, verb: str = "callback", shares: Mapping[str, float] = SATISFIED, by: int = 0
) -> str:
    """The customer is called until somebody answers, at most three times; what they said in the end.

    The last try is a rating that was not given: nobody stays in the queue for ever.
    """
    by = by or world.quality
    at = play.after(world.between(20, 900) if world.chance(0.97) else world.between(1500, 2600))
    for _ in range(2):
        if not world.chance(0.12):
            break
        play.happens(at)
        play.rows.append(unsaved(Callback, order_id=play.order.pk, satisfaction="NOT_REACHED", caller_id=by, at=at))
        at += timedelta(minutes=round(world.between(120, 1200)))
    said = str(world.one_of(list(shares), list(shares.values())))
    comment = "没有说明原因" if said == "UNSATISFIED" else ""
    play.take(verb, at, by, detail=comment if verb == "follow-up" else said)
    play.rows.append(unsaved(Callback, order_id=play.order.pk, satisfaction=said, comment=comment, caller_id=by, at=at))
    return said
