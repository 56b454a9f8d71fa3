"""What a row of every list of cases of one kind says: which case, where it stands, who has it, what is due next."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from command_center.ground.core.api.moments import Moment
from customers.phones import mask_address, mask_phone
from workorders.kinds import label_of
from workorders.models.orders import WorkOrder


class CaseRowOut(serializers.Serializer[Any]):
    id = serializers.IntegerField(help_text="Of the order")
    rev = serializers.IntegerField()
    number = serializers.CharField()
    sub_kind = serializers.CharField(allow_blank=True)
    status = serializers.CharField()
    state = serializers.CharField(help_text="The state in the reader's language")
    state_since = Moment(allow_null=True, help_text="The last step into another state")
    stage = serializers.CharField(help_text="The column of the list")
    phone = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)
    unit = serializers.CharField(allow_blank=True, help_text="Who handles it")
    overdue = serializers.BooleanField()
    next_due_at = Moment(allow_null=True)
    next_due_code = serializers.CharField(allow_blank=True)
    reported_at = Moment()
    updated_at = Moment()


def case_row(order: WorkOrder, *, stage: str, at: datetime) -> dict[str, Any]:
    """Masked like everywhere; the kind adds what is its own. No query for an order with its centre and unit."""
    return {
        "id": order.pk,
        "rev": order.rev,
        "number": order.number,
        "sub_kind": order.sub_kind,
        "status": order.status,
        "state": label_of(order.kind, order.status),
        "state_since": getattr(order, "state_since", None),
        "stage": stage,
        "phone": mask_phone(order.reporter_phone),
        "address": mask_address(order.address),
        "unit": (order.unit or order.centre).name,
        "overdue": bool(order.next_due_at and order.next_due_at < at),
        "next_due_at": order.next_due_at,
        "next_due_code": order.next_due_code,
        "reported_at": order.reported_at,
        "updated_at": order.updated_at,
    }
