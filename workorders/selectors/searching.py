"""Orders by what somebody remembers of them: number, words of the description or the address, who called, which phone.

Built for ten million orders: each condition has an index on ``OrderWords``. Names and phones are masked on every screen,
so they are found in full, or by what the mask shows of them: otherwise one could guess them digit by digit.
"""

import re
import unicodedata
from typing import Any

from django.db.models import Q, QuerySet, functions
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Invalid
from command_center.ground.organisation.roles import Right
from customers.phones import normalise_phone
from customers.selectors import PLACE_ENDS
from workorders.models import FaultReport, Source, WorkOrder
from workorders.models.words import MOBILE, SHOWN_DIGITS

TRIGRAM = 3
SHORTEST = 2
MOST_WORDS = 6
SHORTEST_NUMBER = 4
BREAKS = re.compile(r"[\s,、;。]+")


def found_by(orders: "QuerySet[WorkOrder]", query: str) -> "QuerySet[WorkOrder]":
    """The orders that have every word of ``query``, or whose reporter or phone it is."""
    text = _plain(query)
    words = _words_of(text)
    if not words:
        return orders.none()
    wanted = Q(words__reporter_name=text)
    if phone := normalise_phone(text):
        wanted |= Q(words__reporter_phone=phone)
    told = Q()
    for word in words:
        told &= _contains(word)
    return orders.filter(wanted | told)


def by_number(orders: "QuerySet[WorkOrder]", number: str) -> "QuerySet[WorkOrder]":
    """By the order's number or a part of it, or by the id that a report had in the system it came from.

    Raises ``Invalid`` for fewer than four characters.
    """
    said = _plain(number).replace(" ", "")
    if len(said) < SHORTEST_NUMBER:
        raise Invalid(_("Four characters at least."), pointer="/number")
    if WorkOrder.objects.filter(number=said.upper()).exists():
        return orders.filter(number=said.upper())
    # Read first: how many rows a condition over two tables will find, PostgreSQL cannot guess.
    upstream = FaultReport.objects.filter(source__in=Source.values, source_id=number.strip())
    ids = list(upstream.values_list("order_id", flat=True))
    return orders.filter(
        Q(words__words__contains=said) | Q(words__order_id__in=ids), Q(number__contains=said.upper()) | Q(pk__in=ids)
    )


def by_reporter(orders: "QuerySet[WorkOrder]", name: str) -> "QuerySet[WorkOrder]":
    """By the reporter's whole name, or by its first character, which the mask shows."""
    said = _plain(name)
    if len(said) == 1:
        return orders.filter(words__reporter_name__startswith=said)
    return orders.filter(words__reporter_name=said)


def by_phone(orders: "QuerySet[WorkOrder]", phone: str) -> "QuerySet[WorkOrder]":
    """By the whole phone in any spelling, or by the last four digits of a mobile one, which the mask shows.

    Raises ``Invalid`` for anything between: digit by digit one could guess what is masked.
    """
    said = _plain(phone)
    if whole := normalise_phone(said):
        return orders.filter(words__reporter_phone=whole)
    if re.fullmatch(rf"\d{{{SHOWN_DIGITS}}}", said):
        ends = Exact(functions.Right("words__reporter_phone", SHOWN_DIGITS), said)
        return orders.filter(ends, words__reporter_phone__regex=MOBILE)
    raise Invalid(_("The whole number, or the last four digits of a mobile one."), pointer="/phone")


def by_address(orders: "QuerySet[WorkOrder]", place: str) -> "QuerySet[WorkOrder]":
    """By words of the address, all of them. Raises ``Invalid`` for one character."""
    words = _words_of(_plain(place))
    if not words:
        raise Invalid(_("Two characters at least."), pointer="/place")
    wanted = Q()
    for word in words:
        wanted &= _contains(word) & Q(address__icontains=word)
    return orders.filter(wanted)


def without_confidential(orders: "QuerySet[WorkOrder]", user: Any) -> "QuerySet[WorkOrder]":
    """Without confidential orders, but for who follows them up: nobody else finds one by who told it."""
    if any(user.may(right) for right in (Right.WRONGDOING, Right.COMPLAINTS)):
        return orders
    return orders.filter(confidential=False)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


def _words_of(text: str) -> list[str]:
    return [word for word in BREAKS.split(text) if len(word) >= SHORTEST][:MOST_WORDS]


def _contains(word: str) -> Q:
    if len(word) >= TRIGRAM:
        return Q(words__words__contains=word)
    # Two characters hold no trigram; with the blank before a field, or with what follows a place's name, they do.
    anywhere = Q(words__words__contains=f" {word}")
    for end in PLACE_ENDS:
        anywhere |= Q(words__words__contains=word + end)
    return anywhere
