"""Orders by what somebody remembers of them: number, words of the description or the address, who called, which phone.

Built for a million orders: each condition has an index on ``OrderWords``. Names and phones are masked on every screen,
so they are found only in full: otherwise one could guess them digit by digit.
"""

import re
import unicodedata

from django.db.models import Q, QuerySet

from customers.phones import normalise_phone
from customers.selectors import PLACE_ENDS
from workorders.models import WorkOrder

TRIGRAM = 3
SHORTEST = 2
MOST_WORDS = 6
BREAKS = re.compile(r"[\s,、;。]+")


def found_by(orders: "QuerySet[WorkOrder]", query: str) -> "QuerySet[WorkOrder]":
    """The orders that have every word of ``query``, or whose reporter or phone it is."""
    text = unicodedata.normalize("NFKC", query).strip().lower()
    words = [word for word in BREAKS.split(text) if len(word) >= SHORTEST][:MOST_WORDS]
    if not words:
        return orders.none()
    wanted = Q(words__reporter_name=text)
    if phone := normalise_phone(text):
        wanted |= Q(words__reporter_phone=phone)
    told = Q()
    for word in words:
        told &= _contains(word)
    return orders.filter(wanted | told)


def _contains(word: str) -> Q:
    if len(word) >= TRIGRAM:
        return Q(words__words__contains=word)
    # Two characters hold no trigram; with the blank before a field, or with what follows a place's name, they do.
    anywhere = Q(words__words__contains=f" {word}")
    for end in PLACE_ENDS:
        anywhere |= Q(words__words__contains=word + end)
    return anywhere
