"""Who is meant: a service point, a customer or a phone, and how they want to be told. One query for any number."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from customers.messages.catalogue import ZH
from customers.messages.quiet_hours import USUAL, QuietHours
from customers.phones import normalise_phone


class Identity(NamedTuple):
    point_id: int
    customer_id: int
    phone: str


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """One of: a service point, a customer, somebody known by a phone alone. ``is_owed``: they asked us, so they are answered
    also by what only goes to those who were told before. ``phone`` beside a customer is where they called from."""

    point_id: int | None = None
    customer_id: int | None = None
    phone: str = ""
    is_owed: bool = False

    @property
    def identity(self) -> Identity:
        return Identity(self.point_id or 0, self.customer_id or 0, self.phone)


@dataclass(frozen=True, kw_only=True)
class Known:
    """A recipient and what the register says. ``address`` "" where nobody knows how to reach them."""

    recipient: Recipient = field(default_factory=Recipient)
    customer_id: int | None
    place: str
    org_path: str
    channel: str
    address: str
    language: str
    quiet: QuietHours
    opted_out: bool
    is_life_support: bool


# The preference decides the channel; a text message goes to the phone that called, else to the first one in the register.
WHO = """
SELECT a.point, a.customer, a.phone, c.id, coalesce(p.address, ''), coalesce(p.org_path, c.org_path, ''),
    coalesce(f.channel, 'SMS'), coalesce(f.language, %(language)s), f.email, f.wechat_id, f.quiet_from, f.quiet_to,
    coalesce(f.opted_out, false), coalesce('LIFE_SUPPORT' = ANY(c.flags), false),
    coalesce(nullif(a.phone, ''), (SELECT t.phone FROM customers_contact t WHERE t.customer_id = c.id ORDER BY t.id LIMIT 1), '')
FROM unnest(%(points)s::bigint[], %(customers)s::bigint[], %(phones)s::text[]) AS a (point, customer, phone)
LEFT JOIN customers_servicepoint p ON p.id = a.point
LEFT JOIN customers_customer c ON c.id = coalesce(p.customer_id, nullif(a.customer, 0))
LEFT JOIN customers_contactpreference f ON f.customer_id = c.id
"""


def known_recipients(recipients: Sequence[Recipient]) -> dict[Identity, Known]:
    """Each recipient with what the register says of them; a service point that is gone is left out."""
    asked = sorted({recipient.identity for recipient in recipients})
    if not asked:
        return {}
    points, customers, phones = (list(column) for column in zip(*asked, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(WHO, {"points": points, "customers": customers, "phones": phones, "language": ZH})
        return {Identity(*row[:3]): _known(row[3:]) for row in cursor.fetchall() if row[3] or row[2]}


def _known(row: tuple[Any, ...]) -> Known:
    customer, place, path, channel, language, email, wechat, start, end, opted_out, life_support, phone = row
    address = {"EMAIL": email, "WECHAT": wechat}.get(channel) or _mobile(phone)
    return Known(
        customer_id=customer,
        place=place,
        org_path=path,
        channel=channel,
        address=address,
        language=language,
        quiet=QuietHours(start or USUAL.start, end or USUAL.end),
        opted_out=opted_out,
        is_life_support=life_support,
    )


def _mobile(phone: str) -> str:
    return normalise_phone(phone) or "" if phone else ""
