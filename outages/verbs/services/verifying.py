"""Is power really back? Ask a sample, weigh the answers, verify or reopen, and close (domain reference §4.5)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, NotFound
from command_center.ground.core.events import emit
from command_center.ground.core.postgres import update_rows
from customers.models import ServicePoint
from outages.life.choices import Answer, EndedBy
from outages.life.events import CheckStarted
from outages.life.models import Outage
from outages.life.scope import scope_of
from outages.life.services.reopening import reopen
from outages.sensitive.models import SensitiveEntry
from outages.verbs.models import CheckAnswer, RestoreCheck
from outages.verbs.sampling import Outcome, Verdict, sample
from outages.verbs.services.nesting import find_nested, keep_dark
from workorders.engine.advance import advance, allow, refusal
from workorders.engine.writing import raise_attention

# A round of questions ended with too few answers: nobody said they are dark, and nobody knows that they are not.
RESTORE_UNANSWERED = "restore_unanswered"


@transaction.atomic
def start_check(*, outage_id: int, at: datetime, seed: int | None = None) -> RestoreCheck:
    """Draw the customers to be asked. The same ``seed``, by default the outage's id, draws the same ones.

    Raises ``IllegalTransition`` unless it is restored, ``Conflict`` while another round is open.
    """
    outage = Outage.objects.lock(outage_id)
    allow([outage], "check")
    if outage.customers_out:
        raise refusal(outage, "passed")
    if outage.checks.filter(finished_at=None).exists():
        raise Conflict(_("A round of questions is still open."))
    seed = outage.pk if seed is None else seed
    points = set(outage.interruptions.standing().values_list("service_point_id", flat=True))
    important = _important(outage, at)
    asked = sample(points, important, seed=seed)
    check = RestoreCheck.objects.create(outage=outage, at=at, seed=seed, population=len(points), asked=len(asked))
    CheckAnswer.objects.bulk_create(
        CheckAnswer(check_round=check, service_point_id=point, important=point in important) for point in asked
    )
    emit(CheckStarted.of(outage, check_id=check.pk))
    return check


@transaction.atomic
def record_answers(*, answers: Mapping[int, Answer | str], at: datetime, check_id: int | None = None) -> int:
    """What meters and customers said, by service point, in this round of questions, else in every open one; how many were asked at all. The last word counts."""
    asked = CheckAnswer.objects.select_for_update(no_key=True, of=("self",))
    of_round = {} if check_id is None else {"check_round_id": check_id}
    open_ones = asked.filter(check_round__finished_at=None, service_point_id__in=list(answers), **of_round)
    rows = list(open_ones.order_by("pk"))
    for row in rows:
        row.answer, row.answered_at = answers[row.service_point_id], at
    update_rows(rows, ["answer", "answered_at"])
    return len(rows)


@transaction.atomic
def finish_check(*, check_id: int, at: datetime, actor: Any = None) -> Outage:
    """Weigh the answers. Enough have power: verified. Too many have none: not restored. Too few answered: unverified.

    Whoever says they are dark is dark since the true start: their interruption goes on, in a nested outage unless the
    whole is not restored. Unverified, the outage stays as it is and asks for a person. Twice changes nothing.
    """
    found = RestoreCheck.objects.filter(pk=check_id).first()
    if found is None:
        raise NotFound()
    outage = Outage.objects.lock(found.outage_id)
    check = RestoreCheck.objects.get(pk=check_id)
    if check.finished_at is not None:
        return outage
    verdict, dark = _weigh(check)
    outcome = verdict.outcome
    passed = None if outcome is Outcome.UNVERIFIED else outcome is Outcome.PASSED
    RestoreCheck.objects.filter(pk=check.pk).update(finished_at=at, passed=passed)
    if outcome is Outcome.FAILED:
        return _not_restored(outage, dark, at, actor)
    if dark:
        find_nested(outage_id=outage.pk, scope=scope_of(points=dark), at=at, reason="check", actor=actor)
        outage.refresh_from_db()
    if outcome is Outcome.UNVERIFIED:
        raise_attention([outage], RESTORE_UNANSWERED)
        return outage
    advance([outage], "passed", at=at, actor=actor, restored_at=outage.restored_at or at)
    return outage


def _not_restored(outage: Outage, dark: list[int], at: datetime, actor: Any) -> Outage:
    reopen(outage, at=at, actor=actor, reason="check_failed")
    if dark:
        keep_dark(outage, scope_of(points=dark), into=outage, reason="check", at=at, actor=actor)
    raise_attention([outage], "restore_unverified")
    return outage


def keep_all_dark(outage: Outage, *, at: datetime, actor: Any = None) -> None:
    """Nobody got power by the last step, if it was a crew's word alone; in the caller's transaction, the outage locked."""
    last = outage.steps.order_by("-pk").first()
    RestoreCheck.objects.filter(outage=outage, finished_at=None).update(finished_at=at)
    if last is not None and last.ended_by == EndedBy.REPAIR:
        ended = outage.interruptions.standing().filter(step=last).values_list("service_point_id", flat=True)
        _not_restored(outage, sorted(ended), at, actor)
    else:
        raise_attention([outage], "restore_unverified")


def _important(outage: Outage, at: datetime) -> set[int]:
    """Service points of the outage that are always asked: in the register today, or of a flagged customer."""
    standing = outage.interruptions.standing().values("service_point_id")
    listed = SensitiveEntry.objects.in_force(at).filter(service_point_id__in=standing)
    flagged = ServicePoint.objects.filter(pk__in=standing).exclude(customer__flags=[])
    return {*listed.values_list("service_point_id", flat=True), *flagged.values_list("pk", flat=True)}


def _weigh(check: RestoreCheck) -> tuple[Verdict, list[int]]:
    said = list(check.answers.values_list("service_point_id", "answer"))
    dark = sorted(point for point, answer in said if answer == Answer.OFF)
    return Verdict(len(said), sum(answer == Answer.ON for _, answer in said), len(dark)), dark
