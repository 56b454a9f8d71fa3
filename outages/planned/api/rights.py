"""Who may begin and end planned work by hand: it writes down where switches stand, as if each had been told of itself."""

from typing import Any

from django.utils.translation import gettext as _

from command_center.ground.core.errors import NotAllowed
from command_center.ground.network.models import Branch
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require, scoped


def refuse_foreign_devices(user: Any, plan_id: int) -> None:
    """A device of the plan may be operated by another unit than serves its customers (domain reference §1.5).

    Raises ``NotAllowed`` without the right to record operations, or when another unit operates one of them.
    """
    require(user, Right.OPERATE)
    devices = Branch.objects.filter(planned_moves__plan_id=plan_id)
    own = scoped(devices, user, field="operating_org__path").values("pk")
    foreign = devices.exclude(pk__in=own).order_by("code").values_list("code", flat=True)
    if codes := list(foreign):
        raise NotAllowed(_("Another unit operates a device of this plan."), devices=codes)
