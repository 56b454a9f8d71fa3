"""Which outages show something of an order: its status and its crew stand on the card of the outage that it leads."""

from collections.abc import Collection

from outages.life.models import Outage


def outages_led_by(order_ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """Order id → id and organisation path of the outage on the boards whose repair it leads. One query."""
    rows = Outage.objects.on_board().filter(lead_order_id__in=order_ids)
    return {
        order_id: (pk, path) for order_id, pk, path in rows.values_list("lead_order_id", "pk", "org_path") if order_id
    }
