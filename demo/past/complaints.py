"""Complaints of the invented past by both trees of categories: classified, investigated, answered; withdrawn, downgraded, reopened.

They fall over the two years, in the direction of the article's figure; the amounts are ours and prove nothing.
"""

from datetime import datetime, timedelta
from typing import Any

from demo.past import words
from demo.past.played import Played
from demo.past.steps import DAY_OF_WORK, answer, ask, give, reviewed_at, told, unit_minutes
from demo.past.supervisions import sprung_of, supervise
from demo.past.world import World
from workorders.kinds.complaint.models import (
    Appeal,
    Category,
    CategoryTree,
    Classification,
    Complaint,
    Downgrade,
    Grade,
    Measure,
)
from workorders.models import Complainant
from workorders.outage_history import outage_history

WITHDRAWN, DOWNGRADED, RETURNED, CANCELLED, CONFIDENTIAL = 0.05, 0.08, 0.01, 0.01, 0.06
REFUSED = 0.3  # of the proposals to downgrade
BUSY = 0.5  # of the complaints are about one of a few units, so that a rate can be told of these
PRESSED = 0.3  # of the complaints about the busiest one are withdrawn: somebody talks people into it
OLD_TREE = 0.12  # classified by the version before, and then by the one in force
LIABILITIES = {"LIABLE": 0.35, "PARTLY": 0.25, "NOT_LIABLE": 0.40}
GRADES = {"SPECIAL": 0.01, "MAJOR": 0.05, "IMPORTANT": 0.24, "ORDINARY": 0.70}
GROUNDS = {
    "LIABLE": "经核查属实",
    "PARTLY": "部分属实，另一部分与记录不符",
    "NOT_LIABLE": "经核查不属实，有录音和记录为证",
}


def complaint(world: World, at: datetime) -> Played:
    """One complaint from the call to its end, with whatever goes on from it."""
    tree = tree_of(world, at)
    category = world.one_of(world.categories[tree.code])
    text = world.one_of(words.SAID["COMPLAINT"][category.group])
    where = world.points_of_busy_units if world.chance(BUSY) else ()
    play: Played = told(world, "COMPLAINT", "", text, at, confidential=world.chance(CONFIDENTIAL), points=where)
    facts = Complaint(order=play.order, liability="")
    lot = world.lot.random()
    if lot < RETURNED:
        play.take(
            "return-upstream", play.after(world.between(10, 80)), world.quality, detail=world.one_of(words.RETURNS)
        )
        return play
    hand_over(world, play)
    if lot < RETURNED + CANCELLED:
        play.take("cancel", play.after(world.between(60, 500)), world.quality, detail="重复登记")
        return play
    classify(world, play, category)
    if lot < RETURNED + CANCELLED + WITHDRAWN or (is_pressed(world, play) and world.chance(PRESSED)):
        play.take("withdraw", play.after(world.between(120, 4000)), detail="问题已解决，本人撤诉")
        return play
    play.take("contact", play.after(unit_minutes(world, 30, 300)), world.quality, detail="已联系客户")
    if lot < RETURNED + CANCELLED + WITHDRAWN + DOWNGRADED:
        if not world.chance(REFUSED):
            downgrade(world, play)
            return play
        refused(world, play)
    investigated(world, play, facts, category)
    closed(world, play, facts)
    return play


def tree_of(world: World, at: datetime) -> CategoryTree:
    """The version in force on the day; the first for what is older than all."""
    return next((tree for tree in reversed(world.trees) if tree.valid_from <= at.date()), world.trees[0])


def is_pressed(world: World, play: Played) -> bool:
    return play.order.concerns is not None and play.order.concerns.pk == world.busy_units[0]


def hand_over(world: World, play: Played) -> None:
    """Half of them are about the unit of the place, most where that is busy: another one of its county handles those."""
    unit = play.order.unit
    assert unit is not None
    other = world.another_unit(unit)
    if other is not None and world.chance(0.85 if unit.pk in world.busy_units else 0.5):
        play.order.concerns = unit
        unit = other
    at = play.after(world.between(40, 300) if world.chance(0.05) else world.between(2, 18))
    give(world, play, unit, at=at)


def classify(world: World, play: Played, category: Category) -> None:
    """What it alleges and how grave; a few are classified again, with the reason."""
    reason = ""
    if category.tree_id != world.trees[0].pk and world.chance(OLD_TREE):
        older = next(each for each in world.categories[world.trees[0].code] if each.code == category.code)
        _classify(world, play, older, grade_of(world, older), "")
        reason = "按现行版分类更正"
    _classify(world, play, category, grade_of(world, category), reason)
    if world.chance(0.08):
        again = world.one_of(world.categories[category.tree.code])
        if again.pk != category.pk:
            _classify(world, play, again, grade_of(world, again), "核对录音后更正")


def grade_of(world: World, category: Category) -> Grade:
    grades = world.grades[category.tree.code]
    return world.one_of(grades, [GRADES.get(grade.code, 0.1) for grade in grades])


def _classify(world: World, play: Played, category: Category, grade: Grade, reason: str) -> None:
    at = play.after(world.between(2, 40))
    play.take("classify", at, world.quality, sub_kind=category.group)
    said: dict[str, Any] = {"category": category, "grade": grade, "reason": reason, "actor_id": world.quality, "at": at}
    play.rows.append(Classification(order=play.order, **said))


def downgrade(world: World, play: Played) -> None:
    """One person proposes, another agrees: it goes on as an opinion. Some are refused, and go on as complaints."""
    asked_at = play.after(world.between(60, 600))
    play.take("propose-downgrade", asked_at, world.quality, detail="客户未指责工作人员，属建议")
    decided_at = play.after(world.between(30, 600))
    play.take("decide-downgrade", decided_at, world.supervisor)
    play.take("downgrade", decided_at, world.supervisor, detail="客户未指责工作人员，属建议")
    goes_on = sprung_of(world, play, "OPINION", "", play.order.description)
    opinion = Played.opened(goes_on, world.ids)
    if goes_on.confidential:
        opinion.rows += [same_caller(row, goes_on) for row in play.rows if isinstance(row, Complainant)]
    play.rows.append(
        Downgrade(
            order=play.order, opinion=goes_on, asked_by_id=world.quality, asked_at=asked_at, granted=True,
            reason="客户未指责工作人员，属建议", decided_by_id=world.supervisor, decided_at=decided_at, answer="同意",
        )
    )  # fmt: skip
    play.sprung.append(opinion)
    give(world, opinion, play.order.unit or world.units[play.order.centre_id])
    opinion.take("accept", opinion.working(unit_minutes(world, 10, 200)), world.person_of(opinion.order.unit))
    answer(world, opinion, by=world.person_of(opinion.order.unit), at=opinion.working(unit_minutes(world, 100, 900)))
    opinion.take("review", reviewed_at(world, opinion), world.quality)
    ask(world, opinion)
    opinion.take("archive", opinion.at, world.quality)


def refused(world: World, play: Played) -> None:
    """The second person does not agree: it stays a complaint."""
    asked_at = play.after(world.between(60, 400))
    play.take("propose-downgrade", asked_at, world.quality, detail="客户未指责工作人员，属建议")
    answer = "客户明确指出工作人员责任，不同意"
    play.take("refuse-downgrade", play.after(world.between(30, 300)), world.supervisor, detail=answer)
    play.rows.append(
        Downgrade(
            order=play.order, asked_by_id=world.quality, asked_at=asked_at, reason="客户未指责工作人员，属建议", granted=False,
            decided_by_id=world.supervisor, decided_at=play.at, answer=answer,
        )
    )  # fmt: skip


def same_caller(row: Complainant, order: Any) -> Complainant:
    """Who told it goes along, sealed."""
    return Complainant(
        order=order, sealed=row.sealed, phone_digest=row.phone_digest, customer_digest=row.customer_digest
    )


def investigated(world: World, play: Played, facts: Complaint, category: Category) -> None:
    """Until the reply is with who sent the complaint."""
    by = world.person_of(play.order.unit)
    play.take("investigate", play.working(unit_minutes(world, 20, 240)), by)
    if world.chance(0.05):
        supervise(world, play)
    if world.chance(0.06):
        play.extend("C_ANSWER", 2 * DAY_OF_WORK, play.working(30), world.supervisor, "需调取监控，客户同意延期")
    if any(needs_history(row) for row in play.rows) or category.needs_outage_history:
        at, point = play.working(world.between(10, 60)), play.rows[0].service_point_id  # type: ignore[attr-defined]
        play.take("pull-history", at, by)
        facts.outage_history, facts.history_pulled_at = outage_history(point, until=at) if point else [], at
    liability = world.one_of(list(LIABILITIES), list(LIABILITIES.values()))
    decide(world, play, facts, liability)
    if liability != "NOT_LIABLE":
        measures(world, play, by)
        if play.order.concerns is not None and world.chance(0.15):
            appeal(world, play, facts)
    answer(world, play, by=by, at=play.working(unit_minutes(world, 30, 500)))
    play.take("file-reply", play.working(world.between(5, 60)), by)
    play.rows.append(facts)


def needs_history(row: Any) -> bool:
    return isinstance(row, Classification) and bool(row.category.needs_outage_history)


def decide(world: World, play: Played, facts: Complaint, liability: str) -> None:
    at = play.working(unit_minutes(world, 60, 700))
    play.take("decide-liability", at, world.quality, reason=liability.lower(), detail=GROUNDS[liability])
    facts.liability, facts.liability_grounds = liability, GROUNDS[liability]
    facts.liability_by_id, facts.liability_at = world.quality, at


def measures(world: World, play: Played, by: int) -> None:
    """One, sometimes a second."""
    for _ in range(1 + world.chance(0.2)):
        at, text = play.working(world.between(20, 200)), world.one_of(words.MEASURES)
        play.take("take-measures", at, by, detail=text)
        due_on = at.date() + timedelta(days=world.lot.randrange(5, 40))
        mends = play.order.concerns or play.order.unit
        play.rows.append(Measure(order=play.order, text=text, unit=mends, due_on=due_on, author_id=by, at=at))


def appeal(world: World, play: Played, facts: Complaint) -> None:
    """申诉, decided by a third person; half are granted."""
    assert play.order.concerns is not None
    by = world.person_of(play.order.concerns)
    asked_at = play.working(world.between(30, 300))
    play.take("appeal", asked_at, by, detail="记录显示按时到达")
    decided_at, granted = play.working(world.between(60, 500)), world.chance(0.5)
    words_said = "录音证实按时到达，同意" if granted else "维持原认定"
    play.take("decide-appeal", decided_at, world.supervisor, detail=words_said)
    play.rows.append(
        Appeal(
            order=play.order, asked_by_id=by, asked_at=asked_at, reason="记录显示按时到达", granted=granted,
            decided_by_id=world.supervisor, decided_at=decided_at, answer=words_said,
        )
    )  # fmt: skip
    if granted:
        facts.liability, facts.liability_grounds = "NOT_LIABLE", words_said
        facts.liability_by_id, facts.liability_at = world.supervisor, decided_at


def closed(world: World, play: Played, facts: Complaint) -> None:
    """Reviewed by who is not of the unit, called back, archived; a few come up again."""
    by = world.person_of(play.order.unit)
    if world.chance(0.08):
        play.take("send-back", reviewed_at(world, play), world.quality, detail=world.one_of(words.REWORKS))
        play.take("file-reply", play.working(unit_minutes(world, 20, 200)), by)
    play.take("review", reviewed_at(world, play), world.quality)
    if world.chance(0.01):
        play.take(
            "final-answer", play.after(world.between(60, 900)), world.quality, detail="同一诉求已妥善答复（虚构）"
        )
        return
    said = ask(world, play)
    if said == "UNSATISFIED" and world.chance(0.4):
        play.take("mend", play.at, world.quality, reason="not_satisfied")
        play.take("file-reply", play.working(unit_minutes(world, 60, 300)), by)
        play.take("review", reviewed_at(world, play), world.quality)
        ask(world, play)
    play.take("archive", play.at, world.quality)
    if facts.reopens_id is None and world.chance(0.03):
        reopen(world, play)


def reopen(world: World, play: Played) -> None:
    """The same allegation is not settled after all: a new order that keeps the first one's clocks."""
    first = play.order
    play.take("reopen", play.after(world.between(1500, 12000)), world.quality)
    order = sprung_of(world, play, "COMPLAINT", first.sub_kind, f"{first.description}\n客户来电：问题再次出现")
    order.reported_at = first.reported_at
    again = Played.opened(order, world.ids, since=first.reported_at)
    play.sprung.append(again)
    if order.confidential:
        again.rows += [same_caller(row, order) for row in play.rows if isinstance(row, Complainant)]
    last = [row for row in play.rows if isinstance(row, Classification)][-1]
    again.rows.append(
        Classification(
            order=order, category=last.category, grade=last.grade, reason=first.number, actor_id=world.quality, at=again.at
        )
    )  # fmt: skip
    facts = Complaint(order=order, reopens=first, liability="")
    give(world, again, order.unit or world.units[order.centre_id])
    again.take("contact", again.after(world.between(20, 200)), world.quality)
    by = world.person_of(order.unit)
    again.take("investigate", again.working(world.between(20, 100)), by)
    if last.category.needs_outage_history:
        facts.outage_history, facts.history_pulled_at = [], again.working(20)
        again.take("pull-history", facts.history_pulled_at, by)
    decide(world, again, facts, "PARTLY")
    measures(world, again, by)
    answer(world, again, by=by, at=again.working(world.between(30, 300)))
    again.take("file-reply", again.working(world.between(5, 60)), by)
    again.rows.append(facts)
    closed(world, again, facts)
