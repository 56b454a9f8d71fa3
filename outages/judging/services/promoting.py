"""A predicted outage that nothing spoke against for a while is probable (domain reference §4.3: after a set time)."""

from datetime import datetime, timedelta

from command_center.ground.core.fault_isolation import run_each
from outages.judging.selectors.rules import probable_after_minutes
from outages.life.choices import OutageKind
from outages.life.models import Outage
from outages.life.states import Status
from outages.verbs.services.confirming import make_probable

AT_ONCE = 100


def promote_unopposed(*, at: datetime) -> int:
    """How many became probable."""
    old = Outage.objects.filter(
        kind=OutageKind.FAULT,
        status=Status.PREDICTED,
        detected_at__lte=at - timedelta(minutes=probable_after_minutes(at=at)),
    )
    ids = list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    return len(run_each(ids, lambda outage_id: make_probable(outage_id=outage_id, at=at)))
