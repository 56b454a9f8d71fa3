"""``id__in=[…]`` as one array: ``= ANY(ARRAY[…])`` instead of a placeholder for every number.

A batch of a storm names thousands of crews and orders in a dozen questions. Django prepares, writes and hands over every number by
itself, which was more of the planner's time than PostgreSQL's answer. The two forms mean the same and are planned alike; a list that
holds anything but whole numbers, and a subquery, stay what they are.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import ForeignKey, IntegerField
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In


@IntegerField.register_lookup
class IntegerIn(In):
    """A column of whole numbers."""

    def get_prep_lookup(self) -> Any:
        numbers = whole_numbers(self.rhs)
        return super().get_prep_lookup() if numbers is None else numbers

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        numbers = whole_numbers(self.rhs)
        if numbers is None:
            return super().as_sql(compiler, connection)
        if not numbers:
            raise EmptyResultSet
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*params, numbers]


@ForeignKey.register_lookup
class ForeignKeyIn(IntegerIn, RelatedIn):
    """A column that refers to rows with whole numbers for keys."""


def whole_numbers(values: object) -> list[int] | None:
    """The distinct numbers of a collection without None, which equals nothing; None where it holds anything else or is a query."""
    if not isinstance(values, list | tuple | set | frozenset):
        return None
    if any(type(value) is not int and value is not None for value in values):
        return None
    return [value for value in dict.fromkeys(values) if value is not None]
