"""Cases for the tests: an application as it comes in, and the steps of a life by their verbs."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import now

from command_center.ground.organisation.roles import Role
from tests.grid import XUANTUO
from tests.people import make_user
from workorders.kinds.connection.services.applying import apply
from workorders.matter import Matter
from workorders.models import WorkOrder

APPLICANT = {"reporter_name": "冉小明", "reporter_phone": "+8613800135612"}


def make_case(
    source_id: str = "A1", *, sub_kind: str = "LV_RESIDENT", kw: str = "8", at: datetime | None = None, **told: Any
) -> WorkOrder:
    """An application of the village near Dingzhai, as the counter takes it down."""
    where = {"latitude": XUANTUO[0], "longitude": XUANTUO[1], "address": "咸丰县丁寨乡旋坨村三组"}
    facts = {"source": "WALK_IN", "description": "新装", **APPLICANT, **where, **told}
    matter = Matter(kind="CONNECTION", sub_kind=sub_kind, source_id=source_id, **facts)
    return apply(matter, asked_kw=Decimal(kw), papers={}, at=at or now()).order


def staff_of(province: Any) -> dict[str, Any]:
    """con leads the county's connections, mana is the manager of the grid round Dingzhai."""
    con = make_user("con", Role.CONNECTION_CONTROLLER, province.xianfeng, phone="+8613900000001")
    mana = make_user("mana", Role.GRID_MANAGER, province.dingzhai, phone="+8613900000002")
    province.dingzhai_grid.manager = mana
    province.dingzhai_grid.save(update_fields=["manager"])
    return {"con": con, "mana": mana}


DAY = timedelta(days=1)
