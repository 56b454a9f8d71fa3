"""Rules of the house that no linter knows: read from the sources, so that they stay true without anybody watching."""

import ast
import re
import tomllib

import pytest
from django.apps import apps

from command_center.wiring import REACTIONS
from launcher.supervision import QUEUES
from outages.life.process import OUTAGE
from outages.life.states import Status as OutageStatus
from outages.planned.process import PLAN
from outages.planned.states import PlanStatus
from tests.house.sources import (
    APPS,
    PYTHON_FOLDERS,
    ROOT,
    calls,
    python_files,
    relative,
    scripts,
    sheets,
    templates,
    tree,
)
from workorders.kinds import KINDS, PROCESSES
from workorders.kinds.fault.process import FAULT
from workorders.kinds.fault.states import Status

LONGEST_FILE = 400
LONGEST_LINE = 120  # of Python it is ruff's matter
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)
ISLAND = "data-island="
DATA_BLOCK = re.compile(r'<script[^>]*type="application/json"', re.IGNORECASE)


def our_models():
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in APPS]


def pure_modules() -> list[str]:
    """The modules that the import contract calls pure."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return next(contract for contract in contracts if "pure" in contract["name"])["source_modules"]


def test_every_status_has_its_moves_and_its_words():
    assert set(FAULT.states) == set(Status)
    assert set(OUTAGE.states) == set(OutageStatus)
    assert set(PLAN.states) == set(PlanStatus)


def test_a_state_changes_in_one_place():
    """Only a step of the engine writes the state of an order, an outage or a plan; other tables have a ``status`` of their own."""
    others = {"Appointment", "Offer", "GeneratorVehicle", "IdempotencyKey"}
    written = [
        f"{relative(path)}:{node.lineno}"
        for path in python_files(*APPS)
        for node in ast.walk(tree(path))
        if sets_status(node) or (isinstance(node, ast.Call) and writes_status(node) and begins_with(node) not in others)
    ]
    assert written == []


def sets_status(node: ast.AST) -> bool:
    """``order.status = …``; a row of another table may set its own."""
    stored = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr == "status"
    return stored and begins_with(node) != "self"


def writes_status(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in ("update", "write", "write_reasons") and any(word.arg == "status" for word in call.keywords)


def begins_with(node: ast.expr) -> str:
    """The name at the beginning of a chain of calls: ``Offer`` of ``Offer.objects.filter(…).update(…)``."""
    while not isinstance(node, ast.Name):
        node = getattr(node, "func", None) or getattr(node, "value", None) or ast.Name("")
    return node.id


def test_files_can_be_read_in_one_sitting():
    files = [*python_files(*PYTHON_FOLDERS), *scripts(), *templates(), *sheets()]
    long = {relative(path): lines for path in files if (lines := path.read_text().count("\n")) > LONGEST_FILE}
    assert long == {}


def test_no_line_of_a_script_or_a_sheet_runs_out_of_sight():
    long = [
        f"{relative(path)}:{number}"
        for path in [*scripts(), *sheets()]
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]
    assert long == []


# What a crew is doing has codes of its own, two of which are spelt like an order's state.
CREW_STATES = {
    "static/console/map_layers.js: EN_ROUTE",
    "static/console/map_layers.js: ON_SITE",
    "static/wall/map_layers.js: EN_ROUTE",
}


def test_scripts_name_no_state_and_no_word_of_one():
    """They are told both with the page; what the history of an outage calls a step (``CHANGE``) is a code of its own."""
    states = {str(code) for process in (*KINDS, OUTAGE, PLAN) for code in process.states}
    named = {
        f"{relative(path)}: {code}"
        for path in scripts()
        for code in re.findall(r"[\"'`]([A-Z_]{4,})[\"'`]", path.read_text())
        if code in states
    }
    assert named == CREW_STATES


def test_the_tests_of_scripts_are_told_the_declared_phases():
    text = (ROOT / "tests/js/states.js").read_text()
    for name, process in {"PHASES": FAULT, "OUTAGE": OUTAGE, "PLAN": PLAN}.items():
        [block] = re.findall(rf"const {name} = {{(.*?)}};", text, re.DOTALL)
        phases = re.findall(r"(\w+): \[(.*?)\]", block)
        told = {code: phase for phase, codes in phases for code in re.findall(r'"(\w+)"', codes)}
        states = {str(code): state.phase for code, state in process.states.items()}
        assert told.items() <= states.items(), "a state that no script's test needs is not written there"


OF_AN_ORDER = "static/orders/case_keys.js"
# Page → the files of its own keys, the kinds whose orders are opened there.
KEYS_OF_A_PAGE = {
    "board": (["static/console/keys.js"], [FAULT]),
    "orders": (["static/orders/keys.js"], KINDS),
    "complaints": (["static/complaints/desk/keys.js", OF_AN_ORDER], [PROCESSES["COMPLAINT"]]),
    "connections": (["static/connections/keys.js", OF_AN_ORDER], [PROCESSES["CONNECTION"]]),
}


@pytest.mark.parametrize("page", KEYS_OF_A_PAGE)
def test_the_letter_of_a_verb_is_free_on_every_page_that_offers_it(page):
    """A page's own key comes first: a verb with the same letter would have none there."""
    files, processes = KEYS_OF_A_PAGE[page]
    rows = [row for file in files for row in re.findall(r"^ +\[\[(.*?)\],", (ROOT / file).read_text(), re.MULTILINE)]
    own = {letter.upper() for row in rows for letter in re.findall(r'"([a-z])"', row)} | {"G", "T"}
    assert "N" in own
    assert {verb.key for process in processes for verb in process.verbs if verb.key} & own == set()


def test_constraints_are_named_after_their_rule():
    names = [constraint.name for model in our_models() for constraint in model._meta.constraints]
    assert len(names) > 20
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z0-9]+){2,}", name)] == []


def test_a_lock_leaves_foreign_keys_alone():
    """``FOR UPDATE`` blocks every insert that refers to the row; ``FOR NO KEY UPDATE`` does not."""
    hard = [
        f"{relative(path)}:{call.lineno}"
        for path in python_files(*APPS)
        for name, call in calls(path)
        if name == "select_for_update" and not any(_says(keyword, "no_key", True) for keyword in call.keywords)
    ]
    assert hard == []


@pytest.mark.parametrize("module", pure_modules())
def test_the_arithmetic_has_no_clock_of_its_own(module):
    path = ROOT / f"{module.replace('.', '/')}.py"
    assert [call.lineno for name, call in calls(path) if name in {"now", "today", "utcnow", "localtime"}] == []


def test_templates_have_nothing_inline():
    """The Content-Security-Policy would block it anyway, silently and only in the browser."""
    found = {
        relative(path): INLINE.findall(DATA_BLOCK.sub("<data", path.read_text()))
        for path in templates()
        if path.suffix == ".html" and INLINE.search(DATA_BLOCK.sub("<data", path.read_text()))
    }
    assert found == {}


FRAMES = ("frame.html", "map_frame.html")


def test_pages_of_the_desks_say_what_is_their_own_and_nothing_of_the_frame():
    """What every page at a desk has stands once, in ``console/frame.html``; ``no_entry.html`` leads out of the desks."""
    pages = {path for path in templates() if path.parent.name == "console"}
    framed = {path for path in pages if path.name not in FRAMES and ISLAND in path.read_text()}
    own = {path for path in pages if path.name not in (*FRAMES, "no_entry.html")}
    beginnings = tuple(f'{{% extends "console/{frame}" %}}' for frame in FRAMES)
    assert framed == set()
    assert {relative(path) for path in own if not path.read_text().startswith(beginnings)} == set()


def test_no_test_asks_django_to_write_the_migrations_rows():
    """``tests/as_migrated.py`` brings them back after every test that commits; twice is a second wasted each time."""
    asking = [
        f"{relative(path)}:{call.lineno}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for name, call in calls(path)
        if name == "django_db" and any(_says(keyword, "serialized_rollback", True) for keyword in call.keywords)
    ]
    assert asking == []


LOOSE = {
    "serializers.DateTimeField": "Moment", "serializers.DateField": "Day", "serializers.ModelSerializer": "RowShape",
    "django_filters.BooleanFilter": "YesNoFilter", "django_filters.NumberFilter": "WholeFilter",
    "django_filters.IsoDateTimeFilter": "MomentFilter",
}  # fmt: skip


def test_the_edge_reads_with_its_own_readers():
    """The library's let through what PostgreSQL cannot hold, answer in local time, or take a typo for no filter."""
    own = {"core/api/moments.py", "core/api/filters.py", "core/api/shapes.py"}
    loose = [
        f"{relative(path)}: {name}, take {instead}"
        for path in python_files()
        if "/api/" in str(path) and not str(path).endswith(tuple(own))
        for name, instead in LOOSE.items()
        if re.search(rf"{re.escape(name)}\b", path.read_text())
    ]
    assert loose == []


def _says(keyword: ast.keyword, name: str, value: object) -> bool:
    return keyword.arg == name and isinstance(keyword.value, ast.Constant) and keyword.value.value is value


def test_every_reaction_has_a_queue_to_which_a_worker_listens():
    queues = {reaction.queue for reactions in REACTIONS.values() for reaction in reactions}
    assert queues <= set(QUEUES.split(","))


def test_no_test_of_a_page_waits_for_a_promise():
    """``wait_for_function`` takes the promise of an ``async`` script for a yes: what is waited for never has to come."""
    waits = re.compile(r"wait_for_function\(\s*f?[\"']+\s*async")
    assert [relative(path) for path in python_files("tests") if waits.search(path.read_text())] == []
