"""Service connections of the invented past and of today: from the application to the follow-up, with what lies between.

Those of the last weeks and the long ones of medium voltage are not over: they stand where they are now (``NotYet``), with
appointments to come.
"""

import contextlib
import uuid
from datetime import datetime, timedelta
from decimal import Decimal

from demo.past import words
from demo.past.case import Case
from demo.past.played import NotYet
from demo.past.steps import ask, told
from demo.past.supervisions import supervise
from demo.past.visits import visited, was_there
from demo.past.world import World
from workorders.kinds.connection.headroom import Draft
from workorders.kinds.connection.minutes import LINK_LIVES
from workorders.kinds.connection.models import FeedPost, Purpose, SupplyPlan
from workorders.kinds.connection.owners import Owner
from workorders.kinds.connection.services.applying import scheme_of
from workorders.kinds.connection.services.feed import DESIGNATION
from workorders.kinds.connection.services.plans import NO_INSPECTION
from workorders.models import Pause, TrackingLink
from workorders.services.tracking_links import token_for, token_hash

SUB_KINDS = {
    "LV_RESIDENT": 0.50, "LV_NON_RESIDENT": 0.17, "EV_CHARGER": 0.12, "PHOTOVOLTAIC": 0.06, "TEMPORARY": 0.05,
    "MV_SINGLE": 0.08, "MV_DUAL": 0.02,
}  # fmt: skip
CHANNELS = {"APP": 0.35, "WALK_IN": 0.3, "WECHAT": 0.15, "GRID_MANAGER": 0.1, "HOTLINE_95598": 0.08, "PHONE": 0.02}
KILOWATTS: dict[str, tuple[int, ...]] = {
    "LV_RESIDENT": (8, 8, 8, 12, 16), "LV_NON_RESIDENT": (10, 15, 20, 30, 50, 100), "EV_CHARGER": (7, 7, 7, 7, 40),
    "PHOTOVOLTAIC": (10, 20, 30, 50), "TEMPORARY": (10, 20, 50), "MV_SINGLE": (200, 315, 400, 630, 1250),
    "MV_DUAL": (1600, 2500, 4000),
}  # fmt: skip
# Yuan that a mean applicant did not pay; over all kinds that comes to what the article's headline says of a case.
SAVED = {"LV_RESIDENT": 2600, "LV_NON_RESIDENT": 7800, "EV_CHARGER": 3600, "PHOTOVOLTAIC": 4200, "TEMPORARY": 2500}
SAVED_MV = 30_000
# Working minutes between the survey and the signed plan; the limits are two, ten and twenty days.
PLAN_WORK = {"LV_RESIDENT": (30.0, 400.0), "MV_SINGLE": (900.0, 4300.0), "MV_DUAL": (2400.0, 8800.0)}
LATE, TERMINATED, SUSPENDED, DESIGNATED, WAITS, OTHER_CAPACITY = 0.015, 0.03, 0.04, 0.012, 0.003, 0.03
WORKS_FIRST = 0.15  # of the low-voltage cases for which the grid has to be mended; mostly that is done the same week
# Of the applications; whoever tries the demo as the county of the article sees some under way there.
AT_HOME, HOME = 0.1, "/422826/"
FOLLOW_UP = {"SATISFIED": 0.93, "FAIR": 0.045, "UNSATISFIED": 0.003, "NOT_RATED": 0.015, "NOT_REACHED": 0.007}
A_DAY = 24 * 60.0


def connection(world: World, at: datetime) -> Case:
    """One case, as far as it has come by now."""
    case = applied(world, at)
    with contextlib.suppress(NotYet):
        story(world, case)
    case.rows += [*case.periods, *link(world, case)]
    return case


def link(world: World, case: Case) -> list[TrackingLink]:
    """The applicant's page, while it can be opened."""
    ends_at = (case.order.closed_at or case.until) + LINK_LIVES
    if ends_at < case.until:
        return []
    nonce = uuid.UUID(bytes=world.lot.randbytes(16), version=4)
    return [TrackingLink(order=case.order, nonce=nonce, token_hash=token_hash(token_for(nonce)), expires_at=ends_at)]


def applied(world: World, at: datetime) -> Case:
    sub_kind = world.one_of(list(SUB_KINDS), list(SUB_KINDS.values()))
    text = world.one_of(words.SAID["CONNECTION"][sub_kind])
    points = [point for point in world.points if HOME in point.org_path] if world.chance(AT_HOME) else world.points
    case = told(
        world, "CONNECTION", sub_kind, text, at, points=points, channels=CHANNELS, play_as=Case, until=world.now
    )
    kw = Decimal(world.one_of(KILOWATTS[sub_kind]))
    point = world.point_of(case.order)
    case.order.latitude, case.order.longitude = point.latitude, point.longitude
    case.begin(asked_kw=kw, scheme=scheme_of(sub_kind, kw), responsible_id=world.managers.get(case.order.grid_id or 0))
    return case


def story(world: World, case: Case) -> None:
    if world.chance(TERMINATED / 3):
        given_up(world, case)
        return
    plan = surveyed(world, case)
    chat(world, case)
    if case.order.sub_kind not in ("LV_NON_RESIDENT", "TEMPORARY") and world.chance(SUSPENDED):
        rested(world, case)
    if world.chance(DESIGNATED):
        supervise(world, case, verb="report-designation", level=DESIGNATION, text=world.one_of(words.DESIGNATIONS))
    replied(world, case, plan)
    if world.chance(TERMINATED):
        case.happens(case.after(A_DAY))
        given_up(world, case)
        return
    if case.order.sub_kind in NO_INSPECTION:
        if world.chance(WORKS_FIRST if plan.grid_works else WAITS):
            waited(world, case, (2.0, 15.0))
    else:
        built(world, case, plan)
    there_at = visited(world, case, Purpose.INSTALL)
    by = case.facts.responsible_id or world.controller
    case.take("energise", done_at(case, there_at, world.between(10, 70)), by, detail="已装表接电，现场验电正常")
    was_there(case)
    chat(world, case)
    ask(world, case, verb="follow-up", shares=FOLLOW_UP, by=world.controller)
    case.take("archive", case.after(world.between(5, 600)), world.controller)


def done_at(case: Case, there_at: datetime, minutes: float) -> datetime:
    """So long after the arrival, and before the slot is over: longer, and nobody would have been there."""
    assert case.visit is not None
    return min(there_at + timedelta(minutes=round(minutes)), case.visit.ends_at)


def surveyed(world: World, case: Case) -> SupplyPlan:
    """The first appointment, and the plan that rules draft from what was seen."""
    there_at = visited(world, case, Purpose.SURVEY)
    by = case.facts.responsible_id or world.controller
    case.take("survey", done_at(case, there_at, world.between(8, 50)), by, detail="现场勘查完成")
    was_there(case)
    kw, point = float(case.facts.asked_kw or 0), world.point_of(case.order)
    plan, node, metres = world.equipment.drafted(case.order, point, kw, case.at)
    facts = case.facts
    facts.headroom_kw = None if plan.headroom_kw is None else Decimal(str(plan.headroom_kw))
    facts.headroom_node_id, facts.headroom_at = node, case.at
    row = SupplyPlan(
        order=case.order, voltage=plan.voltage, node_id=node, distance_m=metres, asked_kw=kw, headroom_kw=plan.headroom_kw,
        granted_kw=plan.granted_kw, grid_works=plan.grid_works, reasons=reasons(plan), rule=world.equipment.rule,
        drafted_at=case.at,
    )  # fmt: skip
    case.rows.append(row)
    return row


def reasons(plan: Draft) -> list[dict[str, object]]:
    return [*plan.reasons, {"code": "loads_invented"}, {"code": "rule_assumed"}]


def replied(world: World, case: Case, plan: SupplyPlan) -> None:
    """Signed by a person, a few with another capacity and the reason; from then on it is promised."""
    sub_kind = case.order.sub_kind
    work = world.between(*PLAN_WORK.get(sub_kind, (60.0, 850.0))) * (2.5 if world.chance(LATE) else 1.0)
    other = world.chance(OTHER_CAPACITY)
    text = "按客户实际用电设备核定容量" if other else ""
    case.take("reply-plan", case.working(work), world.controller, detail=text)
    if other:
        plan.granted_kw, plan.remark = round((plan.granted_kw or 1.0) * 0.8, 1), text
    plan.signed_at, plan.signed_by_id = case.at, world.controller
    case.facts.approved_kw = Decimal(str(plan.granted_kw))
    mean = SAVED.get(sub_kind, SAVED_MV)
    case.facts.cost_saved = round(world.lot.gammavariate(4.0, mean / 4.0) / 10) * 10
    world.equipment.promise(plan.node_id, case.at, case.at + timedelta(days=20), plan.granted_kw or 0.0)
    if sub_kind in NO_INSPECTION:
        case.start("CONN_APPOINT_2", case.at)


def built(world: World, case: Case, plan: SupplyPlan) -> None:
    """Medium voltage: the customer builds, some by a design that is reviewed and with an inspection half-way.

    What the grid lacks is built first.
    """
    if plan.grid_works or world.chance(0.15):
        waited(world, case, (10.0, 60.0))
    case.take("customer-builds", case.after(world.between(60, 2000)))
    if world.chance(0.5):
        case.take("submit-design", case.after(world.between(5, 30) * A_DAY))
        case.take("review-design", case.working(world.between(200, 1400)), world.controller)
        case.take("customer-builds", case.after(world.between(30, 600)))
    if world.chance(0.4):
        case.take("ask-mid-inspection", case.after(world.between(8, 40) * A_DAY))
        case.take("inspect-half-way", case.working(world.between(100, 900)), world.controller)
        case.take("customer-builds", case.after(world.between(30, 600)))
    slow = world.chance(0.08)
    case.take("works-over", case.after((world.between(90, 330) if slow else world.between(10, 60)) * A_DAY))
    case.take("inspect-completion", case.working(world.between(100, 1400)), world.controller, detail="竣工检验合格")


def waited(world: World, case: Case, days: tuple[float, float]) -> None:
    """配套工程: first the permit, then a contractor, or our own line gang; some wait longer than was said."""
    waits = [world.one_of(words.WAITS, [0.4, 0.35, 0.25])]
    if waits[0][0] == Owner.PERMIT_OFFICE and world.chance(0.5):
        waits.append(next(each for each in words.WAITS if each[0] == Owner.CONTRACTOR))
    verb = "wait-for-grid"
    at = case.after(world.between(20, 300))
    for owner, blocker, responsible in waits:
        length = world.between(*days) * A_DAY / len(waits)
        expected_at = at + timedelta(minutes=round(length * world.between(0.97, 1.5)))
        case.wait(
            verb, at, world.controller, owner=owner, blocker=blocker, responsible=responsible, expected_at=expected_at
        )
        verb, at = "pass-wait-on", case.after(length)
    case.take("grid-is-ready", at, world.controller, detail="配套工程已完成")


def rested(world: World, case: Case) -> None:
    """挂起: the customer asks for later, or the road is closed, which is nobody's of ours."""
    reason, text = world.one_of(words.RESTS)
    at, days = case.after(world.between(20, 400)), world.between(1.0, 5.0)
    case.take("suspend", at, world.controller, reason=reason, detail=text)
    pause = Pause(
        order=case.order, reason=reason, detail=text, evidence="通话录音", started_at=at,
        expected_resume_at=at + timedelta(days=days + 0.5), approved_by_id=world.controller,
    )  # fmt: skip
    case.rows.append(pause)
    case.take("resume", case.after(days * A_DAY), world.controller)
    pause.ended_at = case.at


def given_up(world: World, case: Case) -> None:
    """Withdrawn by the applicant, or impossible."""
    case.take(
        "terminate", case.after(world.between(30, 3 * A_DAY)), world.controller, detail=world.one_of(words.GIVEN_UP)
    )


def chat(world: World, case: Case) -> None:
    """Some words between applicant, grid manager and centre, in the moments after a step."""
    if not world.chance(0.25):
        return
    manager = case.facts.responsible_id or world.controller
    at = case.at
    for side, text in world.one_of(words.CHATS):
        at += timedelta(minutes=round(world.between(2, 25)))
        author = {"APPLICANT": None, "MANAGER": manager, "CENTRE": world.controller}[side]
        if at <= case.until:
            case.rows.append(FeedPost(order=case.order, side=side, author_id=author, text=text, at=at))
