"""Alarms as the boards and the API show them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from command_center.ground.alarms.models import Alarm, SubjectKind
from command_center.ground.core.gates import gated


def alarm_cards(ids: list[int]) -> dict[int, dict[str, Any]]:
    """Cards of the open alarms among these; one whose matter is over is absent. One query."""
    return {card["id"]: card for card in cards_of_alarms(with_names(Alarm.objects.open().filter(pk__in=ids)))}


def with_names(alarms: "QuerySet[Alarm]") -> "QuerySet[Alarm]":
    return alarms.select_related("acknowledged_by", "addressee")


def cards_of_alarms(alarms: Iterable[Alarm]) -> list[dict[str, Any]]:
    return [
        {
            "kind": "alarm",
            "id": alarm.pk,
            # An acknowledgement is the last that can be said of an alarm: it is never undone by an older card.
            "rev": 2 if alarm.acknowledged_at else 1,
            "code": alarm.code,
            "grade": alarm.grade,
            "subject": alarm.subject_kind,
            "subject_id": alarm.subject_id,
            "subject_name": alarm.subject_name,
            "detail": alarm.detail,
            "addressee": str(alarm.addressee) if alarm.addressee else None,
            "raised_at": _iso(alarm.raised_at),
            "acknowledged_by": str(alarm.acknowledged_by) if alarm.acknowledged_by else None,
            "acknowledged_at": _iso(alarm.acknowledged_at),
        }
        for alarm in alarms
    ]


def gated_alarms() -> "QuerySet[Alarm]":
    """Alarms about an order behind a gate: they stand behind the same one."""
    gate = Subquery(gated(SubjectKind.ORDER).filter(pk=OuterRef("subject_id")).values("gate")[:1])
    return Alarm.objects.filter(subject_kind=SubjectKind.ORDER).annotate(gate=gate).exclude(gate=None)


def _iso(moment: Any) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
