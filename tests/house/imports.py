"""Who imports whom, read from the sources: imports inside functions count, those for type checkers only do not."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import ROOT, python_files, relative, scripts, tree

Graph = dict[str, set[str]]
SCRIPT_IMPORT = re.compile(r'(?:from|import)\s*\(?\s*"(\.[^"]+)"')


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def import_graph(*folders: str) -> Graph:
    """Module → the modules of these folders that it imports, a package standing for its ``__init__``."""
    files = {module_name(path): path for path in python_files(*folders)}
    return {name: {each for each in _imported(path, files) if each != name} for name, path in files.items()}


def _imported(path: Path, files: dict[str, Path]) -> Iterator[str]:
    for node in _running(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in files)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield from [name for name in (whole if whole in files else node.module,) if name in files]


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run: not the body of ``if TYPE_CHECKING``."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        yield child
        yield from _running(child)


def script_graph() -> Graph:
    """The same of our own scripts, by their paths."""
    files = {path: relative(path) for path in scripts()}
    return {
        name: {
            files[other] for said in SCRIPT_IMPORT.findall(path.read_text()) if (other := _beside(path, said)) in files
        }
        for path, name in files.items()
    }


def _beside(path: Path, said: str) -> Path:
    return (path.parent / said).resolve()


def circles(graph: Graph) -> list[list[str]]:
    """Sets of modules that import each other in a loop: strongly connected components, by Tarjan's algorithm."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        number[module] = lowest[module] = len(number)
        path.append(module)
        for other in sorted(graph[module]):
            if other not in number:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in path:
                lowest[module] = min(lowest[module], number[other])
        if lowest[module] == number[module]:
            component = path[path.index(module) :]
            del path[path.index(module) :]
            if len(component) > 1:
                found.append(sorted(component))

    for module in sorted(graph):
        if module not in number:
            visit(module)
    return found
