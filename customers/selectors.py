"""Look customers up as a caller names them: number, meter, phone in any spelling, name, place — or name and place.

Built for a million customers: every way of looking has its own index, finds a handful and stops.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, F, Model, OuterRef, Q, QuerySet, Subquery, Value

from command_center.ground.organisation.scope import scoped
from customers.models import Contact, Customer, ServicePoint
from customers.phones import normalise_phone

SHORTEST = 2  # characters of a query worth an answer
TRIGRAM = 3
MOST_POINTS = 200  # read of what was found: some companies have thousands
MOST_NAMES = 4  # words of a query that are tried as the name
DIGITS = re.compile(r"\d{3,}")
CODE = re.compile(r"[0-9A-Za-z-]{4,30}")
# 咸丰县旋坨村三组 is three words: addresses leave out or add a level in between.
BREAKS = re.compile(r"[\s,、;。]+|(?<=[省市县区镇乡村])(?=[^\s,、;。]{2})")
# Two characters hold no trigram: a place is then looked for with what follows its name.
PLACE_ENDS = "省市县区镇乡村街路社组"

ALL = 0  # service point id: every one of that customer

Way = QuerySet[Any, tuple[int, int]]


def find_service_points(query: str, *, user: Any, limit: int = 10) -> list[ServicePoint]:
    """Service points within the user's jurisdiction, best first, with ``customer``, ``unit`` and ``contact_phone``.

    Two queries: whom the words mean, then their service points.
    """
    ranks = _ranks(list(_ways(unicodedata.normalize("NFKC", query).strip(), user)), limit)
    if not ranks:
        return []
    wanted = Q(pk__in=[point for _, point in ranks if point])
    wanted |= Q(customer__in=[customer for customer, point in ranks if not point])
    points = scoped(shown().filter(wanted), user).order_by("customer__number", "pk")[:MOST_POINTS]
    return sorted(points, key=lambda p: min(ranks.get((p.customer_id, at), len(ranks)) for at in (ALL, p.pk)))[:limit]


def changed_service_points(since: datetime, user: Any) -> "QuerySet[ServicePoint]":
    """Service points within the jurisdiction that changed since, themselves or their customer. Each way has its index."""
    own = ServicePoint.objects.filter(updated_at__gte=since).order_by().values("pk")
    by_customer = ServicePoint.objects.filter(customer__updated_at__gte=since).order_by().values("pk")
    return scoped(shown().filter(pk__in=own.union(by_customer)), user)


def shown() -> "QuerySet[ServicePoint]":
    """With all that a list of customers shows."""
    phone = Contact.objects.filter(customer_id=OuterRef("customer_id")).order_by("pk").values("phone")[:1]
    contact_phone = Subquery(phone, output_field=CharField())
    return ServicePoint.objects.select_related("customer", "unit").annotate(contact_phone=contact_phone)


def _ranks(ways: list[Way], limit: int) -> dict[tuple[int, int], int]:
    """(customer id, service point id or ALL) → place in the list; ``limit`` from each way.

    A materialised CTE is planned for all its rows and still read only as far as the limit. With a plain LIMIT
    PostgreSQL trusts that matches lie evenly and reads the whole table when they all lie at its end.
    """
    if not ways:
        return {}
    try:
        compiled = [way.query.sql_with_params() for way in ways]
    except EmptyResultSet:  # a user without jurisdiction
        return {}
    fenced = ", ".join(f"w{n}(customer, point) AS MATERIALIZED ({sql})" for n, (sql, _) in enumerate(compiled))
    read = " UNION ALL ".join(f"(SELECT {n}, w{n}.* FROM w{n} LIMIT %s)" for n in range(len(ways)))
    params = [param for _, params in compiled for param in params] + [limit] * len(ways)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {fenced} {read}", params)
        found = sorted(cursor.fetchall(), key=lambda row: row[0])
    hits = dict.fromkeys((customer, point) for _, customer, point in found)
    return {hit: place for place, hit in enumerate(list(hits)[: 2 * limit])}  # one may be there as person and as place


def _ways(text: str, user: Any) -> Iterator[Way]:
    """Ways to read the query, surest first."""
    phone = normalise_phone(text)
    if phone:
        yield _scoped_ids(Contact, user, Q(phone=phone), customer="customer_id", field="customer__org_path")
    if CODE.fullmatch(text):
        yield _points(user, Q(meter_number=text))
        yield _customers(user, Q(number__startswith=text))
        yield _points(user, Q(meter_number__startswith=text))
    elif not phone and len(text) >= SHORTEST:
        yield from _spoken(text, user)


def _spoken(text: str, user: Any) -> Iterator[Way]:
    """Somebody's name, a place, or both; a place and digits of a phone or the end of a number: ``旋坨村 冉小明``, ``旋坨村 199``."""
    words = [word for word in BREAKS.split(text) if word]
    yield _customers(user, Q(name=text))
    yield _customers(user, Q(name__startswith=text))
    if len(words) > 1:
        for n, word in enumerate(words[:MOST_NAMES]):
            elsewhere = _place([*words[:n], *words[n + 1 :]])
            yield _points(user, Q(customer__name__startswith=word) & elsewhere)
            if DIGITS.fullmatch(word):
                yield _points(user, Q(customer__contacts__phone__contains=word) & elsewhere)
                yield _points(user, Q(customer__number__endswith=word) & elsewhere)
    if words:
        yield _points(user, _place(words))
    if len(text) >= TRIGRAM:
        yield _customers(user, Q(name__contains=text))


def _place(words: list[str]) -> Q:
    """The address has every word in it."""
    place = Q()
    for word in words:
        place &= Q(address__contains=word)
    longest = max(words, key=len)
    if len(longest) >= TRIGRAM:
        return place
    named = Q()
    for end in PLACE_ENDS:
        named |= Q(address__contains=longest + end)
    return place & named


def _customers(user: Any, wanted: Q) -> Way:
    return _scoped_ids(Customer, user, wanted, customer="pk")


def _points(user: Any, wanted: Q) -> Way:
    return _scoped_ids(ServicePoint, user, wanted, customer="customer_id", point=F("pk"))


def _scoped_ids(
    model: type[Model], user: Any, wanted: Q, *, customer: str, point: Any = None, field: str = "org_path"
) -> Way:
    rows = scoped(model._default_manager.filter(wanted), user, field=field)
    return rows.values_list(customer, point or Value(ALL))
