"""What a unit is called in the reader's language: in English by its English name, else transliterated by one rule."""

from collections.abc import Iterable, Mapping

from django.utils.translation import get_language

from command_center.ground.core.romanise import romanised
from command_center.ground.organisation.models import OrgUnit


def unit_name(name: str, name_en: str) -> str:
    return (name_en or romanised(name)) if _in_english() else name


def called_unit(unit: OrgUnit) -> str:
    """``unit_name`` of a row."""
    return unit_name(unit.name, unit.name_en)


def called(name: str) -> str:
    """The same for what has no name but the one at home: a crew, equipment, an address."""
    return romanised(name) if _in_english() else name


def _in_english() -> bool:
    return (get_language() or "").startswith("en")


def names_of_paths(paths: Iterable[str]) -> Mapping[str, str]:
    """Path → name, of these units and of all that they lie in. One query, whatever their number."""
    wanted = {above for path in paths for above in above_and(path)}
    rows = OrgUnit.objects.filter(path__in=wanted).values_list("path", "name", "name_en")
    return {path: unit_name(name, name_en) for path, name, name_en in rows}


def above_and(path: str) -> list[str]:
    """The paths from the province down to this one: ``42/4228/`` → ``42/``, ``42/4228/``."""
    parts = path.rstrip("/").split("/")
    return ["/".join(parts[: depth + 1]) + "/" for depth in range(len(parts))]


def names_told() -> Mapping[str, str]:
    """Name at home → name in the reader's language, where they differ: cards are made once for readers of every language. One query."""
    if not _in_english():
        return {}
    return dict(OrgUnit.objects.exclude(name_en="").values_list("name", "name_en"))
