"""Scripts of what a desk gives to a unit, which handles it and answers: opinion, report, consultation, request, praise."""

from datetime import datetime

from demo.past import words
from demo.past.played import Played
from demo.past.steps import (
    DAY_OF_WORK,
    answer,
    ask,
    detours,
    give,
    rest,
    reviewed_at,
    send_back,
    told,
    unit_minutes,
    urge,
)
from demo.past.supervisions import supervise
from demo.past.world import World

# Working minutes between taking in hand and answering; the limits are five, ten, two days and those of each request.
WORK = {"OPINION": (240.0, 1500.0), "REPORT": (600.0, 3600.0), "CONSULT": (40.0, 600.0)}
REQUEST_WORK = {"RECONNECT": (30.0, 240.0), "METER_TEST": (600.0, 2000.0)}
ON_SITE = ("DAMAGED_APPLIANCE", "METER_TEST", "FAST_CHARGE", "METER_ABNORMAL")
SUB_KINDS = {
    "OPINION": {"SERVICE": 3, "BUSINESS": 5, "OUTAGE": 5, "QUALITY": 3, "GRID": 2, "OTHER": 1},
    "REPORT": {"CONDUCT": 2, "THEFT": 6, "BREACH": 3, "DAMAGE": 2, "OTHER": 1},
    "CONSULT": {"BILL": 8, "OUTAGE": 5, "CONNECTION": 3, "METER": 2, "OTHER": 2},
    "SERVICE_REQ": {
        "RECONNECT": 8, "DAMAGED_APPLIANCE": 3, "METER_ABNORMAL": 4, "READING_ABNORMAL": 4, "METER_TEST": 2,
        "FAST_CHARGE": 1, "OTHER": 2,
    },
    "PRAISE": {"CONDUCT": 3, "SERVICE": 6, "GRID": 1, "OTHER": 1},
}  # fmt: skip


def begun(world: World, kind: str, at: datetime) -> Played:
    """One of this kind as it is told."""
    shares = SUB_KINDS[kind]
    sub_kind = world.one_of(list(shares), [float(share) for share in shares.values()])
    return told(world, kind, sub_kind, world.one_of(words.SAID[kind][sub_kind]), at)


def praise(world: World, at: datetime) -> Played:
    play = begun(world, "PRAISE", at)
    if world.chance(0.7) and play.order.unit is not None:
        give(world, play, play.order.unit)
        play.take("take-note", play.working(unit_minutes(world, 30, 700)), world.person_of(play.order.unit))
    else:
        play.take("take-note", play.after(at_the_desk(world)), world.desk)
    return play


def matter(world: World, kind: str, at: datetime) -> Played:
    """An opinion, report, consultation or request from the call to its end."""
    play = begun(world, kind, at)
    lot = world.lot.random()
    if lot < 0.02:
        play.take("return-upstream", play.after(world.between(10, 100)), world.desk, detail=world.one_of(words.RETURNS))
        return play
    play.order.callback_wanted = kind != "CONSULT" or world.chance(0.35)
    if kind == "CONSULT" and world.chance(0.65):
        answer(world, play, by=world.desk, at=play.after(at_the_desk(world)))
        return closed(world, play)
    detours(world, play)
    if lot < 0.03:
        play.take("cancel", play.after(world.between(30, 600)), world.desk, detail="客户来电说明已自行解决")
        return play
    in_hand(world, play)
    done(world, play)
    return closed(world, play)


def at_the_desk(world: World) -> float:
    """Minutes until the desk gets to it, mostly within its two hours."""
    return world.between(130, 400) if world.chance(0.05) else world.between(4, 110)


def in_hand(world: World, play: Played) -> None:
    """Taken up by the unit; some rest, some are urged or supervised, some get more time."""
    order = play.order
    reconnects = order.sub_kind == "RECONNECT"  # those who reconnect are on duty day and night
    later = play.after if reconnects else play.working
    play.take("accept", later(unit_minutes(world, 10, 90 if reconnects else 180)), worker(world, play))
    if world.chance(0.06):
        rest(world, play)
    if world.chance(0.05):
        urge(world, play)
    if world.chance(0.04):
        supervise(world, play)
    if world.chance(0.05):
        watched, more = order.process.states[order.status].clock, world.between(0.5, 2) * DAY_OF_WORK
        at = play.working(world.between(20, 200))
        play.extend(watched, more, at, world.supervisor, "需现场勘查，客户同意延期")


def worker(world: World, play: Played) -> int:
    """Wrongdoing is followed up by the quality officer alone, never by the unit."""
    if play.order.kind == "REPORT" or play.order.unit is None:
        return world.quality
    return world.person_of(play.order.unit)


def done(world: World, play: Played) -> None:
    """From the work to the answer."""
    order, by = play.order, worker(world, play)
    if order.kind == "SERVICE_REQ":
        if order.sub_kind in ON_SITE and order.arrived_at is None:
            play.take("on-site", play.after(unit_minutes(world, 12, 130)), by, detail="已到达客户现场")
        span = REQUEST_WORK.get(order.sub_kind, (60.0, 900.0))
        later = play.after if order.sub_kind == "RECONNECT" else play.working
        play.take("handle", later(unit_minutes(world, *span)), by, detail="已办理")
        answer(world, play, by=by, at=play.working(unit_minutes(world, 10, 240)))
        return
    play.take("contact", play.working(unit_minutes(world, 10, 200)), by, detail="已电话联系客户")
    answer(world, play, by=by, at=play.working(unit_minutes(world, *WORK[order.kind])))


def closed(world: World, play: Played) -> Played:
    """Reviewed, some sent back first; called back, some who are not satisfied see it mended; filed."""
    if world.chance(0.06):
        send_back(world, play)
        done(world, play)
    play.take("review", reviewed_at(world, play), world.quality)
    if not play.order.callback_wanted:
        play.take("close", play.after(world.between(1, 60)), world.quality)
        return play
    if play.order.kind == "OPINION" and world.chance(0.01):
        at = play.after(world.between(60, 1000))
        play.take("final-answer", at, world.quality, detail="诉求超出国家规定，已妥善答复（法律部门意见 虚构）")
        return play
    if ask(world, play) == "UNSATISFIED" and world.chance(0.5):
        play.take("mend", play.at, world.quality, reason="not_satisfied")
        done(world, play)
        play.take("review", reviewed_at(world, play), world.quality)
        ask(world, play)
    play.take("archive", play.at, world.quality)
    return play
