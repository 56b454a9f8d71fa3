"""Keeping reports at the door: once each however often they arrive, and together when many arrive at the same moment."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from django.db import IntegrityError
from django.utils.timezone import now
from structlog.contextvars import bound_contextvars, get_contextvars

from command_center.ground.core.group_commit import GroupCommit
from workorders.report import Report
from workorders.services.intake import Opened, open_fault_orders


def keep(reports: Sequence[Report], actor: Any) -> list[Opened]:
    """Open the orders; when the same report arrives twice at once the later one finds the order of the first."""
    try:
        return open_fault_orders(reports, at=now(), actor=actor)
    except IntegrityError:
        return open_fault_orders(reports, at=now(), actor=actor)


class _Filed(NamedTuple):
    report: Report
    actor: Any
    request_id: str


def keep_together(report: Report, actor: Any) -> Opened:
    """As ``keep``; in a storm, reports that come in while others are being written share their statements and commit."""
    return _together(_Filed(report, actor, str(get_contextvars().get("request_id", ""))))


def _keep_all(filed: Sequence[_Filed]) -> list[Opened]:
    """One transaction for all reports of one person, in the order of ``filed``."""
    opened: dict[tuple[int, tuple[str, str]], Opened] = {}
    for actor in {each.actor.pk: each.actor for each in filed}.values():
        mine = [each for each in filed if each.actor.pk == actor.pk]
        opened |= {(actor.pk, key): order for key, order in _keep_of_one(mine, actor).items()}
    answers = []
    for each in filed:
        key = (each.actor.pk, each.report.key)
        answers.append(opened[key])
        # Whoever says the same again, in this very moment, hears so and is compared with what was said first.
        opened[key] = replace(opened[key], known=True, told=opened[key].told or each.report.payload)
    return answers


def _keep_of_one(filed: Sequence[_Filed], actor: Any) -> dict[tuple[str, str], Opened]:
    first: dict[tuple[str, str], Report] = {}
    for each in filed:
        first.setdefault(each.report.key, each.report)
    with bound_contextvars(request_id=_request_of(filed)):
        return dict(zip(first, keep(list(first.values()), actor), strict=True))


def _request_of(filed: Sequence[_Filed]) -> str:
    """The request that set this in motion, for the log and the facts that follow: ``id`` or ``id+others``."""
    return filed[0].request_id + (f"+{len(filed) - 1}" if len(filed) > 1 else "")


_together = GroupCommit(_keep_all)
