"""After the return of power some are dark still: a fuse below is blown. They get an outage of their own.

Their interruption goes on from its true start, so that no minute counts twice and none is lost.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict
from command_center.ground.core.events import emit
from outages.ledger.models import CorrectionKind
from outages.ledger.services import rewriting, statements
from outages.ledger.services.counting import recount
from outages.life.choices import ChangeKind
from outages.life.events import NestedOutageFound
from outages.life.models import Outage
from outages.life.scope import Scope
from outages.life.states import Status
from outages.sensitive.services.alerting import watch_sensitive
from outages.verbs.services.opening import Finding, create, open_outage, refuse_second
from workorders.engine.advance import allow

# Whoever was dark again later, by whatever, had power in between: only the last interruption can have gone on.
NOT_LAST = f"""EXISTS (SELECT 1 FROM {statements.TABLE} e WHERE e.service_point_id = i.service_point_id
    AND e.retracted_at IS NULL AND e.off_at > i.off_at)"""
STILL_DARK = {"on_at": "NULL::timestamptz", "ended_by": "''", "back_fed": "false", "step_id": "NULL::bigint"}


@transaction.atomic
def find_nested(
    *,
    outage_id: int,
    scope: Scope,
    at: datetime,
    since: datetime | None = None,
    device_id: int | None = None,
    node_id: int | None = None,
    status: Status = Status.PROBABLE,
    reason: str = "still_dark",
    actor: Any = None,
) -> Outage:
    """The outage of those in ``scope`` who are dark after their outage was restored, nested in it.

    With ``since`` they had power and lost it again then: a new interruption. Raises ``Conflict`` when none of them was
    dark by this outage, or all were dark again by another one.
    """
    parent = Outage.objects.lock(outage_id)
    allow([parent], "correct")
    finding = Finding(reason_code=reason, params={"outage": parent.number})
    if since is not None:
        return open_outage(
            scope=scope,
            started_at=since,
            at=at,
            kind=parent.kind,
            status=status,
            device_id=device_id,
            node_id=node_id,
            finding=finding,
            nested_in_id=parent.pk,
            actor=actor,
        )
    refuse_second(device_id)
    rows, parameters = statements.chosen_rows(parent.pk, scope)
    rows = f"{rows} AND NOT {NOT_LAST}"
    start = statements.rows_of(f"SELECT min(i.off_at) FROM {statements.TABLE} i WHERE {rows}", parameters)[0][0]
    if start is None:
        raise Conflict(_("None of these customers is known to be dark by this outage."))
    nested = create(
        scope=scope,
        status=Status.CONFIRMED if status == Status.PREDICTED else status,
        device_id=device_id,
        node_id=node_id,
        at=at,
        actor=actor,
        change=ChangeKind.NESTED,
        other=parent,
        kind=parent.kind,
        started_at=start,
        nested_in=parent,
        **finding.fields(),
    )
    keep_dark(parent, scope, into=nested, reason=nested.number, at=at, actor=actor)
    recount(nested, at=at)
    emit(NestedOutageFound.of(nested, nested_in_id=parent.pk))
    watch_sensitive(nested, at=at)
    return nested


def keep_dark(parent: Outage, scope: Scope, *, into: Outage, reason: str, at: datetime, actor: Any = None) -> int:
    """Power never returned to these: their interruption goes on under ``into``, which may be ``parent`` itself."""
    rows, parameters = statements.chosen_rows(parent.pk, scope)
    correction = rewriting.begin(parent, CorrectionKind.STILL_OFF, reason=reason, at=at, actor=actor, into=into.number)
    count = statements.rewrite(
        correction,
        f"{rows} AND NOT {NOT_LAST}",
        parameters | {"into": into.pk},
        instead=STILL_DARK | {"outage_id": "%(into)s"},
    )
    rewriting.finish(parent, correction, at=at, actor=actor)
    return count
