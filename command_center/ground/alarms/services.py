"""Alarms are raised, follow their subject, are acknowledged by a person and cleared when the matter is over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from command_center.ground.alarms.codes import ENDED_BY_A_PERSON
from command_center.ground.alarms.events import (
    AlarmAcknowledged,
    AlarmChanged,
    AlarmCleared,
    AlarmEvent,
    AlarmLeft,
    AlarmRaised,
)
from command_center.ground.alarms.models import Alarm, SubjectKind
from command_center.ground.core import audit
from command_center.ground.core.events import emit_all
from command_center.ground.core.postgres import update_rows
from command_center.ground.custody.models import ItemKind
from command_center.ground.custody.services import holding

# Whoever answers for an order, an outage or a plan answers for what is said of it.
WITH_THEIR_SUBJECT = (SubjectKind.ORDER, SubjectKind.OUTAGE, SubjectKind.PLAN)
# What no step of the work ends stays in sight of the next shift after somebody has seen it.
SHOWN_AFTER_ACKNOWLEDGEMENT = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What an alarm is about, and what is to be said of it now: code → grade."""

    kind: str
    id: int
    name: str
    org_path: str
    codes: Mapping[str, int] = field(default_factory=dict)
    detail: dict[str, Any] = field(default_factory=dict)
    addressee_id: int | None = None
    """Whom it calls by name; None: everybody at the desks there."""


def raise_alarms(subjects: Sequence[Subject], *, at: datetime) -> list[Alarm]:
    """An alarm for each code of each subject that has none open; within the caller's transaction.

    One that stands keeps its time; whoever raises the same matter at the same moment makes one alarm, by constraint.
    """
    standing = {(row.subject_kind, row.subject_id, row.code, row.addressee_id): row.pk for row in _open(subjects)}
    fresh = [
        Alarm(
            subject_kind=each.kind,
            subject_id=each.id,
            subject_name=each.name,
            code=code,
            grade=grade,
            org_path=each.org_path,
            detail=each.detail,
            addressee_id=each.addressee_id,
            raised_at=at,
        )
        for each in subjects
        for code, grade in each.codes.items()
        if (each.kind, each.id, code, each.addressee_id) not in standing
    ]
    if not fresh:
        return []
    Alarm.objects.bulk_create(fresh, ignore_conflicts=True)
    # With ignore_conflicts PostgreSQL does not say which rows won: ask.
    made = [row for row in _open(subjects) if row.pk not in standing.values()]
    holding.take_in([row.item for row in made if row.subject_kind not in WITH_THEIR_SUBJECT], at=at)
    _tell(AlarmRaised, made)
    return made


def follow(subjects: Sequence[Subject], *, at: datetime, codes: Iterable[str]) -> None:
    """Let the open alarms of these subjects say what is true now, as far as ``codes`` go; within the caller's transaction.

    What is said no longer is cleared, what is new is raised; grade and centre follow the subject.
    """
    wanted = {(each.kind, each.id): each for each in subjects}
    followed = set(codes)
    over, changed, left = [], [], []
    for row in _open(subjects):
        subject = wanted[row.subject_kind, row.subject_id]
        if row.code in followed and row.code not in subject.codes:
            over.append(row)
            continue
        grade = subject.codes.get(row.code, row.grade)
        now_said = (grade, subject.org_path, subject.detail or row.detail)
        if now_said != (row.grade, row.org_path, row.detail):
            if not subject.org_path.startswith(row.org_path):
                left.append(AlarmLeft.of(row))
            row.grade, row.org_path, row.detail = now_said
            changed.append(row)
    _clear(over, at)
    update_rows(changed, ["grade", "org_path", "detail"])
    if left:
        emit_all(left)
    _tell(AlarmChanged, changed)
    raise_alarms([each for each in subjects if each.codes], at=at)


def clear(kind: str, ids: Sequence[int], codes: Iterable[str], *, at: datetime) -> None:
    """The matter is over; within the caller's transaction. Clearing what is not there changes nothing."""
    if ids:
        _clear(list(Alarm.objects.open().about(kind, list(ids)).filter(code__in=list(codes)).locked()), at)


def end(rows: Sequence[Alarm], *, at: datetime) -> None:
    """These open alarms are answered; within the caller's transaction."""
    _clear(rows, at)


@transaction.atomic
def acknowledge(*, alarm_ids: Sequence[int], at: datetime, actor: Any) -> list[Alarm]:
    """A person has seen these alarms. Who came first stands in the record; acknowledging again changes nothing."""
    rows = list(Alarm.objects.locked().filter(pk__in=alarm_ids, acknowledged_at=None))
    if not rows:
        return []
    Alarm.objects.filter(pk__in=[row.pk for row in rows]).update(acknowledged_by=actor, acknowledged_at=at)
    seen = [{"id": row.pk, "subject": f"{row.subject_kind} {row.subject_name}", "code": row.code} for row in rows]
    audit.record(
        actor=actor,
        action="alarm_acknowledged",
        object_kind="alarm",
        object_ref=str(rows[0].pk),
        alarms=seen,
    )
    _tell(AlarmAcknowledged, rows)
    return rows


@transaction.atomic
def end_what_was_seen(*, at: datetime) -> int:
    """Clear alarms that nothing but a person ends, some time after a person has seen them; answers how many."""
    seen = Alarm.objects.open().filter(code__in=ENDED_BY_A_PERSON, acknowledged_at__lt=at - SHOWN_AFTER_ACKNOWLEDGEMENT)
    rows = list(seen.locked())
    _clear(rows, at)
    return len(rows)


def _open(subjects: Sequence[Subject]) -> list[Alarm]:
    kinds = {each.kind for each in subjects}
    return [
        row
        for kind in sorted(kinds)
        for row in Alarm.objects.open().about(kind, [each.id for each in subjects if each.kind == kind]).order_by("pk")
    ]


def _clear(rows: Sequence[Alarm], at: datetime) -> None:
    if rows:
        Alarm.objects.filter(pk__in=[row.pk for row in rows]).update(cleared_at=at)
        on_their_own = [row.pk for row in rows if row.subject_kind not in WITH_THEIR_SUBJECT]
        holding.let_go(ItemKind.ALARM, on_their_own, at=at)
        _tell(AlarmCleared, rows)


def on_their_own() -> "QuerySet[Alarm]":
    """Open alarms that somebody answers for by themselves, because their subject is nothing that is held."""
    return Alarm.objects.open().exclude(subject_kind__in=WITH_THEIR_SUBJECT)


def _tell(event: type[AlarmEvent], rows: Sequence[Alarm]) -> None:
    if rows:
        emit_all(event.of(row) for row in rows)
