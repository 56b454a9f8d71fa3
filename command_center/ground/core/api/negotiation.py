"""Each address has one form (JSON, GeoJSON, a calendar), so whatever ``Accept`` asks for, that form is the answer.

A calendar program asks for text/calendar, a map for application/geo+json, a browser for a page: a 406 would help nobody.
"""

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation


class OneForm(BaseContentNegotiation):
    def select_parser(self, request: Any, parsers: Any) -> Any:
        media_type = (request.content_type or "").partition(";")[0].strip().lower()
        return next((each for each in parsers if each.media_type in (media_type, "*/*")), None)

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type
