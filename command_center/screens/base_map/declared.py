"""What the environment says of the base map, what is wrong with it, and which hosts a page may ask for it.

Pure: ``settings.py`` reads the values, ``checks.py`` says the sentences, ``door.py`` tells the pages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from command_center.screens.base_map.pmtiles import problem_of

WGS84, GCJ02 = "wgs84", "gcj02"
DATUMS = (WGS84, GCJ02)
MAX_ZOOMS = range(1, 23)
FILE_ADDRESS = "/base-map.pmtiles"  # where the pages ask for a file of ours

_PLACE = ("{z}", "{x}", "{y}")
_HOSTS = re.compile(r"\{(\d)-(\d)\}")  # t{0-7}.example.cn: eight hosts for the same tiles
_BRACES = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, kw_only=True)
class BaseMap:
    """``tiles`` are addresses with ``{z}``, ``{x}``, ``{y}``, drawn one above the other; ``pmtiles`` is an address or the path
    of a file on this machine. At most one of the two is set; with none the pages draw their own schematic map."""

    tiles: tuple[str, ...] = ()
    key: str = ""
    pmtiles: str = ""
    datum: str = WGS84
    max_zoom: int = 18
    attribution: str = ""
    approval: str = ""
    """The map approval number, 审图号: a map that is published in China carries it."""

    @property
    def is_set(self) -> bool:
        return bool(self.tiles or self.pmtiles)

    @property
    def file(self) -> Path | None:
        """The file that we serve ourselves."""
        return Path(self.pmtiles) if self.pmtiles and not _is_address(self.pmtiles) else None


def addresses(base_map: BaseMap) -> list[list[str]]:
    """For every layer the addresses that serve its tiles, with the key filled in and each host written out."""
    return [list(_hosts(template.replace("{key}", base_map.key))) for template in base_map.tiles]


def origins(base_map: BaseMap) -> list[str]:
    """The foreign hosts of the map, for Content-Security-Policy: scheme, host and port, nothing else."""
    asked = [address for layer in addresses(base_map) for address in layer]
    if _is_address(base_map.pmtiles):
        asked.append(base_map.pmtiles)
    return sorted({f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, asked) if parts.netloc})


def problems(base_map: BaseMap, *, https_only: bool = False) -> Iterator[str]:
    """One sentence for everything that would leave the pages without their map, or with a wrong one."""
    if not base_map.is_set:
        return
    if base_map.tiles and base_map.pmtiles:
        yield "BASE_MAP_TILES and BASE_MAP_PMTILES are both set; a map has one ground."
    if base_map.datum not in DATUMS:
        yield f"BASE_MAP_DATUM is {base_map.datum!r}; it is wgs84 (also for CGCS2000) or gcj02. BD-09 cannot be drawn."
    if base_map.max_zoom not in MAX_ZOOMS:
        yield f"BASE_MAP_MAX_ZOOM is {base_map.max_zoom}; tiles have levels 1 to 22."
    if not base_map.attribution:
        yield "BASE_MAP_ATTRIBUTION is empty; the page must say whose map it shows."
    for template in base_map.tiles:
        yield from _problems_of_tiles(template, base_map.key)
    if base_map.pmtiles:
        yield from _problems_of_file(base_map)
    if https_only and any(origin.startswith("http://") for origin in origins(base_map)):
        yield "The base map is served by http:// while HTTPS_ONLY is set; browsers will not load it."


def _problems_of_tiles(template: str, key: str) -> Iterator[str]:
    said = f"BASE_MAP_TILES, {template!r}"
    if not _is_address(template):
        yield f"{said}: it begins with https:// or http://."
    if missing := [place for place in _PLACE if place not in template]:
        yield f"{said}: {', '.join(missing)} is missing; the page could not say which tile it wants."
    if "{key}" in template and not key:
        yield f"{said}: it asks for a key and BASE_MAP_KEY is empty."
    if unknown := [
        part for part in _BRACES.findall(template) if not (part in (*_PLACE, "{key}") or _HOSTS.fullmatch(part))
    ]:
        yield f"{said}: nothing is known of {', '.join(unknown)}; there are {{z}}, {{x}}, {{y}}, {{key}} and {{0-7}}."
    if re.search(r"tilematrixset=c\b", template, re.IGNORECASE):
        yield f"{said}: matrix set c is in degrees; take w, the web Mercator one."


def _problems_of_file(base_map: BaseMap) -> Iterator[str]:
    if base_map.datum == GCJ02:
        yield "BASE_MAP_DATUM is gcj02 with a PMTiles file; only tiles of a service are shifted, a file is made in WGS-84."
    path = base_map.file
    if path is None:
        return
    try:
        with path.open("rb") as file:
            wrong = problem_of(file)
    except OSError as error:
        wrong = f"{error.strerror or error}."
    if wrong:
        yield f"BASE_MAP_PMTILES, {base_map.pmtiles!r}: {wrong}"


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def _hosts(template: str) -> Iterator[str]:
    found = _HOSTS.search(template)
    if found is None:
        yield template
        return
    first, last = (int(digit) for digit in found.groups())
    for number in range(first, last + 1):
        yield template.replace(found.group(), str(number))
