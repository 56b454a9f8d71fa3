"""What changes cost in this house: ``python -m tests.house.measure [COMMIT]`` counts lines, files that know a word, and circles.

Of a commit it reads the files as they stood there; without one, the work tree. Figures of decision 0017 come from here.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

WORDS = ("suspend", "second-crew")
ELSEWHERE = ("migrations", "vendor", "locale", "tests", ".local")


def files(root: Path, *endings: str) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if path.suffix in endings and path.is_file() and not set(parts) & set(ELSEWHERE) and parts[0] != ".git":
            yield path


def lines(paths: Iterator[Path]) -> int:
    return sum(path.read_text().count("\n") for path in paths)


def knowing(root: Path, word: str) -> dict[str, int]:
    """Files that name the word, by ending; of Markdown, docs/ and the READMEs."""
    endings = (".py", ".js", ".md")
    return {end: sum(word in path.read_text().lower() for path in files(root, end)) for end in endings}


def measure(root: Path) -> None:
    print(f"Python {lines(files(root, '.py'))} lines, JavaScript {lines(files(root, '.js'))}")
    for word in WORDS:
        print(f"“{word}” in", ", ".join(f"{count} {end}" for end, count in knowing(root, word).items()))


def circles_in(root: Path) -> None:
    """With the reader of imports of today's tests, over the tree at ``root``."""
    from tests.house import imports, sources

    sources.ROOT = imports.ROOT = root
    folders = [path.name for path in root.iterdir() if (path / "__init__.py").exists() and path.name != "tests"]
    found = imports.circles(imports.import_graph(*folders))
    print(f"circles of modules {len(found)}: {[' ↔ '.join(circle) for circle in found]}")


if __name__ == "__main__":
    if len(sys.argv) == 1:
        measure(Path.cwd())
        circles_in(Path.cwd())
    else:
        with tempfile.TemporaryDirectory() as folder:
            archive = subprocess.run(["git", "archive", sys.argv[1]], check=True, capture_output=True).stdout
            subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
            measure(Path(folder))
            circles_in(Path(folder))
