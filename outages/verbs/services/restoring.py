"""Power comes back in steps, each to an exact set of customers; what is still dark decides the status."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from command_center.ground.core.errors import Invalid
from command_center.ground.core.events import emit
from outages.ledger.models import RestorationStep
from outages.ledger.services import statements
from outages.ledger.services.claiming import claim
from outages.ledger.services.counting import recount
from outages.life.choices import EndedBy
from outages.life.events import OutageChanged
from outages.life.models import Outage
from outages.life.scope import Scope
from outages.life.services.reopening import reopen
from outages.life.states import Status
from outages.sensitive.services.alerting import watch_sensitive
from workorders.engine.advance import advance, allow


@dataclass(frozen=True, kw_only=True)
class How:
    """What brought power back: a device that moved, a generator, a meter's word. ``phases`` e.g. ``A``; empty: all."""

    ended_by: EndedBy | str = EndedBy.REPAIR
    device_id: int | None = None
    phases: str = ""
    note: str = ""


@dataclass(frozen=True)
class Restored:
    """A step that was recorded: how many customers got power, how many of the outage are still dark."""

    outage: Outage
    step: RestorationStep
    customers: int
    still_dark: int


@transaction.atomic
def restore(
    *, outage_id: int, at: datetime, how: How | None = None, scope: Scope | None = None, actor: Any = None
) -> Restored:
    """End the interruptions of this outage within ``scope``, the energised set; None means everybody.

    Who stays outside the set, below a fuse that is still open, stays dark in the same interruption. With ``phases`` only
    customers whose every phase is among them get power: name all phases that are energised now.

    Raises ``IllegalTransition`` unless somebody of it may be dark, ``Invalid`` when power would return before it went.
    """
    outage, how = Outage.objects.lock(outage_id), how or How()
    allow([outage], "restore")
    rows, early = statements.dark_rows(outage.pk, scope, phases=how.phases, at=at)
    _refuse_too_early(early)
    step = RestorationStep.objects.create(
        outage=outage,
        at=at,
        ended_by=how.ended_by,
        by_device_id=how.device_id,
        phases=how.phases,
        actor=actor,
        note=how.note,
    )
    step.customers = statements.end(step, rows)
    step.save(update_fields=["customers"])
    recount(outage, at=at)
    settle(outage, at=at, step=step, actor=actor)
    return Restored(outage, step, step.customers, outage.customers_out)


def settle(outage: Outage, *, at: datetime, step: RestorationStep, actor: Any = None) -> None:
    """The status that a locked outage's counts speak for, after a step."""
    said: dict[str, Any] = {"at": at, "actor": actor, "reason": step.ended_by.lower()}
    said["facts"] = {"step_id": step.pk, "customers": step.customers}
    if outage.customers_out == 0:
        advance([outage], "all-restored", **said)
    elif step.customers:
        advance([outage], "some-restored", **said)
    else:
        emit(OutageChanged.of(outage))


def _refuse_too_early(early: int) -> None:
    if early:
        words = ngettext(
            "%(count)d customer was still supplied at that time: correct the start first.",
            "%(count)d customers were still supplied at that time: correct the start first.",
            early,
        )
        raise Invalid(words % {"count": early}, pointer="/at", customers=early)


@transaction.atomic
def lose_again(*, outage_id: int, scope: Scope, since: datetime, at: datetime, actor: Any = None) -> Outage:
    """Customers who had power back lost it again within the same outage: a generator out of fuel, a tie opened.

    A new interruption from ``since``: what lay between counts as supplied.
    """
    outage = Outage.objects.lock(outage_id)
    if since > at:
        raise Invalid(_("An outage cannot start in the future."), pointer="/since")
    allow([outage], "lose-again")
    claim(outage, scope, since=since, at=at, actor=actor)
    recount(outage, at=at)
    if Status(outage.status) in (Status.RESTORED, Status.VERIFIED) and outage.customers_out:
        reopen(outage, at=at, actor=actor, reason="lost_again")
    else:
        emit(OutageChanged.of(outage))
    watch_sensitive(outage, at=at)
    return outage
