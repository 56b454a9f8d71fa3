"""The codes from which a person chooses, in the tree that was in force when the order was told."""

from datetime import date
from typing import Any

from django.apps import apps

from command_center.ground.core.values import china_day

Offered = list[list[Any]]


def categories_offered(order: Any, user: Any) -> Offered:
    """One query."""
    return _offered("Category", order)


def grades_offered(order: Any, user: Any) -> Offered:
    """One query."""
    return _offered("Grade", order)


def _offered(model: str, order: Any) -> Offered:
    # By name: forms belong to the declaration, which the models are built on.
    rows = apps.get_model("workorders", model)._default_manager.filter(tree=tree_at(china_day(order.reported_at)))
    return [[row.code, row.label] for row in rows]


def tree_at(day: date) -> Any:
    """The version in force on a day; the first for what is older than all. One query."""
    trees = apps.get_model("workorders", "CategoryTree")._default_manager
    return trees.filter(valid_from__lte=day).order_by("-valid_from").first() or trees.first()
