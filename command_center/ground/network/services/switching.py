"""Recording where switches stand.

The product never controls a switch (domain reference §9.2): nothing here reaches a device. These functions write down
what the controller, the control system or a crew on site did, so that traces and outages follow.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Invalid, NotFound
from command_center.ground.core.events import emit_all
from command_center.ground.network.events import DeviceOperated
from command_center.ground.network.models import Branch, OperationSource, SwitchOperation

History = list[tuple[datetime, bool]]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What somebody says a device did: ``opened`` (else closed) at the aware moment ``at``."""

    branch_id: int
    opened: bool
    at: datetime
    source: OperationSource
    actor: Any = None
    detail: str = ""


def operate(
    *, branch_id: int, opened: bool, at: datetime, source: OperationSource, actor: Any = None, detail: str = ""
) -> SwitchOperation | None:
    """Record that a device was opened or closed; the same position again is quiet (None).

    Raises ``NotFound`` for an unknown or retired branch, ``Invalid`` for one that cannot open. Controls nothing.
    """
    told = Operation(branch_id=branch_id, opened=opened, at=at, source=source, actor=actor, detail=detail)
    written = operate_many([told])
    return written[0] if written else None


@transaction.atomic
def operate_many(told: Sequence[Operation]) -> list[SwitchOperation]:
    """Record many operations, in any order; all of them or, with an error as in ``operate``, none.

    What arrives late takes its place in the history but does not move the device back: the newest ``at`` says where
    it stands, and of two at the same moment the one told last. Returns what was not known before, oldest first.
    """
    branches = _locked_devices({operation.branch_id for operation in told})
    histories = _histories(branches, earliest=min((operation.at for operation in told), default=None))
    new = [o for o in sorted(told, key=lambda o: o.at) if _note(histories[o.branch_id], branches[o.branch_id], o)]
    rows = SwitchOperation.objects.bulk_create(_row(operation) for operation in new)
    _write_positions(branches.values(), histories)
    emit_all(_event(row, branches[row.branch_id], histories[row.branch_id]) for row in rows)
    return rows


def _locked_devices(ids: set[int]) -> dict[int, Branch]:
    branches = {branch.pk: branch for branch in Branch.objects.live().filter(pk__in=ids).locked()}
    for wanted in sorted(ids):
        if wanted not in branches:
            raise NotFound()
        if not branches[wanted].device:
            raise Invalid(
                _("%(branch)s cannot be opened.") % {"branch": branches[wanted]}, branch=branches[wanted].code
            )
    return branches


def _histories(branches: dict[int, Branch], earliest: datetime | None) -> dict[int, History]:
    """Branch id → (moment, position) from the last one before ``earliest`` on, oldest first. Two index reads."""
    histories: dict[int, History] = defaultdict(list)
    if earliest is None:
        return histories
    rows = SwitchOperation.objects.filter(branch_id__in=branches).values_list("branch_id", "at", "opened")
    before = rows.filter(at__lt=earliest).order_by("branch_id", "-at", "-pk").distinct("branch_id")
    for branch_id, at, opened in [*before, *rows.filter(at__gte=earliest).order_by("at", "pk")]:
        histories[branch_id].append((at, opened))
    return histories


def _note(history: History, branch: Branch, told: Operation) -> bool:
    """Put it into the history, unless the device already stood so at that moment."""
    place = bisect_right(history, told.at, key=lambda entry: entry[0])
    first = not history[0][1] if history else branch.is_open
    if (history[place - 1][1] if place else first) == told.opened:
        return False
    history.insert(place, (told.at, told.opened))
    return True


def _row(told: Operation) -> SwitchOperation:
    return SwitchOperation(
        branch_id=told.branch_id,
        opened=told.opened,
        at=told.at,
        source=told.source,
        actor=told.actor if getattr(told.actor, "pk", None) else None,
        detail=told.detail,
    )


def _write_positions(branches: Any, histories: dict[int, History]) -> None:
    moved = [b for b in branches if histories[b.pk] and histories[b.pk][-1][1] != b.is_open]
    for branch in moved:
        branch.is_open = not branch.is_open
    for position in (True, False):
        # is_open alone: the trigger that raises the model's version looks at the columns that a statement names.
        Branch.objects.filter(pk__in=[b.pk for b in moved if b.is_open is position]).update(is_open=position)


def _event(row: SwitchOperation, branch: Branch, history: History) -> DeviceOperated:
    return DeviceOperated(
        branch_id=row.branch_id,
        operation_id=row.pk,
        opened=row.opened,
        at=row.at.isoformat(),
        source=row.source,
        late=row.at < history[-1][0],
        org_path=branch.org_path,
    )
