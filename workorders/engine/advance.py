"""Making a step: the one place where the state of anything changes, an order's, an outage's, a plan's; one of them or a storm.

Rows are locked by the caller (``objects.lock``, ``objects.locked``); everything here happens in the caller's transaction. What is
a subject's own — its process, its columns, its history — its model says (``subject.py``).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from command_center.ground.alarms import services as alarms
from command_center.ground.alarms.reasons import after, without
from command_center.ground.core.errors import IllegalTransition
from command_center.ground.core.events import emit_all
from command_center.ground.core.postgres import create_rows
from command_center.ground.custody.services import holding
from workorders.engine import subject as hooks
from workorders.engine.process import EVERY, ClockRule, Verb
from workorders.engine.subject import Subject
from workorders.engine.writing import follow_alarms, write, write_reasons
from workorders.services import clocks


def advance(
    subjects: Sequence[Subject],
    verb: str,
    *,
    at: datetime,
    actor: Any = None,
    reason: str = "",
    detail: str = "",
    record: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
    entered_at: datetime | None = None,
    **fields: Any,
) -> None:
    """Let locked subjects of one kind take a step: clocks, history, state, answered reasons, events as their process declares.

    ``reason`` is a code for the history in place of the verb's own, ``detail`` a person's words, ``record`` further columns of the
    history; ``facts`` are told with the events, ``fields`` written with the state; ``entered_at`` is when it was told, of a step that
    happened before. Raises ``IllegalTransition`` for the first that
    may not take it; then none has.
    """
    if not subjects:
        return
    rule = allow(subjects, verb, actor=actor)
    _run_clocks(rule, subjects, at, entered_at or at)
    words = {"detail": detail} if detail else {}
    said = {"at": at, "actor": actor, "reason": reason or rule.reason, **words, **(record or {})}
    _remember(subjects, rule, **said)
    held = [_is_held(each) for each in subjects]
    fields = dict.fromkeys(rule.marks, at) | fields
    for (target, left), group in _by_target(rule, subjects).items():
        _write_answered(rule, group, at=at, **_state(group[0], target, left), **fields)
    hooks.follow(subjects[0].process.kind, subjects, at=at)
    _follow_custody(subjects, held, at=at)
    emit_all(event.of_step(each, verb, **(facts or {})) for each in subjects for event in rule.tells)


def allow(subjects: Sequence[Subject], name: str, *, actor: Any = None) -> Verb:
    """The verb, which all of these subjects of one kind may take now.

    Raises ``IllegalTransition`` for the first that may not, and what the verb's guard says of one and this person.
    """
    verb = subjects[0].process.by_name[name]
    for subject in subjects:
        if subject.status not in verb.frm:
            raise refusal(subject, name)
        if (guard := subject.process.guard_of(verb)) is not None:
            guard(subject, actor)
    return verb


def refusal(subject: Subject, name: str) -> IllegalTransition:
    """The word for a step that a subject in this state does not take."""
    states, verb = subject.process.states, subject.process.by_name[name]
    targets = verb.steps(subject)
    words = {"number": subject.number, "old": states[subject.status].label, "why": verb.refused}
    if verb.refused:
        sentence = _("%(number)s is “%(old)s”. %(why)s")
    elif targets and targets[-1] in states:
        words["new"] = states[targets[-1]].label
        sentence = _("%(number)s is “%(old)s”; it cannot become “%(new)s” now.")
    else:
        sentence = _("%(number)s is “%(old)s”: this is not possible now.")
    return IllegalTransition(sentence % words, status_now=subject.status)


def begin(subjects: Sequence[Subject], *, at: datetime, actor: Any = None, **record: Any) -> None:
    """Subjects of one kind whose rows have just been written: somebody answers for each, and its history has its first line."""
    holding.take_in([each.item for each in subjects], at=at)
    _record((each, "", each.status, {"at": at, "actor": actor} | record) for each in subjects)
    if noticed := [each for each in subjects if each.reasons]:
        follow_alarms(noticed, at=at)
    if subjects:
        hooks.follow(subjects[0].process.kind, subjects, at=at)


def note(subject: Subject, kind: str, *, at: datetime, actor: Any = None, **record: Any) -> None:
    """A line in the history of something that leaves the state as it is, before what it tells of is written."""
    _record([(subject, subject.status, subject.status, {"kind": kind, "at": at, "actor": actor} | record)])


def _run_clocks(rule: Verb, subjects: Sequence[Any], at: datetime, entered_at: datetime) -> None:
    ids = [each.pk for each in subjects]
    if rule.stops:
        clocks.stop(ids, rule.stops, at=at)
    if rule.voids:
        clocks.void(ids, at=at, codes=None if rule.voids == EVERY else rule.voids)
    for pk in ids:
        if rule.pauses:
            clocks.pause(pk, rule.pauses, at=at)
        if rule.resumes:
            clocks.resume(pk, at=at)
        for code in rule.reopens:
            clocks.reopen(pk, code, at=at)
    for code in rule.starts:
        _start_clock(subjects, code, subjects[0].process.clocks[code], at)
    if rule.enters:
        clocks.start(subjects, rule.enters, at=at)
        clocks.stop(ids, rule.enters, at=entered_at)


def _start_clock(subjects: Sequence[Any], code: str, rule: ClockRule, at: datetime) -> None:
    """Now, or from where the process says that it counts."""
    owing = clocks.without_done(subjects, code) if rule.once else subjects
    if rule.shares:
        clocks.start_in_line(owing, code, after=rule.shares, at=at)
    else:
        clocks.start(owing, [code], at=None if rule.since == "reported_at" else at)


def _by_target(rule: Verb, subjects: Sequence[Subject]) -> dict[tuple[str, str], list[Subject]]:
    """Subjects by the state they come to, and by the one they go back to when they are only set aside by the step."""
    groups: dict[tuple[str, str], list[Subject]] = defaultdict(list)
    for each in subjects:
        groups[rule.target(each), _left_behind(rule, each)].append(each)
    return groups


def _left_behind(rule: Verb, subject: Subject) -> str:
    target = rule.target(subject)
    if target == subject.status:
        return subject.came_from
    return subject.status if target in subject.process.set_aside else ""


def _state(subject: Subject, target: str, left: str) -> dict[str, str]:
    return {"status": target} | ({subject.set_aside_in: left} if subject.set_aside_in else {})


def _write_answered(rule: Verb, subjects: Sequence[Subject], *, at: datetime, **fields: Any) -> None:
    """Reasons for attention that the step answers end with it; most subjects have none."""

    def left(each: Subject) -> list[str]:
        if rule.clears == EVERY:
            return []
        return without(each.reasons if rule.answers is None else after(each.reasons, rule.answers), *rule.clears)

    if rule.answers is None and not rule.clears:
        write(subjects, at=at, **fields)
    else:
        write_reasons(subjects, left, at=at, **fields)


def _remember(subjects: Sequence[Subject], rule: Verb, **said: Any) -> None:
    """Each state that a subject comes to leaves its line."""
    plain = subjects[0].history().plain
    if plain:
        said["kind"] = rule.records or plain
    _record(
        (each, old, new, said)
        for each in subjects
        for old, new in pairwise((each.status, *rule.steps(each)))
        if old != new or rule.records or not plain
    )


def _record(lines: Iterable[tuple[Subject, str, str, Mapping[str, Any]]]) -> None:
    create_rows([subject.history().line(subject, old=old, new=new, **said) for subject, old, new, said in lines])


def _is_held(subject: Subject) -> bool:
    """Whether somebody answers for it by name."""
    return subject.status in subject.process.held


def _follow_custody(subjects: Sequence[Subject], held: Sequence[bool], *, at: datetime) -> None:
    """What has ended needs nobody any more, and nobody is called to it; what was set aside and lives again gets a name again."""
    first = subjects[0]
    again = [each for each, before in zip(subjects, held, strict=True) if _is_held(each) and not before]
    ended = [each.pk for each, before in zip(subjects, held, strict=True) if before and not _is_held(each)]
    holding.take_in([each.item for each in again], at=at)
    holding.let_go(first.item_kind, ended, at=at)
    if first.calls:
        alarms.clear(first.item_kind, ended, first.calls, at=at)
