"""Words for the codes that cards and records hold, in the reader's language: told with the page, so no script has a table.

A card is encoded once for everybody who may see it, whatever their language, and a phone taps on without a network: so the
words come with the page and not with the card. What a choice is called stands at the choice; here is what a screen says
in its own way, and what of all this is told.
"""

from functools import cache
from typing import Any

from django.utils.translation import get_language

from command_center.screens.words import complaints, connections, crews, figures, orders, outages, plans

Told = dict[str, dict[str, str]]


def words_told() -> Told:
    """Type of a code (``fault``, ``skill`` …) → code → word, of everything that the desks' pages show."""
    return _in_language(get_language() or "")


def some_words(*types: str) -> Told:
    """The same of these types only, for a page that shows little."""
    told = words_told()
    return {type_: told[type_] for type_ in types}


@cache
def _in_language(language: str) -> Told:
    """Words change with a release alone: they are translated once a language and process."""
    of_all = (orders, crews, outages, plans, connections, complaints, figures)
    tables = {name: table for each in of_all for name, table in each.tables().items()}
    return {name: {code_of(code): str(word) for code, word in table.items()} for name, table in tables.items()}


def code_of(code: Any) -> str:
    return str(getattr(code, "value", code))
