"""The alarms of an outage: what its reasons for attention say, and no more."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from command_center.ground.alarms import services as alarms
from command_center.ground.alarms.codes import CODES, grade_of
from command_center.ground.alarms.models import SubjectKind
from outages.life.models import Outage

# Who is without power no longer needs nobody to look: count on the row → the reason that it gave.
COUNTED = {
    "life_support_out": "life_support",
    "important_out": "important_customer",
    "time_critical_out": "time_critical",
}


def over_for(reasons: Iterable[str], fields: Mapping[str, Any]) -> list[str]:
    """Which of the standing reasons end with these new counts: the last of those customers has power again."""
    standing = set(reasons)
    return [code for name, code in COUNTED.items() if fields.get(name) == 0 and code in standing]


def follow_outage(outage: Outage, *, at: datetime) -> None:
    """Within the caller's transaction, on a locked outage whose reasons or centre changed."""
    follow(SubjectKind.OUTAGE, outage, at=at)


def follow(kind: SubjectKind, row: Any, *, at: datetime) -> None:
    """The same for whatever has reasons for attention, a number and a place in the organisation."""
    codes = {code: grade_of(code) for code in row.reasons}
    subject = alarms.Subject(kind=kind, id=row.pk, name=row.number, org_path=row.org_path, codes=codes)
    alarms.follow([subject], at=at, codes=CODES)
