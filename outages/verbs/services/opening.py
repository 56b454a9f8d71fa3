"""Opening an outage and letting it grow sure: predicted, probable, confirmed.

A predicted outage is a guess and keeps only its scope. From probable on its customers stand in the ledger, from its true
start. Whoever is dark already stays in the interruption he is in (docs/decisions: the ledger).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.core.events import emit
from command_center.ground.organisation.models import OrgUnit
from outages.ledger.services import statements
from outages.ledger.services.claiming import claim
from outages.ledger.services.counting import count_claimed, recount
from outages.life.choices import CauseClass, ChangeKind, OutageKind
from outages.life.events import OutageOpened
from outages.life.models import Outage, OutageScope
from outages.life.scope import Scope
from outages.life.services.whereabouts import whereabouts
from outages.life.states import BEGINS, DARK, Status
from outages.sensitive.services.alerting import watch_sensitive
from workorders.engine.advance import begin


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is believed about an outage and why. ``confidence`` 0 to 1; ``params`` JSON values for the reason's words."""

    reason_code: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    confidence: float | None = None
    cause_class: str = CauseClass.UNKNOWN
    cause: str = ""
    root_cause_key: str = ""

    def fields(self) -> dict[str, Any]:
        said = {name: value for name, value in self.__dict__.items() if name != "params"}
        return said | {"reason_params": self.params}


@transaction.atomic
def open_outage(
    *,
    scope: Scope,
    started_at: datetime,
    at: datetime,
    kind: OutageKind | str = OutageKind.FAULT,
    status: Status = Status.PREDICTED,
    device_id: int | None = None,
    node_id: int | None = None,
    finding: Finding | None = None,
    planned_end_at: datetime | None = None,
    nested_in_id: int | None = None,
    actor: Any = None,
) -> Outage:
    """An outage over ``scope``, dark since ``started_at``. Probable and confirmed ones open the ledger.

    Raises ``Invalid`` without a place or with a start in the future, ``Conflict`` when the device has a live outage.
    """
    if started_at > at:
        raise Invalid(_("An outage cannot start in the future."), pointer="/started_at")
    if status not in BEGINS:
        raise Invalid(_("A new outage is predicted, probable or confirmed."), pointer="/status")
    refuse_second(device_id)
    outage = create(
        scope=scope,
        status=status,
        device_id=device_id,
        node_id=node_id,
        at=at,
        actor=actor,
        kind=kind,
        started_at=started_at,
        planned_end_at=planned_end_at,
        nested_in_id=nested_in_id,
        **(finding or Finding()).fields(),
    )
    if status in DARK:
        enter_ledger(outage, scope, at=at, actor=actor)
    else:
        count_claimed(outage, scope, at=at)
    emit(OutageOpened.of(outage))
    watch_sensitive(outage, at=at)
    return outage


def create(
    *,
    scope: Scope,
    status: Status,
    device_id: int | None,
    node_id: int | None,
    at: datetime,
    actor: Any,
    change: ChangeKind = ChangeKind.OPENED,
    other: Outage | None = None,
    **fields: Any,
) -> Outage:
    """The row with its scope and the first line of its history, in the caller's transaction; the ledger is not touched."""
    place = whereabouts(device_id=device_id, node_id=node_id, scope=scope)
    outage = Outage.objects.create(
        number=new_number(place.centre_id, at),
        status=status.value,
        detected_at=at,
        confirmed_at=at if status == Status.CONFIRMED else None,
        **place.fields(),
        **fields,
    )
    OutageScope.objects.create(outage=outage, **scope.lists())
    begin([outage], at=at, actor=actor, kind=change, device_after_id=device_id, other=other)
    return outage


def enter_ledger(outage: Outage, scope: Scope, *, at: datetime, actor: Any = None) -> int:
    """Open the ledger for a locked outage from its true start; how many customers went dark by it."""
    opened = claim(outage, scope, since=outage.started_at, at=at, actor=actor)
    recount(outage, at=at)
    return opened


def scope_claimed(outage: Outage) -> Scope:
    row = OutageScope.objects.get(outage=outage)
    return Scope(
        frozenset(row.node_ids),
        frozenset(row.transformer_ids),
        frozenset(row.unmapped_transformer_ids),
        frozenset(row.service_point_ids),
    )


def new_number(centre_id: int, at: datetime) -> str:
    """Date, centre, ``O`` and a count: 20260719422826O000123."""
    code = OrgUnit.objects.values_list("code", flat=True).get(pk=centre_id)
    count = statements.rows_of("SELECT nextval('outages_number_seq')", {})[0][0]
    return f"{localtime(at):%Y%m%d}{code[:6]:0>6}O{count % 1_000_000:06d}"


def refuse_second(device_id: int | None) -> None:
    """A friendly word before the constraint ``one_live_outage_per_device`` says it to whoever is slower."""
    live = Outage.objects.live().filter(device_id=device_id).first() if device_id else None
    if live is not None:
        raise Conflict(_("This device already has a live outage."), outage=live.number)
