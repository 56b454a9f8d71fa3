"""The alarms of crews: somebody calls for help."""

from datetime import datetime, timedelta
from typing import Any

from command_center.ground.alarms import services as alarms
from command_center.ground.alarms.codes import grade_of
from command_center.ground.alarms.models import Alarm, SubjectKind

SOS = "crew_sos"
# A tracker repeats its call with every fix; after this, a call that was acknowledged is a new one and is heard again.
SAME_CALL = timedelta(minutes=10)


def alarm_of_crew(code: str, *, crew_id: int, name: str, org_path: str, detail: dict[str, Any], at: datetime) -> None:
    """Within the caller's transaction. While it is open, a repeated call only moves its place."""
    seen = Alarm.objects.open().about(SubjectKind.CREW, [crew_id]).filter(code=code)
    if seen.filter(acknowledged_at__lt=at - SAME_CALL).exists():
        alarms.clear(SubjectKind.CREW, [crew_id], [code], at=at)
    subject = alarms.Subject(
        kind=SubjectKind.CREW, id=crew_id, name=name, org_path=org_path, codes={code: grade_of(code)}, detail=detail
    )
    alarms.follow([subject], at=at, codes=[code])
