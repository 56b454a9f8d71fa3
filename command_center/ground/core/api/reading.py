"""JSON in, and one form out. Whatever arrives becomes plain values that the rest of the program can hold, or a problem document.

A byte order mark is passed over. NUL and half a surrogate pair become U+FFFD: nobody's words are lost over them, and two
identities that differ by one stay two. Refused (400): what is no JSON, is nested deeper than any body of ours, or holds
a number beyond all numbers. Refused (413): what is too large.
"""

import json
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser

from command_center.ground.core.values import storable_text

DEEPEST = 32


class TooLarge(APIException):
    status_code, default_code, default_detail = 413, "too_large", _("The body is too large.")


class JsonParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        at_most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(at_most + 1)
        if len(body) > at_most:
            raise TooLarge()
        charset = (parser_context or {}).get("encoding", "utf-8")
        try:
            text = body.decode("utf-8-sig" if charset.lower().replace("_", "-") in ("utf-8", "utf8") else charset)
            return readable(json.loads(text, parse_constant=_no_number, parse_float=_number))
        except (ValueError, RecursionError) as error:  # also what cannot be decoded
            raise ParseError(_("This is not JSON that can be read.")) from error


def readable(value: Any, depth: int = 0) -> Any:
    """``value`` with every text made storable. Raises ValueError when it is nested too deeply."""
    if isinstance(value, str):
        return storable_text(value)
    if depth >= DEEPEST and isinstance(value, dict | list):
        raise ValueError("too deep")
    if isinstance(value, dict):
        return {readable(key): readable(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [readable(inner, depth + 1) for inner in value]
    return value


def _number(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(text)
    return number


def _no_number(text: str) -> float:
    raise ValueError(text)


class OneForm(BaseContentNegotiation):
    """Each address has one form (JSON, GeoJSON, a calendar), so whatever ``Accept`` asks for, that form is the answer.

    A calendar program asks for text/calendar, a map for application/geo+json, a browser for a page: a 406 would help nobody.
    """

    def select_parser(self, request: Any, parsers: Any) -> Any:
        media_type = (request.content_type or "").partition(";")[0].strip().lower()
        return next((each for each in parsers if each.media_type in (media_type, "*/*")), None)

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type
