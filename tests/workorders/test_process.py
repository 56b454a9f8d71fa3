"""A definition in which somebody would wait unseen is refused, with everything that is wrong with it."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from outages.life.process import OUTAGE
from outages.planned.process import PLAN
from workorders.engine.process import ClockRule, NotSound, Process, State, Verb
from workorders.engine.told import fields_of
from workorders.kinds import KINDS, PROCESSES

OPEN, DONE = "OPEN", "DONE"
SOUND = Process(
    kind="ERRAND",
    letter="E",
    label="Errand",
    initial=OPEN,
    opens=("WAIT",),
    states={OPEN: State(label="Open", owner="desk", clock="WAIT"), DONE: State(label="Done", owner="", end=True)},
    clocks={"WAIT": ClockRule()},
    verbs=(Verb(name="finish", right="dispatch", frm=frozenset({OPEN}), to=DONE, stops=("WAIT",)),),
)
LOST = State(label="Lost", owner="desk", told="a person")


def states(**more):
    return {"states": {**SOUND.states, **more}}


def verbs(*more):
    return {"verbs": (*SOUND.verbs, *more)}


def verb(**fields):
    return Verb(**{"name": "more", "right": "dispatch", "frm": frozenset({OPEN})} | fields)


def test_the_kinds_we_have_are_sound():
    for process in (SOUND, *PROCESSES.values()):
        process.check()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (states(LOST=LOST), "LOST is never reached"),
        (states(LOST=LOST), "LOST has no exit"),
        (states(OPEN=State(label="Open", owner="", clock="WAIT")), "OPEN has no owner"),
        (states(OPEN=State(label="Open", owner="desk")), "OPEN has no clock, and nobody is told"),
        (states(OPEN=State(label="Open", owner="desk", clock="NAP")), "OPEN is watched by the unknown clock NAP"),
        (verbs(verb(to="MOON")), "more names the unknown state MOON"),
        (verbs(verb(starts=("NAP",))), "more names the unknown clock NAP"),
        (verbs(verb(right=None)), "more needs a right, or who else takes it"),
        (verbs(verb(right=None, by="router", label="Go")), "more has a button that nobody may press"),
        (verbs(verb(frm=frozenset({DONE}), to=OPEN)), "DONE is an end with an exit"),
        (verbs(SOUND.verbs[0]), "two verbs have one name"),
        (verbs(verb(undone_by="nothing")), "more is undone by nothing, which nobody can take"),
        (verbs(verb(undone_by="back"), verb(name="back", right=None, by="router")), "more is undone by back"),
        (verbs(verb(to=DONE, undone_by="back"), verb(name="back")), "back, which is not taken in DONE"),
        (verbs(verb(key="X"), verb(name="again", key="X")), "the key X is two buttons in OPEN"),
    ],
)
def test_what_is_wrong_is_said(change, words):
    with pytest.raises(NotSound, match=words):
        replace(SOUND, **change).check()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_form_asks_for_the_same_fields_whoever_opens_it_first(language):
    """What a form asks for is remembered by the process, and in English "Reason" is also what a field without a label is called."""
    forms = {verb.form for process in KINDS for verb in process.verbs if verb.form is not None}
    fields_of.cache_clear()
    with override(language):
        asked = {form.__name__: [field["name"] for field in fields_of(form)] for form in forms}
    assert asked["ClassifyIn"] == ["category", "grade", "reason"]
    assert asked["ReasonIn"] == ["reason"]
    assert asked["OnTheWayIn"] == [], "a field without a label is filled by the page"


def test_the_way_back_asks_for_a_reason_and_for_nothing_else():
    """It is taken by one key: nobody is there to be asked."""
    for process in (*KINDS, OUTAGE, PLAN):
        for way in (process.by_name[verb.undone_by] for verb in process.verbs if verb.undone_by):
            asked = [] if way.form is None else [field["name"] for field in fields_of(way.form) if field["required"]]
            assert set(asked) <= {"reason"}, f"{process.kind}: {way.name}"
