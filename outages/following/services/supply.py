"""The ledger follows the trace: after any switching, who lost supply by it is dark and who gained it is not.

Whatever device it was, and whenever its telegram came: what moved is asked about at the moment at which it moved, and so is
everything that moved after it. What is judged from calls alone (a fuse that nobody operated) stays as it is judged until a
switch speaks about it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from command_center.ground.network.models import Branch
from outages.following.selectors.switched import Run, Switched, switched
from outages.following.services.supply_gained import Gain, end_empty, follow_gain
from outages.following.services.supply_lost import End, Loss, follow_loss


@transaction.atomic
def follow_switching(*, operation_ids: Iterable[int], at: datetime) -> None:
    """Lead the ledger to where the record of the switches says it is. Repeating it changes nothing."""
    found = switched(operation_ids)
    if found is None:
        return
    branches = Branch.objects.in_bulk({state.branch_id for state in found.history.states})
    corrected: set[int] = set()
    for run, points in found.runs:
        cause = found.cause(run)
        if cause.operation_id is None:
            continue  # judged, and written by who judged it
        branch, since = branches[cause.branch_id], min(run.since, at)
        if run.lit:
            corrected |= follow_gain(Gain(branch, since, run.wrong, points), at=at)
        else:
            follow_loss(_loss(found, run, points, branch, since, branches), at=at)
    end_empty(branches.values(), corrected, at=at)


def _loss(
    found: Switched, run: Run, points: list[int], branch: Branch, since: datetime, branches: dict[int, Branch]
) -> Loss:
    end = found.end(run)
    ended = End(end.at, branches[end.branch_id]) if end else None
    lost = found.history.lost_at(run.began) if run.began is not None else None
    return Loss(branch, since, points, ended, lost)
