"""A template and what is filled into it. Pure: the same words in, the same text out.

Braces with a known name are filled, everything else of the text stays as it stands; nothing of a variable is read as a
template again.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, tzinfo

PLACE = re.compile(r"\{(\w*)\}")
LONGEST_TEXT = 500
# The last part of a customer's own address: whoever has it is the customer.
KEY_OF_LINK = re.compile(r"(/(?:track|connection|survey)/)[\w-]{16,}")


class Unfilled(ValueError):
    """A variable of the template has no value; ``args[0]`` names it."""


def variables_of(text: str) -> list[str]:
    """The names between braces, in the order in which they stand."""
    return [match.group(1) for match in PLACE.finditer(text)]


def mistakes(text: str, known: Collection[str]) -> Iterator[str]:
    """Names of a template that nobody fills in, and braces without a partner."""
    yield from (f"{{{name}}}" for name in variables_of(text) if name not in known)
    rest = PLACE.sub("", text)
    yield from sorted({brace for brace in "{}" if brace in rest})


def render(text: str, values: Mapping[str, str]) -> str:
    """Raises ``Unfilled`` for a name without a value."""

    def fill(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in values:
            raise Unfilled(name)
        return values[name]

    return PLACE.sub(fill, text)[:LONGEST_TEXT]


def veiled(text: str) -> str:
    """A text as our own people may read it: addresses of customers' pages lead nowhere."""
    return KEY_OF_LINK.sub(r"\1…", text)


def moment_words(moment: datetime, *, zone: tzinfo, language: str) -> str:
    """A moment as a message says it: 7月18日21:05, or 18 Jul 21:05."""
    local = moment.astimezone(zone)
    if language.startswith("zh"):
        return f"{local.month}月{local.day}日{local:%H:%M}"
    return f"{local.day} {MONTHS[local.month - 1]} {local:%H:%M}"


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
