"""Rows of a model that are made by the hundred thousand and never saved one by one: without the cost of the model's constructor."""

from functools import cache
from typing import Any, TypeVar

from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.fields import NOT_PROVIDED

M = TypeVar("M", bound=Model)


@cache
def defaults(model: type[Model]) -> dict[str, Any]:
    """Column → what it is where nothing is said; None where the model says nothing either."""
    return {
        field.attname: None if field.default is NOT_PROVIDED and field.null else field.get_default()
        for field in model._meta.concrete_fields
    }


def unsaved(model: type[M], pk: int | None = None, **said: Any) -> M:
    """A row with these columns, by their names in the table's class (``order_id``), to be copied."""
    row = model.__new__(model)
    row.__dict__.update(defaults(model), _state=ModelState(), **{str(model._meta.pk.attname): pk}, **said)
    return row
