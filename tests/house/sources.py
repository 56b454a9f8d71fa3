"""The committed sources, by kind: what the house tests read."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
APPS = ("command_center", "customers", "workorders", "dispatch", "outages")
PYTHON_FOLDERS = (*APPS, "demo", "launcher", "bench", "tests")


def python_files(*folders: str) -> list[Path]:
    return sorted(
        path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts
    )


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".js", ".txt"})


def scripts() -> list[Path]:
    """Our own modules; what others wrote lies in ``static/vendor``."""
    return sorted(path for path in (ROOT / "static").rglob("*.js") if "vendor" not in path.parts)


def sheets() -> list[Path]:
    return sorted(path for path in (ROOT / "static").rglob("*.css") if "vendor" not in path.parts)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file as (last part of the called name, node)."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node


def table_rows(page: str, *, columns: int) -> list[list[str]]:
    """The body rows of a page's Markdown tables that have ``columns`` columns and a code word in the first."""
    rows = []
    for line in (ROOT / "docs" / page).read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) == columns:
            rows.append(cells)
    return rows
