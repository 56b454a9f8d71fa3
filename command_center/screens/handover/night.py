"""The night in figures: what happened at a centre from one moment to another. Six counted queries."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from command_center.ground.alarms.models import Alarm
from command_center.ground.organisation.hearing import audible, closed_gates
from command_center.ground.organisation.models import User
from outages.models import Outage, PlannedOutage
from workorders.models import Clock, Note, Outcome, WorkOrder


def night(org_path: str, since: datetime, until: datetime, reader: User) -> list[dict[str, Any]]:
    """``[{"code", "words", "value"}]`` of everything below ``org_path`` that the reader may hear of."""
    here, during = Q(org_path__startswith=org_path), (since, until)
    shut = closed_gates(reader)
    orders = (
        WorkOrder.objects.readable_by(reader)
        .filter(here)
        .aggregate(
            opened=Count("pk", filter=Q(received_at__range=during)),
            restored=Count("pk", filter=Q(restored_at__range=during)),
            closed=Count("pk", filter=Q(closed_at__range=during)),
        )
    )
    missed = Clock.objects.filter(
        order__org_path__startswith=org_path, outcome=Outcome.MISSED, stopped_at__range=during
    ).exclude(order__gate__in=shut)
    urged = Note.objects.filter(order__org_path__startswith=org_path, urge=True, at__range=during)
    urged = urged.exclude(order__gate__in=shut)
    outages = Outage.objects.filter(here).aggregate(
        opened=Count("pk", filter=Q(detected_at__range=during)),
        restored=Count("pk", filter=Q(restored_at__range=during)),
        customers=Sum("customers_total", filter=Q(detected_at__range=during)),
    )
    alarms = audible(Alarm.objects.filter(here, raised_at__range=during, grade=1), reader)
    plans = PlannedOutage.objects.filter(here)
    figures = [
        ("orders_opened", _("Orders received"), orders["opened"]),
        ("orders_restored", _("Power back, by order"), orders["restored"]),
        ("orders_closed", _("Orders ended"), orders["closed"]),
        ("limits_missed", _("Limits missed"), missed.count()),
        ("urges", _("Urges and further calls"), urged.count()),
        ("outages_opened", _("Outages found"), outages["opened"]),
        ("outages_restored", _("Outages restored"), outages["restored"]),
        ("customers_out", _("Customers hit by them"), outages["customers"] or 0),
        ("alarms_grave", _("Alarms of the first grade"), alarms.count()),
        ("plans_started", _("Planned outages begun"), plans.filter(actual_start_at__range=during).count()),
        ("plans_ended", _("Planned outages over"), plans.filter(actual_end_at__range=during).count()),
    ]
    return [{"code": code, "words": words, "value": value} for code, words, value in figures]
