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
