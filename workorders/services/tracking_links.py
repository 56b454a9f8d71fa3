"""The customer's link. The token is derived from a nonce by the site's secret, so only its hash is stored."""

import base64
import hashlib
import hmac
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, NotFound
from command_center.ground.core.postgres import create_rows
from workorders.kinds import ENDS, MERGED
from workorders.kinds.fault.states import DONE
from workorders.models import TrackingLink, WorkOrder

LIVES_FOR = timedelta(hours=24)
LIVES_AFTER_CLOSE = timedelta(hours=2)
# Of any kind: nothing more happens with such an order, as far as its customer can see.
OVER = sorted({*ENDS, *(status.value for status in DONE)})


def token_for(nonce: uuid.UUID) -> str:
    """192 unguessable bits, URL-safe."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"tracking:" + nonce.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def alive(links: "QuerySet[TrackingLink]", *, at: datetime) -> "QuerySet[TrackingLink]":
    """Links that open: not revoked, and not over. While its order is open none is over, however long that takes."""
    open_still = ~Q(order__status__in=OVER)
    return links.filter(Q(expires_at__gt=at) | open_still, revoked_at=None)


def ends_at(link: TrackingLink, order: WorkOrder) -> datetime | None:
    """None while the order is open."""
    return link.expires_at if order.status in OVER else None


# Which page a customer of that kind of order follows it on.
PAGE_OF_KIND = {"CONNECTION": "connection"}


def url_for(nonce: uuid.UUID, kind: str = "FAULT") -> str:
    return f"{settings.SITE_URL}/{PAGE_OF_KIND.get(kind, 'track')}/{token_for(nonce)}/"


def url_of(order: WorkOrder) -> str:
    """The order's link; "" when it was revoked, and for an old order, whose link is gone."""
    link = getattr(order, "tracking_link", None)
    return url_for(link.nonce, order.kind) if link and link.revoked_at is None else ""


class Link(NamedTuple):
    """An address that opens. ``ends_at`` is None while the order is open."""

    url: str
    ends_at: datetime | None


def live_link(order: WorkOrder, *, at: datetime) -> Link:
    """Raises ``Conflict`` when it has ended or was revoked."""
    link = alive(TrackingLink.objects.filter(order=order), at=at).first()
    if link is None:
        raise Conflict(_("The customer's link has ended. Renew it."))
    return Link(url_for(link.nonce, order.kind), ends_at(link, order))


@transaction.atomic
def renew(*, order_id: int, at: datetime) -> Link:
    """A new address in place of the old one, ended, revoked or not; for a finished order it lasts a day."""
    order = WorkOrder.objects.lock(order_id)
    nonce = uuid.uuid4()
    fresh = {
        "nonce": nonce,
        "token_hash": token_hash(token_for(nonce)),
        "expires_at": at + LIVES_FOR,
        "revoked_at": None,
    }
    link, _created = TrackingLink.objects.update_or_create(order=order, defaults=fresh)
    return Link(url_for(nonce, order.kind), ends_at(link, order))


def make_links(orders: Sequence[WorkOrder], *, at: datetime) -> list[str]:
    """One link an order; the URLs, in the order of ``orders``."""
    links = [TrackingLink(order=order, nonce=uuid.uuid4(), expires_at=at + LIVES_FOR) for order in orders]
    for link in links:
        link.token_hash = token_hash(token_for(link.nonce))
    create_rows(links)
    return [url_for(link.nonce, link.order.kind) for link in links]


def keep_until_after(order_id: int, *, closed_at: datetime, lives: timedelta = LIVES_AFTER_CLOSE) -> None:
    """The link ends so long after the order: as long as that is open it lives, however long the storm."""
    TrackingLink.objects.filter(order_id=order_id).update(expires_at=closed_at + lives)


def revoke(order_id: int, *, at: datetime) -> None:
    """The link stops working at once. Raises ``NotFound`` when there is none."""
    if not TrackingLink.objects.filter(order_id=order_id).update(revoked_at=at):
        raise NotFound()


def drop_ended_links(*, before: datetime) -> int:
    """Remove the links of finished orders that ended before then: nobody can follow them; how many."""
    ended = TrackingLink.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before))
    return ended.filter(order__status__in=[*ENDS, MERGED]).delete()[0]
