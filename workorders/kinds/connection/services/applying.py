"""An application comes in by counter, API or public page: one order, its case, its papers once, and the applicant's link."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Invalid
from workorders.kinds.connection.models import ConnectionCase, ConnectionDocument, Scheme
from workorders.kinds.connection.process import CONNECTION
from workorders.matter import Matter
from workorders.models.orders import WorkOrder
from workorders.services.matters import open_matter
from workorders.services.photos import taken

# Source: assumed. More is no supply but a power station's own line, and surely a slip of the pen.
MOST_KW = Decimal(200_000)
MOST_DOCUMENTS = 12
# 三零 (domain reference §2.7): residents, and low voltage up to 160 kW; medium voltage has the three savings.
ZERO_UP_TO_KW = Decimal(160)
MEDIUM_VOLTAGE = ("MV_SINGLE", "MV_DUAL")


@dataclass(frozen=True)
class Applied:
    """``known``: the same application was there already; ``refused``: why papers are missing, in words."""

    order: WorkOrder
    known: bool
    refused: tuple[str, ...] = ()


@transaction.atomic
def apply(
    matter: Matter, *, asked_kw: Decimal | None, papers: Mapping[str, list[Any]], at: datetime, actor: Any = None
) -> Applied:
    """Open the case, or find the one that this very application has opened before.

    ``papers``: what they show → uploaded photos; one that cannot be read is not kept, and never holds the application back.
    Raises ``Invalid`` without a kind of supply, for a capacity that cannot be meant, or without a way to reach the applicant.
    """
    _check(matter, asked_kw)
    opened = open_matter(matter, at=at, actor=actor)
    if opened.known:
        return Applied(opened.order, True)
    order = opened.order
    ConnectionCase.objects.filter(order=order).update(asked_kw=asked_kw, scheme=scheme_of(order.sub_kind, asked_kw))
    return Applied(order, False, _keep_papers(order, papers, at=at, actor=actor))


def _check(matter: Matter, asked_kw: Decimal | None) -> None:
    if matter.kind != CONNECTION.kind or matter.sub_kind not in CONNECTION.sub_kinds:
        raise Invalid(_("Say what kind of supply is asked for."), pointer="/sub_kind")
    if asked_kw is not None and not 0 < asked_kw <= MOST_KW:
        raise Invalid(_("More than nothing, and no power station."), pointer="/asked_kw")
    if not matter.reporter_phone:
        raise Invalid(_("Say on which phone the applicant is reached."), pointer="/phone")


def scheme_of(sub_kind: str, kw: Decimal | None) -> str:
    """三零 or 三省; undecided for a low-voltage supply above the line."""
    if sub_kind in MEDIUM_VOLTAGE:
        return Scheme.SAVE.value
    return Scheme.ZERO.value if sub_kind == "LV_RESIDENT" or kw is None or kw <= ZERO_UP_TO_KW else ""


@transaction.atomic
def add_papers(*, order_id: int, papers: Mapping[str, list[Any]], at: datetime, actor: Any = None) -> tuple[str, ...]:
    """Papers that were missing; they are handed in once and read by every step. Why some were not kept, in words."""
    return _keep_papers(WorkOrder.objects.lock(order_id), papers, at=at, actor=actor)


def _keep_papers(order: WorkOrder, papers: Mapping[str, list[Any]], *, at: datetime, actor: Any) -> tuple[str, ...]:
    kept, refused = ConnectionDocument.objects.filter(order=order).count(), []
    for what, uploads in papers.items():
        for upload in uploads:
            photo, why = taken(upload)
            if kept >= MOST_DOCUMENTS:
                why = _("No more than %(most)s papers are kept with one application.") % {"most": MOST_DOCUMENTS}
            if why:
                refused.append(why)
            elif photo:
                ConnectionDocument.objects.create(order=order, what=what, photo=photo, author=actor, at=at)
                kept += 1
    return tuple(dict.fromkeys(refused))
