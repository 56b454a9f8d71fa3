"""Rules that fire call people by name; a person says that they know. In sets: a storm warns of thousands of clocks at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from command_center.ground.alarms import services as alarms
from command_center.ground.alarms.codes import ESCALATED, grade_of
from command_center.ground.alarms.models import Alarm, SubjectKind
from command_center.ground.core.process_cache import cached
from command_center.ground.custody.falling import ladder
from command_center.ground.custody.models import DeskDuty
from command_center.ground.organisation.models import OrgUnit, User
from command_center.ground.organisation.roles import GATES, RIGHTS
from workorders.escalation.choosing import Case, Person, Rule, called, due, key
from workorders.models import Escalation, EscalationCall, EscalationRule, WorkOrder

AT_ONCE = 500
NOBODY: list[int | None] = [None]
"""The unit itself is called."""


@cached(seconds=5)
def rules() -> list[Rule]:
    """The table of rules; a change is in force within five seconds."""
    return [
        Rule(
            id=row.pk,
            clock=row.clock,
            percent=row.percent,
            reason=row.reason,
            kind=row.kind,
            area_kind=row.area_kind,
            grade=row.grade,
            under=row.centre.path if row.centre else "",
            level=row.level,
            role=row.role,
            people=tuple(person.pk for person in row.people.all()),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in EscalationRule.objects.select_related("centre").prefetch_related("people").order_by("pk")
    ]


@transaction.atomic
def escalate_limits(used_up: Iterable[tuple[int, str, int]], *, at: datetime) -> int:
    """Clocks have used a share of their limit: (order id, clock, percent) each. How many rules fired."""
    said = list(used_up)
    wanted = WorkOrder.objects.held().filter(pk__in={order_id for order_id, _clock, _percent in said})
    orders = {order.pk: order for order in wanted.locked()}
    cases = [_case(orders[pk], clock=clock, percent=percent) for pk, clock, percent in said if pk in orders]
    return _escalate(cases, orders, at=at)


@transaction.atomic
def escalate_reasons(*, at: datetime) -> int:
    """Open orders with a reason that a rule waits for and that has not fired yet. How many rules fired."""
    waiting = [rule for rule in rules() if rule.reason and rule.holds_on(localdate(at))]
    wanted = reduce(or_, map(_waits_for, waiting), Q(pk__in=[]))
    orders = {order.pk: order for order in WorkOrder.objects.held().filter(wanted).locked()[:AT_ONCE]}
    return _escalate([_case(order) for order in orders.values()], orders, at=at)


def _waits_for(rule: Rule) -> Q:
    """Orders for which this rule of a reason has to fire: as ``choosing.fires`` says, and it has not yet."""
    stands = Q(attention=rule.reason) | Q(attention_also__contains=[rule.reason])
    fits = (stands | Q(grade_reasons__contains=[rule.reason])) & Q(org_path__startswith=rule.under)
    fits &= Q(kind=rule.kind) if rule.kind else Q()
    fits &= Q(area_kind=rule.area_kind) if rule.area_kind else Q()
    fits &= Q(grade__lte=rule.grade) if rule.grade else Q()
    return fits & ~Q(Exists(Escalation.objects.filter(order_id=OuterRef("pk"), rule_id=rule.id)))


def _case(order: WorkOrder, *, clock: str = "", percent: int | None = None) -> Case:
    return Case(
        order_id=order.pk,
        kind=order.kind,
        area_kind=order.area_kind,
        grade=order.grade,
        org_path=order.org_path,
        reasons=frozenset({*order.reasons, *order.grade_reasons}),
        clock=clock,
        percent=percent,
    )


def _escalate(cases: Sequence[Case], orders: Mapping[int, WorkOrder], *, at: datetime) -> int:
    fresh = _not_fired(due(rules(), cases, localdate(at)))
    if not fresh:
        return 0
    found = _People([case.org_path for _rule, case in fresh], [rule for rule, _case in fresh])
    made: list[Escalation] = []
    calls: list[EscalationCall] = []
    for rule, case in fresh:
        path, people = called(rule, found.units_above(case.org_path), found.who_may_hear(orders[case.order_id].gate))
        order_id, rule_id, clock, percent = key(rule, case)
        row = Escalation(
            order_id=order_id,
            rule_id=rule_id,
            clock=clock,
            percent=percent,
            reason=rule.reason,
            unit_id=found.unit_ids[path],
            org_path=case.org_path,
            at=at,
        )
        made.append(row)
        calls += [EscalationCall(escalation=row, person_id=pk) for pk in people or NOBODY]
    Escalation.objects.bulk_create(made)
    EscalationCall.objects.bulk_create(calls)
    alarms.raise_alarms([_subject(call, orders[call.escalation.order_id]) for call in calls], at=at)
    return len(made)


def _not_fired(wanted: Sequence[tuple[Rule, Case]]) -> list[tuple[Rule, Case]]:
    known = Escalation.objects.filter(order_id__in={case.order_id for _rule, case in wanted})
    fired = set(known.values_list("order_id", "rule_id", "clock", "percent"))
    return [(rule, case) for rule, case in wanted if key(rule, case) not in fired]


def _subject(call: EscalationCall, order: WorkOrder) -> alarms.Subject:
    return alarms.Subject(
        kind=SubjectKind.ORDER,
        id=order.pk,
        name=order.number,
        org_path=order.org_path,
        codes={ESCALATED: grade_of(ESCALATED, order.grade)},
        detail={"because": call.escalation.because},
        addressee_id=call.person_id,
    )


class _People:
    """The units above some places and everybody who could be called there: three queries."""

    def __init__(self, org_paths: Iterable[str], rules_in_question: Iterable[Rule]) -> None:
        above = {path for org_path in set(org_paths) for path in ladder(org_path)}
        units = list(OrgUnit.objects.filter(path__in=above).values_list("path", "level", "pk"))
        self._levels = {path: level for path, level, _pk in units}
        self.unit_ids = {path: pk for path, _level, pk in units}
        named = {pk for rule in rules_in_question for pk in rule.people}
        roles = {rule.role for rule in rules_in_question}
        users = User.objects.filter(Q(pk__in=named) | Q(role__in=roles, home__path__in=above), is_active=True)
        on_duty = Exists(DeskDuty.objects.filter(person_id=OuterRef("pk"), until=None))
        found = list(users.annotate(on_duty=on_duty).select_related("home").defer("home__area"))
        self.people = {
            user.pk: Person(user.pk, user.role, user.home.path if user.home else "", user.on_duty) for user in found
        }

    def who_may_hear(self, gate: str) -> dict[int, Person]:
        """Nobody is called to an order that they may not hear of."""
        return {pk: each for pk, each in self.people.items() if not gate or GATES[gate] & RIGHTS[each.role]}

    def units_above(self, org_path: str) -> list[tuple[str, str]]:
        return [(self._levels[path], path) for path in ladder(org_path) if path in self._levels]


@transaction.atomic
def acknowledge(*, call_id: int, answer: str, at: datetime, actor: Any) -> EscalationCall:
    """The person knows. The first time counts; the alarm that called them ends with it."""
    call = (
        EscalationCall.objects.select_for_update(no_key=True, of=("self",)).select_related("escalation").get(pk=call_id)
    )
    if call.acknowledged_at is None:
        call.acknowledged_at, call.acknowledged_by, call.answer = at, actor, answer.strip()
        call.save(update_fields=["acknowledged_at", "acknowledged_by", "answer"])
    _end_alarms([call], at=at, actor=actor)
    return call


@transaction.atomic
def acknowledge_with_alarms(alarm_ids: Sequence[int], *, at: datetime) -> None:
    """Whoever was called has acknowledged the alarm at the board: then they know. Anybody else's look counts for nothing here."""
    seen = Alarm.objects.filter(pk__in=alarm_ids, code=ESCALATED, acknowledged_at__isnull=False)
    for alarm in seen.select_related("acknowledged_by"):
        if alarm.addressee_id in (None, alarm.acknowledged_by_id):
            calls = EscalationCall.objects.filter(escalation__order_id=alarm.subject_id, person_id=alarm.addressee_id)
            calls.filter(acknowledged_at=None).update(
                acknowledged_at=alarm.acknowledged_at, acknowledged_by=alarm.acknowledged_by
            )
    alarms.end([alarm for alarm in seen if alarm.addressee_id in (None, alarm.acknowledged_by_id)], at=at)


def _end_alarms(calls: Sequence[EscalationCall], *, at: datetime, actor: Any) -> None:
    """One alarm stands for all calls of one person to one order: it ends when none of them waits."""
    for call in calls:
        order_id, person_id = call.escalation.order_id, call.person_id
        waiting = EscalationCall.objects.filter(
            escalation__order_id=order_id, person_id=person_id, acknowledged_at=None
        )
        if not waiting.exists():
            open_alarms = Alarm.objects.open().about(SubjectKind.ORDER, [order_id])
            standing = open_alarms.filter(code=ESCALATED, addressee_id=person_id)
            alarms.acknowledge(alarm_ids=list(standing.values_list("pk", flat=True)), at=at, actor=actor)
            alarms.end(list(standing.locked()), at=at)
