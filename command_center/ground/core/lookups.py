"""``id__in=[…]`` as one array: ``= ANY(ARRAY[…])`` instead of a placeholder for every number.

A batch of a storm names thousands of crews and orders in a dozen questions. Django prepares, writes and hands over every number by
itself, which was more of the planner's time than PostgreSQL's answer. The two forms mean the same and are planned alike; a list that
holds anything but whole numbers, and a subquery, stay what they are.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import ForeignKey, IntegerField
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In


class _AsArray:
    """Put before a lookup ``in``."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        lookup: Any = self
        numbers = whole_numbers(lookup.rhs) if lookup.rhs_is_direct_value() else None
        if numbers is None:
            return super().as_sql(compiler, connection)  # type: ignore[misc]
        if not numbers:
            raise EmptyResultSet
        left, params = lookup.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*params, numbers]


@IntegerField.register_lookup
class IntegerIn(_AsArray, In):
    """A column of whole numbers."""


@ForeignKey.register_lookup
class ForeignKeyIn(_AsArray, RelatedIn):
    """A column that refers to rows with whole numbers for keys."""


def whole_numbers(values: Iterable[Any]) -> list[int] | None:
    """The distinct numbers without None, which equals nothing; None where anything else is among them."""
    numbers = [value for value in dict.fromkeys(values) if value is not None]
    return numbers if all(type(number) is int for number in numbers) else None
