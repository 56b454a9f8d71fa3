"""The end of an outage: by a person, or with the file of its order or plan."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict
from outages.leading.services.ending_orders import end_with_outage
from outages.life.choices import Answer
from outages.life.models import Outage
from outages.life.states import Status
from outages.verbs.models import RestoreCheck
from outages.verbs.services.verifying import finish_check
from workorders.engine.advance import advance


@transaction.atomic
def close(*, outage_id: int, at: datetime, actor: Any = None, keep_order: bool = False) -> Outage:
    """Nothing is open any more; its order ends too unless it is kept. Raises ``IllegalTransition`` before it is verified."""
    outage = Outage.objects.lock(outage_id)
    if _on_generator(outage):
        raise Conflict(_("A generator vehicle still supplies customers: take it away first."))
    advance([outage], "close", at=at, actor=actor)
    if not keep_order:
        end_with_outage(outage, at=at, actor=actor)
    return outage


@transaction.atomic
def close_with_file(*, outage_id: int, reason: str, at: datetime, actor: Any = None) -> Outage:
    """Its order or its plan is closed and nobody said he is dark: the outage is verified by that, and closed.

    With somebody dark the open round of questions is weighed instead. While a generator supplies somebody it stays open.
    Closing it again changes nothing.
    """
    outage = Outage.objects.lock(outage_id)
    if outage.status == Status.CLOSED or _on_generator(outage):
        return outage
    check = outage.checks.filter(finished_at=None).first()
    if check is not None and check.answers.filter(answer=Answer.OFF).exists():
        return finish_check(check_id=check.pk, at=at, actor=actor)
    if check is not None:
        # Nobody spoke against it until the file was closed; who did not answer is no proof, so the round stays unpassed.
        RestoreCheck.objects.filter(pk=check.pk).update(finished_at=at)
    if outage.status != Status.VERIFIED:
        advance([outage], "undisputed", at=at, actor=actor, reason=reason, verified_at=outage.verified_at or at)
    return close(outage_id=outage.pk, at=at, actor=actor)


def _on_generator(outage: Outage) -> bool:
    """Whether a vehicle stands at customers of it: their normal supply is not back."""
    return outage.generators.filter(released_at=None).exists()
