"""A kind of order as a declaration: its states, its verbs, its clocks. Pure; what the words are made of is the caller's.

From one row of ``Process.verbs`` come the legal moves, the right, the route and its 409, the body and its OpenAPI shape, the button,
its form and its key, the history, the clocks and the event. ``Process.check`` refuses a definition in which somebody would wait
unseen.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

SAME = ""
"""The target of a verb that leaves the state as it is."""
BACK = "BACK"
"""The target of a verb that leads back to where the order was before it was set aside."""
EVERY = ("*",)
"""Every clock that runs."""

States = frozenset[str]


class NotSound(ValueError):
    """A definition in which something is missing; the message lists all of it."""


@dataclass(frozen=True, kw_only=True)
class State:
    """Where an order can stand. ``owner`` says who has to act, ``clock`` or ``told`` how it shows when nobody does.

    ``or_clock`` watches it instead once ``clock`` has been stopped: a second crew goes, and the first was there in time.
    ``phase`` is the part of the work that screens group orders by, ``short`` the word in a dense row where it differs.
    """

    label: Any
    owner: str
    phase: str = ""
    short: Any = ""
    clock: str = ""
    or_clock: str = ""
    told: str = ""
    end: bool = False


@dataclass(frozen=True, kw_only=True)
class ClockRule:
    """A clock that this kind uses. Limits are rows of ``TimeLimit``, words stand in ``workorders/clocks/codes.py``.

    ``since`` is the field of the order from which it counts, when it is not the moment of the step itself; ``until`` the
    field at which it has ended already when the order opens: what happened before the order came here. ``shares`` names
    the clock with which it has one limit together: it counts from where that one began, if this step ends it. ``once``:
    what was done once is not owed again to whoever takes the order over. ``beside``: it warns and is shown, and the time that
    an order has left is that of its other clocks. ``own_minutes``: it counts the minutes that are ours and stands still in those of
    others; whose a minute is, the kind's own rows say (``engine/subject.py: followed_by``). A clock of this kind's own brings its ``word`` along, and the limit that holds until somebody enters another: ``minutes`` around the clock or ``working_days``, with
    its ``source``, or assumed.
    """

    since: str = ""
    until: str = ""
    shares: str = ""
    once: bool = False
    beside: bool = False
    own_minutes: bool = False
    word: Any = ""
    minutes: int | None = None
    working_days: int | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One step that an order can take, and everything that goes with it.

    ``right`` is what a person needs to take it (of several one is enough), ``also`` a second one beside it; without a right
    ``by`` names who takes it: a part of the system, or another verb.
    ``via`` names states that are passed in the same moment, by the state the order comes from.
    """

    name: str
    frm: States
    to: str = SAME
    via: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    right: Any = None
    also: Any = None
    by: str = ""

    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    enters: tuple[str, ...] = ()
    """Clocks from the step to its entry: how long it took until somebody told that it had happened."""
    pauses: tuple[str, ...] = ()
    resumes: bool = False
    reopens: tuple[str, ...] = ()
    voids: tuple[str, ...] = ()

    reason: str = ""
    """The code that stands in the history unless the step brings its own."""
    records: str = ""
    """What the history of an outage or a plan calls the step, where it is more than another state."""
    marks: tuple[str, ...] = ()
    """Fields of the order that keep the moment of the step."""
    answers: Any = None
    """How far the order has come: the reasons for attention that this answers end."""
    clears: tuple[str, ...] = ()
    """Reasons for attention that end with this step, however far the order has come."""
    tells: tuple[Any, ...] = ()
    """The events, in order."""

    label: Any = ""
    """The words on the button; without them it has a door, and no button of its own."""
    done: Any = ""
    undone_by: str = ""
    """The verb that takes this one back, where there is a clean way back: offered for some seconds to whoever has just taken it."""
    refused: Any = ""
    """What else could be done, said to whoever asks for it in the wrong state."""
    form: Any = None
    """The serializer of its body; None for an empty one."""
    key: str = ""
    primary: bool = False
    leads: Callable[[Any], bool] | None = None
    """Whether it is the next step for this order, where several of its state are ``primary``; without it, it is."""
    danger: bool = False
    path: str = ""
    """The last part of its address, where it is not its name."""
    served_by: str = "workorders"
    """The storey whose route takes it: what needs the crew's side is served by ``dispatch``."""
    guard: Callable[[Any, Any], None] | None = None
    """(order, actor) → refuses by a domain error who may not take this step with this order, whatever right they have."""
    only: Callable[[Any], bool] | None = None
    """Whether the button is offered for this order, among those in the right state."""
    unfit: Callable[[Any], Any] | None = None
    """What is said of a subject that this step is not for, whatever its state, "" of any other: it has no button then, and its door is shut.
    What the system itself does is not asked."""

    @property
    def rights(self) -> tuple[Any, ...]:
        """The rights of which any lets a person take it; none for a step that no person takes."""
        return self.right if isinstance(self.right, tuple) else (self.right,) if self.right else ()

    @property
    def address(self) -> str:
        return self.path or self.name

    def target(self, order: Any) -> str:
        """The state after the step."""
        if self.to == SAME:
            return str(order.status)
        return str(order.came_from) if self.to == BACK else self.to

    def steps(self, order: Any) -> tuple[str, ...]:
        """Every state it comes to, the last one included; none for a verb that leaves the state as it is."""
        return () if self.to == SAME else (*self.via.get(order.status, ()), self.target(order))

    def is_offered(self, order: Any) -> bool:
        return order.status in self.frm and (self.only is None or self.only(order)) and not self.unfit_words(order)

    def unfit_words(self, order: Any) -> str:
        """Why this step is not for this one; "" where it is."""
        return str(self.unfit(order)) if self.unfit else ""

    def is_next(self, order: Any) -> bool:
        """Whether its button is the one that stands out, for this order now."""
        return self.primary and (self.leads is None or order is None or self.leads(order))


@dataclass(frozen=True, kw_only=True)
class Process:
    """One kind of order. ``initial`` is its first state, ``opens`` the clocks that start with it.

    ``by_channel`` adds the clock of the channel through which the order came: source → code, ``""`` for every other
    source. ``sub_kinds`` are its sub-types with their words. ``followable`` are the states in which another order may be
    merged into it.
    """

    kind: str
    letter: str
    label: Any
    initial: str
    opens: tuple[str, ...]
    states: Mapping[str, State]
    clocks: Mapping[str, ClockRule]
    verbs: tuple[Verb, ...]
    by_channel: Mapping[str, str] = field(default_factory=dict)
    sub_kinds: Mapping[str, Any] = field(default_factory=dict)
    followable: States = frozenset()
    unheld: States = frozenset()
    """States besides the ends in which nobody answers for it by name."""

    repair: bool = False
    """It is judged for darkness, needs a crew and stands on the dispatchers' board."""
    trade: str = "matter"
    """Whose work it is: which roles take it (``command_center/ground/custody/falling.py``)."""
    file_right: Any = None
    """What a person needs to open one; without it only the system does."""
    read_right: Any = None
    """What a person needs, beside the right to see orders, to see one of this kind at all."""

    def clocks_at_opening(self, source: str) -> tuple[str, ...]:
        """The codes that start with an order told through this source."""
        channel = self.by_channel.get(source, self.by_channel.get("", ""))
        return (*self.opens, channel) if channel else self.opens

    def guard_of(self, verb: Verb) -> Callable[[Any, Any], None] | None:
        """Its own guard, else that of the verb by which it is taken: who may not decide does not let the decision come about."""
        led_by = self.by_name.get(verb.by)
        return verb.guard or (led_by.guard if led_by else None)

    @cached_property
    def by_name(self) -> Mapping[str, Verb]:
        return {verb.name: verb for verb in self.verbs}

    @cached_property
    def moves(self) -> Mapping[str, States]:
        """State → every state that it may become by one step."""
        found: dict[str, set[str]] = {state: set() for state in self.states}
        for verb in self.verbs:
            for start in verb.frm:
                for old, new in self._edges(verb, start):
                    found.setdefault(old, set()).add(new)
        return {state: frozenset(new - {state}) for state, new in found.items()}

    @cached_property
    def set_aside(self) -> States:
        """States from which an order goes back to where it was: it remembers where that is."""
        return frozenset().union(*(verb.frm for verb in self.verbs if verb.to == BACK))

    @cached_property
    def ends(self) -> States:
        return frozenset(code for code, state in self.states.items() if state.end)

    @cached_property
    def held(self) -> States:
        """States in which somebody answers for it by name."""
        return frozenset(self.states) - self.ends - self.unheld

    def _edges(self, verb: Verb, start: str) -> Iterator[tuple[str, str]]:
        if verb.to == BACK:
            # To wherever it can be suspended: the order remembers which.
            yield from ((start, left) for left in self._can_be_left_for(start))
        elif verb.to != SAME:
            yield from pairwise((start, *verb.via.get(start, ()), verb.to))

    def _can_be_left_for(self, state: str) -> States:
        return frozenset().union(*(verb.frm for verb in self.verbs if verb.to == state))

    def check(self) -> None:
        """Raises ``NotSound`` with everything that is wrong with this definition."""
        if wrong := list(self._wrong()):
            raise NotSound(f"{self.kind}: " + "; ".join(wrong))

    def _wrong(self) -> Iterator[str]:
        if len(self.by_name) != len(self.verbs):
            yield "two verbs have one name"
        for code, state in self.states.items():
            yield from self._wrong_state(code, state)
        for verb in self.verbs:
            yield from self._wrong_verb(verb)
        for code, rule in self.clocks.items():
            yield from self._wrong_clock(code, rule)
        for code in sorted({*self.opens, *self.by_channel.values()} - set(self.clocks)):
            yield f"it opens with the unknown clock {code}"
        yield from (f"the clock {code} is never started" for code in sorted(set(self.clocks) - self._started()))
        yield from (f"the clock {code} is never stopped" for code in sorted(set(self.clocks) - self._stopped()))
        yield from (f"{code} is never reached" for code in sorted(set(self.states) - self._reached()))
        yield from (f"the key {key} is two buttons in {code}" for code, key in self._double_keys())

    def _wrong_state(self, code: str, state: State) -> Iterator[str]:
        if not state.owner and not state.end:
            yield f"{code} has no owner"
        if state.end == bool(self.moves[code]):
            yield f"{code} {'is an end with an exit' if state.end else 'has no exit'}"
        if not state.end and not (state.clock or state.told):
            yield f"{code} has no clock, and nobody is told"
        for clock in {state.clock, state.or_clock} - {"", *self.clocks}:
            yield f"{code} is watched by the unknown clock {clock}"

    def _wrong_clock(self, code: str, rule: ClockRule) -> Iterator[str]:
        if rule.minutes and rule.working_days:
            yield f"{code} is limited by minutes and by working days"
        if bool(rule.word) != bool(rule.minutes or rule.working_days):
            yield f"{code} needs both a word and a limit to be this kind's own"
        if rule.shares and rule.shares not in self.clocks:
            yield f"{code} shares its limit with the unknown clock {rule.shares}"

    def _started(self) -> set[str]:
        """Every clock that some step starts; those that begin with the order included."""
        by_verbs = (code for verb in self.verbs for code in (*verb.starts, *verb.enters))
        return {*self.opens, *self.by_channel.values(), *by_verbs}

    def _stopped(self) -> set[str]:
        """Every clock that can be met. One that is only ever void is no promise."""
        over_at_opening = (code for code, rule in self.clocks.items() if rule.until)
        return {*over_at_opening, *(code for verb in self.verbs for code in (*verb.stops, *verb.enters))}

    def _wrong_verb(self, verb: Verb) -> Iterator[str]:
        states = {*verb.frm, *(each for steps in verb.via.values() for each in steps), *verb.via}
        for code in sorted((states | ({verb.to} - {SAME, BACK})) - set(self.states)):
            yield f"{verb.name} names the unknown state {code}"
        clocks = {*verb.starts, *verb.stops, *verb.enters, *verb.pauses, *verb.reopens, *verb.voids} - {*EVERY}
        for code in sorted(clocks - set(self.clocks)):
            yield f"{verb.name} names the unknown clock {code}"
        if verb.undone_by:
            yield from self._wrong_way_back(verb)
        if bool(verb.right) == bool(verb.by):
            yield f"{verb.name} needs a right, or who else takes it"
        if (verb.label or verb.key) and not verb.right:
            yield f"{verb.name} has a button that nobody may press"

    def _wrong_way_back(self, verb: Verb) -> Iterator[str]:
        back = self.by_name.get(verb.undone_by)
        if back is None or not back.right:
            yield f"{verb.name} is undone by {verb.undone_by}, which nobody can take"
        elif verb.to not in (SAME, BACK) and verb.to not in back.frm:
            yield f"{verb.name} is undone by {verb.undone_by}, which is not taken in {verb.to}"

    def _reached(self) -> set[str]:
        reached, todo = set(), {self.initial}
        while todo:
            one = todo.pop()
            reached.add(one)
            todo |= self.moves.get(one, frozenset()) - reached
        return reached

    def _double_keys(self) -> Iterator[tuple[str, str]]:
        for code in self.states:
            keys = [verb.key for verb in self.verbs if verb.key and code in verb.frm and verb.only is None]
            yield from ((code, key) for key in sorted(set(keys)) if keys.count(key) > 1)
