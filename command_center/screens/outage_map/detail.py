"""One outage in full: its card and what only the detail panel needs."""

from datetime import datetime
from typing import Any

from command_center.ground.core.values import iso
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.screens.cards.outages import cards_of_outages
from customers.phones import mask_name
from outages.history import selectors as history
from outages.life.process import OUTAGE
from outages.life.states import DARK, Status
from outages.models import Outage, SensitiveEntry
from outages.planned.process import PLAN
from outages.sensitive.selectors.entries import sensitive_of
from workorders.engine.told import buttons

SENSITIVE_SHOWN = 200


def outage_detail(outage: Outage, user: User, *, at: datetime) -> dict[str, Any]:
    """The card + evidence, steps, changes, estimates, orders, sensitive customers, verification, and the person's verbs.

    Sixteen queries. To whom customers are shown, who is asked whether power is back is named (masked), with the address.
    """
    with_people = user.may(Right.READ_CUSTOMERS)
    extra = {
        "verified_at": outage.verified_at,
        "closed_at": outage.closed_at,
        "parent": outage.parent.number if outage.parent else None,
        "nested": list(outage.nested_outages.order_by("pk").values_list("number", flat=True)),
        "evidence_counts": history.evidence_counts(outage),
        "evidence": history.evidence_of(outage),
        "steps": history.steps_of(outage),
        "changes": history.changes_of(outage),
        "estimates": history.estimates_of(outage),
        "orders": history.orders_of(outage),
        "sensitive": [_sensitive(entry) for entry in sensitive_of(outage_id=outage.pk, at=at)[:SENSITIVE_SHOWN]],
        "generators": history.generators_of(outage),
        "on_standby": history.vehicles_on_standby(outage) if Status(outage.status) in DARK else [],
        "verification": history.verification_of(outage, with_people=with_people),
        "plan": _plan(outage, user) if outage.came_from_plan else None,
        "verbs": buttons(OUTAGE, outage, user),
    }
    return cards_of_outages([outage])[0] | {name: _plain(value) for name, value in extra.items()}


def _plan(outage: Outage, user: User) -> dict[str, Any]:
    """What it is called and until when it was told, and what may be done with it: its outage is ended by its verbs."""
    plan = outage.planned_outage
    fields = ("number", "rev", "title", "reason", "status", "planned_start_at", "planned_end_at")
    return {name: getattr(plan, name) for name in fields} | {"verbs": buttons(PLAN, plan, user)}


def _sensitive(entry: SensitiveEntry) -> dict[str, Any]:
    """Masked; in full through ``customers/{number}/reveal/``, with a reason."""
    return {
        "sensitive_class": entry.sensitive_class,
        "use": entry.use,
        "hours_to_damage": entry.hours_to_damage,
        "own_generator": entry.own_generator,
        "customer_number": entry.service_point.customer.number,
        "customer": mask_name(entry.service_point.customer.name),
        "meter_number": entry.service_point.meter_number,
    }


def _plain(value: Any) -> Any:
    """Moments as the cards write them, however deep."""
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return {name: _plain(item) for name, item in value.items()} if isinstance(value, dict) else value
