"""Scripts of repairs: a fault from the call to the archive, with what goes wrong on the way; a proactive repair that nobody called for."""

from datetime import datetime, timedelta

from customers.models import Flag
from demo.past import words
from demo.past.played import Played
from demo.past.steps import CHANNELS, ask, keep_report, order_of, reviewed_at
from demo.past.unsaved import unsaved
from demo.past.world import INVENTED, World
from demo.repairs import REPAIRS
from dispatch.models import Assignment, Offer, OfferStatus
from dispatch.services.offering import OFFER_LASTS
from workorders import grading
from workorders.matter import Matter
from workorders.models import Pause, Reply

# Mean minutes from the report to the crew's arrival, and how much they scatter; a few take thrice as long.
ARRIVAL = {"URBAN": (19.0, 6.0), "RURAL": (33.0, 11.0), "REMOTE": (52.0, 16.0)}
LATE_SHARE, LATE_TIMES = 0.03, 3.0
LONG_SHARE, LONG_MINUTES = 0.012, (170.0, 430.0)
MERGED = 0.05
# How long the crew thought about it; every so many-th order was taken by a seat for a crew that drove or called.
OFFERED, BY_A_SEAT = timedelta(seconds=40), 29
LOOKED, LATE_LOOKS, LOOKED_LATE = (0.1, 1.2), 0.006, (3.2, 12.0)  # minutes until the desk has looked at it
HUNG_UP, HUNG_UP_LATE = (15.0, 110.0), (130.0, 400.0)  # seconds between the call's end and the order's arrival


def fault(world: World, at: datetime) -> Played:
    """Somebody calls; most are repaired, some explained on the phone, some were no fault of ours."""
    play = called(world, at)
    lot = world.lot.random()
    if lot < 0.05:
        play.take("hold", play.after(world.between(0.1, 0.8)))
        play.take("explain", play.after(world.between(2, 25)), world.desk, detail="已知停电，已向客户说明预计送电时间")
        return closed(world, play)
    play.take("pass_on", judged(world, play))
    if lot < 0.07:
        verb = "return-upstream" if lot < 0.06 else "false-alarm"
        play.take(verb, play.after(world.between(1, 9)), world.desk, detail=world.one_of(words.RETURNS))
        return play
    follower = followed(world, play) if world.chance(MERGED) else None
    if not repaired(world, play):
        return play
    if follower is not None and follower.at <= play.at:
        play.sprung.append(follower)
    return closed(world, play)


def judged(world: World, play: Played) -> datetime:
    """A desk that has two calls at a time misses its three minutes now and then."""
    return play.after(world.between(*(LOOKED_LATE if world.chance(LATE_LOOKS) else LOOKED)))


def followed(world: World, play: Played) -> Played:
    """The neighbour calls about the same fault: that order follows this one."""
    first = play.order
    order = order_of(world, "FAULT", world.point_of(first), play.after(world.between(1, 6)), "HOTLINE_95598")
    for name in ("description", "latitude", "longitude", "fault_kind", "grade", "urgency"):
        setattr(order, name, getattr(first, name))
    order.customer_id = order.service_point_id = None
    order.reporter_phone = world.phones.get(world.one_of(world.points).customer_id, "")
    follower = Played.opened(order, world.ids)
    told = Matter(
        kind="FAULT", source=order.source, source_id=f"{INVENTED}-{order.pk}", description=order.description,
        reporter_name=order.reporter_name, reporter_phone=order.reporter_phone,
    )  # fmt: skip
    keep_report(world, follower, told, told.report.payload, point_id=None)
    order.parent = first
    follower.take("merge", follower.after(world.between(0.3, 3)), world.desk, detail=first.number)
    return follower


def called_back_too(world: World, follower: Played, at: datetime) -> None:
    """The reply in front is reviewed: the neighbour is asked as well."""
    follower.start("CALLBACK", at)
    follower.at = at
    ask(world, follower)
    follower.take("archive", follower.at, world.quality)


def proactive(world: World, at: datetime) -> Played:
    """The meters told it before anybody called: a passed review ends it."""
    play = found(world, "PROACTIVE", at, "ALARM", world.one_of(words.ALARMS))
    play.order.reporter_name = play.order.reporter_phone = ""
    play.take("pass_on", judged(world, play))
    if repaired(world, play):
        if world.chance(0.05):
            again(world, play, "send-back")
        play.take("review", reviewed_at(world, play), world.quality)
        play.take("file", play.at, world.quality)
    return play


def called(world: World, at: datetime) -> Played:
    """A report, graded by the product's own rules for what was said and who calls."""
    source = world.one_of(list(CHANNELS), list(CHANNELS.values()))
    play = found(world, "FAULT", at, source, world.one_of(words.FAULTS))
    order = play.order
    matter = Matter(
        kind="FAULT", source=source, source_id=f"{INVENTED}-{order.pk}", description=order.description,
        reporter_name=order.reporter_name, reporter_phone=order.reporter_phone,
    )  # fmt: skip
    keep_report(world, play, matter, matter.report.payload, point_id=order.service_point_id)
    return play


def found(world: World, kind: str, at: datetime, source: str, text: str) -> Played:
    """The order with its place and grade. The national hotline hangs up a minute or two before it is here."""
    point = world.one_of(world.points)
    order = order_of(world, kind, point, at, source)
    order.description, order.latitude, order.longitude = text, point.latitude, point.longitude
    if source == "HOTLINE_95598":
        order.reported_at = at - timedelta(
            seconds=round(world.between(*(HUNG_UP_LATE if world.chance(0.04) else HUNG_UP)))
        )
    flags = set(point.customer.flags)
    order.fault_kind = grading.guess_fault_kind(text)
    graded = grading.grade(
        text, important=Flag.IMPORTANT in flags, life_support=Flag.LIFE_SUPPORT in flags,
        time_critical=Flag.TIME_CRITICAL in flags, source=source, fault_kind=order.fault_kind,
    )  # fmt: skip
    order.grade, order.urgency = graded.grade, graded.urgency
    order.grade_reasons, order.hazard = list(graded.reasons), "hazard" in graded.reasons
    return Played.opened(order, world.ids)


def repaired(world: World, play: Played) -> bool:
    """From the first offer to the reply; False where the crew found no fault."""
    crew = world.crews[play.order.unit_id or 0]
    by = world.person_of(play.order.unit)
    play.take("offer", play.after(world.between(0.02, 0.3)))
    if world.chance(0.08):
        play.take("give-back", play.after(world.between(0.3, 2.5)), reason="busy", detail="正在处理另一处故障")
        play.take("offer", play.after(world.between(0.1, 1.0)))
    play.take("accept", play.after(world.between(2.6, 6) if world.chance(0.03) else world.between(0.2, 2.4)), by)
    accepted_at = play.at
    if "contacted" in play.order.process.by_name:
        play.take("contacted", play.after(world.between(0.5, 4)), by, detail="已联系客户，正在赶往现场")
    play.take("depart", play.after(world.between(0.3, 2.0)), by)
    if world.chance(0.015):
        weather(world, play)
    play.take("arrive", arrival(world, play), by)
    assign(play, crew, accepted_at)
    if world.chance(0.02):
        play.take("nothing-found", play.after(world.between(4, 20)), by, detail="现场有电，客户内部空开已合上")
        return False
    play.take("start", play.after(world.between(2, 6)), by)
    play.take("restore", play.after(mended_in(world)), by)
    if world.chance(0.02):
        play.take("not-restored", play.after(world.between(1, 6)), by, detail="另一相仍无电")
        play.take("restore", play.after(world.between(10, 60)), by)
    reply(world, play, by)
    return True


def mended_in(world: World) -> float:
    """Minutes at the fault; a broken pole or cable takes half a night."""
    return world.between(*LONG_MINUTES) if world.chance(LONG_SHARE) else world.lot.gammavariate(4.0, 8.0) + 6.0


def arrival(world: World, play: Played) -> datetime:
    mean, scatter = ARRIVAL[play.order.area_kind]
    minutes = max(world.lot.gauss(mean, scatter), 8.0) * (LATE_TIMES if world.chance(LATE_SHARE) else 1.0)
    return max(play.order.reported_at + timedelta(seconds=round(minutes * 60)), play.after(world.between(2, 6)))


def weather(world: World, play: Played) -> None:
    """Nobody climbs a pole in a thunderstorm: with approval the clocks stand still."""
    at = play.after(world.between(1, 5))
    play.take("suspend", at, world.supervisor, reason="unsafe_weather", detail="雷电大风，暂停登杆作业")
    resumed_at = play.after(world.between(20, 150))
    play.rows.append(
        Pause(
            order=play.order, reason="unsafe_weather", detail="雷电大风，暂停登杆作业", evidence="气象预警",
            started_at=at, expected_resume_at=at + timedelta(hours=1), ended_at=resumed_at,
            approved_by_id=world.supervisor,
        )
    )  # fmt: skip
    play.take("resume", resumed_at, world.supervisor)


def assign(play: Played, crew: int, accepted_at: datetime) -> None:
    """The offer that the crew took, now and then by a seat; it was busy until it had arrived at the latest: the reply moves that on."""
    play.rows.append(
        unsaved(
            Offer, order_id=play.order.pk, crew_id=crew, status=OfferStatus.ACCEPTED.value, offered_at=accepted_at - OFFERED,
            expires_at=accepted_at - OFFERED + OFFER_LASTS, answered_at=accepted_at, updated_at=accepted_at,
            on_behalf=play.order.pk % BY_A_SEAT == 0,
        )
    )  # fmt: skip
    play.rows.append(
        unsaved(
            Assignment, order_id=play.order.pk, crew_id=crew, engaged=False, started_at=accepted_at, released_at=play.at,
            release_reason="done",
        )
    )  # fmt: skip


def reply(world: World, play: Played, by: int) -> None:
    """回单: the checklist. The first one ends the crew's assignment."""
    restored_at, again = play.order.restored_at or play.at, play.order.status == "REWORK"
    cause, done, _ = world.one_of(REPAIRS)
    at = play.after(world.between(6, 30) if world.chance(0.03) else world.between(1.0, 4.5))
    play.take("reply", at, by)
    reached = world.chance(0.95)
    play.rows.append(
        unsaved(
            Reply, order_id=play.order.pk, author_id=by, cause=cause, measures=done, restored_at=restored_at, contacted=reached,
            contacted_at=at if reached else None, not_contacted_reason="" if reached else "客户电话无人接听",
            site_check="现场检查正常，已验电。", customer_opinion="满意" if reached else "", at=at,
        )
    )  # fmt: skip
    if not again:
        for row in play.rows:
            if isinstance(row, Assignment):
                row.released_at = at


def again(world: World, play: Played, verb: str) -> None:
    """Back to the crew, which writes its reply anew."""
    at = reviewed_at(world, play) if verb == "send-back" else play.at
    play.take(verb, at, world.quality, detail=world.one_of(words.REWORKS))
    reply(world, play, world.person_of(play.order.unit))


def closed(world: World, play: Played) -> Played:
    """Reviewed, called back, filed; what was only explained has no crew to go back to."""
    mends = play.order.arrived_at is not None
    if mends and world.chance(0.05):
        again(world, play, "send-back")
    play.take("review", reviewed_at(world, play), world.quality)
    for follower in play.sprung:
        called_back_too(world, follower, play.at)
    if ask(world, play) == "UNSATISFIED" and mends and world.chance(0.4):
        again(world, play, "mend")
        play.take("review", reviewed_at(world, play), world.quality)
        ask(world, play)
    play.take("archive", play.at, world.quality)
    return play
