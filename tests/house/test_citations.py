"""A comment cites only what stands in the repository: every § is a section of the page that it names, every page is there."""

import re
import subprocess
from collections.abc import Iterator

import pytest

from tests.house.sources import ROOT

# How a page is named where it is cited. RFCs and laws are public; their sections are not ours to check.
PAGES = {
    "domain reference": "docs/domain.md",
    "domain.md": "docs/domain.md",
    "standards.md": "docs/standards.md",
}
PUBLIC = re.compile(r"RFC \d+|Art\.|《[^》]+》")
NAMED = re.compile(rf"{'|'.join(map(re.escape, PAGES))}|{PUBLIC.pattern}", re.IGNORECASE)
SECTION = re.compile(r"§\s?(\d+(?:\.\d+)*)((?:(?:, |–|-| and |/)§?\d+(?:\.\d+)*)*)")
HEADING = re.compile(r"^#+ (\d+(?:\.\d+)*)\.? ", re.MULTILINE)
OUR_PAGE = re.compile(r"\bdocs/[\w./-]+\.md\b")
READ = {".py", ".js", ".html", ".css", ".md", ".toml", ".yml"}
NEAR = 200  # characters before a § in which its page is named


def texts() -> Iterator[tuple[str, str]]:
    names = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    for name in names:
        path = ROOT / name
        ours = path.suffix in READ and "vendor" not in path.parts and path.name != "test_citations.py"
        if ours and path.is_file():
            yield name, path.read_text()


def sections(page: str) -> set[str]:
    return set(HEADING.findall((ROOT / page).read_text()))


def unresolved(name: str, text: str) -> list[str]:
    """The citations of a text whose page is not named, or has no such section."""
    own = name if name in PAGES.values() else None
    found = []
    for cited in SECTION.finditer(text):
        before = NAMED.findall(text[max(0, cited.start() - NEAR) : cited.start()])
        page = PAGES.get(before[-1].lower()) if before else own
        if before and page is None:
            continue  # a public text
        numbers = {cited[1], *re.findall(r"\d+(?:\.\d+)*", cited[2])}
        if page is None or not numbers <= sections(page):
            found.append(f"{name}: {cited[0]} of {page or 'no page'}")
    return found


def test_every_section_that_is_cited_exists():
    assert [each for name, text in texts() for each in unresolved(name, text)] == []


def test_every_page_that_is_named_exists():
    named = {(name, page) for name, text in texts() for page in OUR_PAGE.findall(text)}
    assert [f"{name}: {page}" for name, page in sorted(named) if not (ROOT / page).is_file()] == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("as domain reference §2.3 says", 0),
        ("domain reference §2.2–2.4", 0),
        ("domain.md §4.4, §4.5", 0),
        ("domain reference §2.99", 1),
        ("see §2.3", 1),
        ("RFC 5545 §3.1", 0),
        ("standards.md §9", 1),
    ],
)
def test_a_section_that_is_not_there_is_seen(text, count):
    assert len(unresolved("a.py", text)) == count
