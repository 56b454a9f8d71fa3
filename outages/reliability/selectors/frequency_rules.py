"""The rules of frequent outages as they stand in the table, in the terms of the pure ``outages.reliability.frequency``."""

from typing import Any

from outages.reliability.frequency_rules import Entity, Level, Rule, Span
from outages.reliability.models.frequency import FrequentOutageRule, Operator, SpanKind

SPAN_FIELD = {
    SpanKind.LAST_DAYS: "last_days",
    SpanKind.LAST_MONTHS: "last_months",
    SpanKind.ANY_DAYS: "any_days",
    SpanKind.THIS_YEAR: "this_year",
    SpanKind.THIS_WEEK: "this_week",
}


def rules_of_set(rule_set: str) -> list[Rule]:
    """The active rules of a set, in their order."""
    return [rule_of(row) for row in FrequentOutageRule.objects.filter(rule_set=rule_set, active=True)]


def rule_of(row: FrequentOutageRule) -> Rule:
    where: dict[str, Any] = {SPAN_FIELD[SpanKind(row.span)]: row.span_length or True}
    return Rule(
        code=row.code,
        entity=Entity(row.entity),
        level=Level(row.level),
        span=Span(**where),
        n=row.count,
        or_more=row.operator == Operator.AT_LEAST,
        kinds=frozenset(row.kinds),
        longer_than_minutes=row.longer_than_minutes,
        after_kind=row.after_kind or None,
        without_external=row.without_external,
        without_major_days=row.without_major_days,
    )
