"""What is told of a case: masked like everywhere, with its minutes by owner, in whole days that add up and in working days."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rest_framework import serializers

from command_center.ground.core.api.moments import Moment
from customers.phones import mask_name
from workorders.api.case_row import CaseRowOut, case_row
from workorders.kinds.connection.models import AppointmentStatus, GridDependency, Purpose
from workorders.kinds.connection.owners import Owner
from workorders.kinds.connection.process import CONNECTION
from workorders.kinds.connection.selectors import (
    follow_ups_of_many,
    limit_days,
    periods_of_many,
    reckoned,
    visits_of_many,
)
from workorders.kinds.connection.steps import bucket_of, public_steps, stage_of
from workorders.models.orders import WorkOrder

SUB_KINDS = list(CONNECTION.sub_kinds.items())


class WaitOut(serializers.Serializer[Any]):
    owner = serializers.ChoiceField(choices=[owner.value for owner in Owner])
    blocker = serializers.CharField()
    responsible = serializers.CharField(allow_blank=True)
    since = Moment()
    expected_at = Moment(allow_null=True)


class MinutesOut(serializers.Serializer[Any]):
    """Up to when power was on, else until now. ``whole`` adds up to ``total``; its unit is an hour for less than two days."""

    minutes = serializers.DictField(child=serializers.FloatField(), help_text="Owner → minutes around the clock")
    whole = serializers.DictField(child=serializers.IntegerField(), help_text="Owner → whole days or hours")
    total = serializers.IntegerField()
    unit = serializers.ChoiceField(choices=["day", "hour"])
    utility_working_days = serializers.FloatField(help_text="The utility's own steps")
    whole_working_days = serializers.FloatField(help_text="From application to power on, whoever had it")
    limit_working_days = serializers.IntegerField(allow_null=True)


class PersonOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    phone = serializers.CharField(allow_blank=True, help_text="The phone of their work")


class VisitOut(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=AppointmentStatus.values)
    starts_at = Moment()
    ends_at = Moment()
    agreed_at = Moment(allow_null=True)
    arrived_at = Moment(allow_null=True)


class FollowUpOut(serializers.Serializer[Any]):
    satisfaction = serializers.CharField(help_text="As ``follow-up`` takes it")
    at = Moment()


class CaseRow(CaseRowOut):
    supply = serializers.CharField(help_text="The kind of supply in the reader's language")
    applicant = serializers.CharField(allow_blank=True)
    asked_kw = serializers.FloatField(allow_null=True)
    approved_kw = serializers.FloatField(allow_null=True)
    scheme = serializers.CharField(allow_blank=True)
    cost_saved = serializers.IntegerField(allow_null=True)
    responsible = PersonOut(allow_null=True)
    owner = serializers.CharField(allow_blank=True, help_text="Whose minute it is now")
    waits_for = WaitOut(allow_null=True)
    time = MinutesOut()
    survey = VisitOut(allow_null=True)
    installation = VisitOut(allow_null=True)
    follow_up = FollowUpOut(allow_null=True)
    bucket = serializers.CharField(allow_blank=True, help_text="Days without power of a medium-voltage case, e.g. >70")
    energised_at = Moment(allow_null=True)


class StepOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    state = serializers.ChoiceField(choices=["done", "doing", "todo"])


class DocumentOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    what = serializers.CharField()
    at = Moment()


class CaseOut(CaseRow):
    description = serializers.CharField(allow_blank=True)
    steps = StepOut(many=True)
    documents = DocumentOut(many=True)


def case_rows(orders: Sequence[WorkOrder], *, at: datetime) -> list[dict[str, Any]]:
    """Rows of the list. Four queries for all of them beside their own (``with_case``)."""
    ids = [order.pk for order in orders]
    periods, visits, calls = periods_of_many(ids), visits_of_many(ids), follow_ups_of_many(ids)
    waits = {row.order_id: row for row in GridDependency.objects.filter(order_id__in=ids, ended_at=None)}
    return [
        _row(order, periods[order.pk], waits.get(order.pk), at)
        | {
            "survey": visits.get((order.pk, Purpose.SURVEY.value)),
            "installation": visits.get((order.pk, Purpose.INSTALL.value)),
            "follow_up": calls.get(order.pk),
        }
        for order in orders
    ]


def _row(order: WorkOrder, periods: Any, wait: GridDependency | None, at: datetime) -> dict[str, Any]:
    case = order.connection_case
    reckoning = reckoned(order, periods, case.energised_at, at=at)
    person = case.responsible
    return case_row(order, stage=stage_of(order.status), at=at) | {
        "supply": str(CONNECTION.sub_kinds.get(order.sub_kind, "")),
        "applicant": mask_name(order.reporter_name),
        "asked_kw": _number(case.asked_kw),
        "approved_kw": _number(case.approved_kw),
        "scheme": case.scheme,
        "cost_saved": case.cost_saved,
        "responsible": {"name": str(person), "phone": person.phone} if person else None,
        "owner": reckoning.owner.value if reckoning.owner else "",
        "waits_for": _wait(wait) if wait else None,
        "time": {
            "minutes": {owner.value: round(count, 2) for owner, count in reckoning.minutes.items()},
            "whole": {owner.value: count for owner, count in reckoning.whole.items()},
            "total": reckoning.total,
            "unit": "hour" if reckoning.unit == 60 else "day",
            "utility_working_days": round(reckoning.scales.utility_days, 2),
            "whole_working_days": round(reckoning.scales.whole_days, 2),
            "limit_working_days": limit_days(order),
        },
        "bucket": bucket_of(order.sub_kind, None if case.energised_at else (reckoning.until - order.reported_at).days),
        "energised_at": case.energised_at,
    }


def case_detail(order: WorkOrder, *, at: datetime) -> dict[str, Any]:
    """One case in full."""
    [row] = case_rows([order], at=at)
    steps = public_steps(order.sub_kind, order.status, order.suspended_from)
    return {
        **row,
        "description": order.description,
        "steps": [step._asdict() for step in steps],
        "documents": list(order.connection_documents.values("id", "what", "at")),
    }


def _wait(row: GridDependency) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("owner", "blocker", "responsible", "since", "expected_at")}


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
