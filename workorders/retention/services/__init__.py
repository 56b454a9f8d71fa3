"""Use cases of retention: hold an order, take people out of old orders, and out of what customers were told."""

from workorders.retention.services.holds import hold, lift
from workorders.retention.services.orders import due_orders, forget_people
from workorders.retention.services.rewriting import years_before
from workorders.retention.services.told import due_messages, forget_told

__all__ = ["due_messages", "due_orders", "forget_people", "forget_told", "hold", "lift", "years_before"]
