"""A base map that cannot be shown is a sentence at start, not an empty map at night."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from command_center.screens.base_map.declared import problems

HINT = (
    "docs/operations.md, “A map under the maps”; without BASE_MAP_TILES and BASE_MAP_PMTILES the pages draw their own."
)


@register()
def base_map_can_be_shown(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    base_map = settings.BASE_MAP
    found: list[CheckMessage] = [
        Error(sentence, hint=HINT, id="base_map.E001")
        for sentence in problems(base_map, https_only=settings.SESSION_COOKIE_SECURE)
    ]
    if base_map.is_set and not base_map.approval:
        found.append(
            Warning(
                "BASE_MAP_APPROVAL is empty: a map that is published in China carries its approval number (审图号).",
                hint=HINT,
                id="base_map.W001",
            )
        )
    return found
