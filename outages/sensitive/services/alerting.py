"""An outage touches somebody of the sensitive register: the order gets graver and a person is asked to look.

Domain reference §4.8: special and grade 1 users, life support and others whose loss grows by the hour.
"""

from datetime import datetime

from command_center.ground.core.events import emit
from outages.life.events import SensitiveTouched
from outages.life.models import Outage
from workorders.engine.writing import raise_attention
from workorders.services.regrading import raise_grade

# What the counts on the row mean for the order, the gravest first: field, attention code, grade.
WATCHED = (
    ("life_support_out", "life_support", 1),
    ("important_out", "important_customer", 1),
    ("time_critical_out", "time_critical", 2),
)


def watch_sensitive(outage: Outage, *, at: datetime) -> None:
    """Within the caller's transaction, on a locked outage. Says nothing twice, and nothing when nobody is touched."""
    touched = next(((code, grade) for field, code, grade in WATCHED if getattr(outage, field)), None)
    if touched is None:
        return
    code, grade = touched
    if code not in outage.reasons:
        raise_attention([outage], code)
        emit(SensitiveTouched.of(outage, grade=grade))
    if outage.lead_order_id is not None:
        raise_grade(order_id=outage.lead_order_id, to=grade, reason=code, at=at)
