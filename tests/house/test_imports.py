"""No circle of files: what two modules need of each other stands in a third, below both."""

import pytest

from tests.house.imports import circles, import_graph, script_graph
from tests.house.sources import PYTHON_FOLDERS

FOLDERS = tuple(folder for folder in PYTHON_FOLDERS if folder != "tests")


def test_no_modules_import_each_other_in_a_circle():
    """Imports inside functions count; those for type checkers only do not."""
    assert circles(import_graph(*FOLDERS)) == []


def test_no_scripts_import_each_other_in_a_circle():
    assert circles(script_graph()) == []


# Folders of scripts that every screen stands on, the lowest first: what one imports lies in it or below.
SCRIPT_FLOORS = ("js", "live", "ui")


def test_what_all_screens_share_knows_none_of_them():
    up = [
        f"{script} → {other}"
        for script, others in script_graph().items()
        if (folder := script.split("/")[1]) in SCRIPT_FLOORS
        for other in others
        if other.split("/")[1] not in SCRIPT_FLOORS[: SCRIPT_FLOORS.index(folder) + 1]
    ]
    assert up == []


def test_every_file_is_looked_at():
    assert "static/live/fallback.js" in script_graph()["static/live/live.js"]
    assert {"command_center.wiring", "command_center.ground.core.events", "workorders.engine.advance"} <= set(
        import_graph(*FOLDERS)
    )


@pytest.mark.parametrize(
    ("graph", "found"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": set()}, []),
        ({"a": {"b"}, "b": {"c"}, "c": {"a"}}, [["a", "b", "c"]]),
        ({"a": {"b", "c"}, "b": {"a"}, "c": {"d"}, "d": {"c"}}, [["c", "d"], ["a", "b"]]),
    ],
)
def test_a_circle_is_seen(graph, found):
    assert circles(graph) == found
