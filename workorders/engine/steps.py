"""A step by the declaration, whoever takes it: an order, an outage, a planned outage. What is written where is its own storey's."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, Protocol

from django.utils.translation import gettext as _

from command_center.ground.core.errors import IllegalTransition
from workorders.engine.process import Process, Verb


class Subject(Protocol):
    """What a process is about: a row with a number and a state. ``came_from`` is the state before it was set aside."""

    @property
    def number(self) -> str: ...

    @property
    def status(self) -> str: ...

    @property
    def came_from(self) -> str: ...


def legal(process: Process, name: str, subjects: Iterable[Subject], *, actor: Any = None) -> Verb:
    """The verb, which all of them may take now.

    Raises ``IllegalTransition`` for the first that may not, and what the verb's guard says of one and this person.
    """
    verb = process.by_name[name]
    for subject in subjects:
        if subject.status not in verb.frm:
            raise refusal(process, verb, subject)
        if verb.guard is not None:
            verb.guard(subject, actor)
    return verb


def refusal(process: Process, verb: Verb, subject: Subject) -> IllegalTransition:
    """The word for a step that a subject in this state does not take."""
    targets = verb.steps(subject)
    words = {"number": subject.number, "old": process.states[subject.status].label, "why": verb.refused}
    if verb.refused:
        sentence = _("%(number)s is “%(old)s”. %(why)s")
    elif targets and targets[-1] in process.states:
        words["new"] = process.states[targets[-1]].label
        sentence = _("%(number)s is “%(old)s”; it cannot become “%(new)s” now.")
    else:
        sentence = _("%(number)s is “%(old)s”: this is not possible now.")
    return IllegalTransition(sentence % words, status_now=subject.status)


def trail(verb: Verb, subject: Subject) -> Iterator[tuple[str, str]]:
    """Each state that the step leaves and the one that follows, for the history; none for a verb that changes no state."""
    if steps := verb.steps(subject):
        yield from pairwise((subject.status, *steps))


def left_behind(process: Process, verb: Verb, subject: Subject) -> str:
    """The state to be remembered: the one that a subject goes back to when it is only set aside by this step."""
    target = verb.target(subject)
    if target == subject.status:
        return subject.came_from
    return subject.status if target in process.set_aside else ""
