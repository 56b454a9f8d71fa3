"""The files of the crew's page, as a phone keeps them: all of one version together, so that it opens without a network."""

import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from posixpath import dirname, normpath
from typing import NamedTuple

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

STATIC = Path(settings.STATICFILES_DIRS[0])
# What the page and its scripts name in no import.
ROOTS = (
    "js/boot.js",
    "crew/app.js",
    "css/tokens.css",
    "css/base.css",
    "crew/crew.css",
    "crew/job.css",
    "crew/forms.css",
    "crew/icon.svg",
    "crew/icon-192.png",
    "geo/hubei_counties.geojson",
    "geo/hubei_towns.geojson",
    "geo/hubei_water.geojson",
    "img/icon.svg",
)
IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")
ADDRESS = re.compile(r"""url\(["']?([^"')]+)["']?\)|new URL\(["'](\.{1,2}/[^"'$`]+)["']""")
MARK_LENGTH = 16


class Shell(NamedTuple):
    """``mark`` changes with any file, with the words and with the language."""

    mark: str
    files: list[str]


def shell_in(language: str) -> Shell:
    """The addresses of all files of the page, its catalogue of words included."""
    paths, digest = _of(_last_change())
    catalogue = f"{reverse('javascript-catalog')}?{language}"
    mark = sha256(f"{digest} {language}".encode()).hexdigest()[:MARK_LENGTH]
    return Shell(mark, [*map(static, paths), catalogue])


def _last_change() -> int:
    """Of any static file, in nanoseconds: whoever changes a script sees it on the next visit, without a restart."""
    return max(path.stat().st_mtime_ns for path in STATIC.rglob("*"))


@lru_cache(maxsize=1)
def _of(changed_ns: int) -> tuple[list[str], str]:
    paths = _closure()
    whole = sha256()
    for path in [*(STATIC / each for each in paths), *_words_and_templates()]:
        whole.update(path.read_bytes())
    return paths, whole.hexdigest()


def _words_and_templates() -> list[Path]:
    base = Path(settings.BASE_DIR)
    templates = [base / "templates" / each for each in ("base.html", "crew/page.html", "crew/worker.js")]
    return [*sorted(base.glob("locale/*/LC_MESSAGES/*.mo")), *templates]


def _closure() -> list[str]:
    """Every static file that the page loads, found by its imports, and by the addresses in its sheets and scripts."""
    found: set[str] = set()
    ahead = list(ROOTS)
    while ahead:
        path = ahead.pop()
        if path not in found and (STATIC / path).is_file():
            found.add(path)
            ahead += _named_in(path)
    return sorted(found)


def _named_in(path: str) -> list[str]:
    if not path.endswith((".js", ".mjs", ".css")):
        return []
    text = (STATIC / path).read_text(encoding="utf-8")
    names = [*IMPORT.findall(text), *(one or other for one, other in ADDRESS.findall(text))]
    return [normpath(f"{dirname(path)}/{name}") for name in names if ":" not in name]
