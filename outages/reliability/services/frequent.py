"""Frequent outages, counted anew: every rule against all entities in one go; what is done about them stays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from command_center.ground.core.errors import NotFound
from command_center.ground.core.postgres import update_rows
from command_center.ground.core.values import china_day
from command_center.ground.network.models import SupplyNode
from customers.models import Customer
from outages.reliability.frequency import OutageDays, RuleMatch, find
from outages.reliability.frequency_rules import Rule
from outages.reliability.models.frequency import FrequentEntity, FrequentOutage, FrequentOutageRule
from outages.reliability.selectors.frequency_rules import rule_of
from outages.reliability.selectors.outage_days import outage_days

# The rules of a plan are asked about a plan, never of everybody.
OF_PLANS = "P"
LOOKED_BACK = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Refreshed:
    found: int
    fresh: int
    cleared: int


def refresh_frequent_outages(*, at: datetime) -> Refreshed:
    """Every active rule as of the day of ``at``; running it again changes nothing but ``computed_at``."""
    until = china_day(at)
    rows = FrequentOutageRule.objects.filter(active=True).exclude(rule_set=OF_PLANS)
    of_entity: dict[str, list[FrequentOutageRule]] = {}
    for row in rows:
        of_entity.setdefault(row.entity, []).append(row)
    parts = [_refresh_entity(entity, some, until, at) for entity, some in of_entity.items()]
    return Refreshed(
        found=sum(part.found for part in parts),
        fresh=sum(part.fresh for part in parts),
        cleared=sum(part.cleared for part in parts),
    )


def _refresh_entity(entity: str, rows: list[FrequentOutageRule], until: date, at: datetime) -> Refreshed:
    rules = {row.pk: rule_of(row) for row in rows}
    major = any(rule.without_major_days for rule in rules.values())
    days = outage_days(entity, first=_first_day(rules.values(), until), until=until, at=at, major=major)
    parts = [_refresh_rule(row, rules[row.pk], days, until, at) for row in rows]
    return Refreshed(
        found=sum(part.found for part in parts),
        fresh=sum(part.fresh for part in parts),
        cleared=sum(part.cleared for part in parts),
    )


def _first_day(rules: Iterable[Rule], until: date) -> date:
    """The earliest day any rule looks at; a window that may lie anywhere is sought within the last year."""
    return min(max(rule.span.first_day(until), until - LOOKED_BACK) for rule in rules)


@transaction.atomic
def _refresh_rule(row: FrequentOutageRule, rule: Rule, days: OutageDays, until: date, at: datetime) -> Refreshed:
    by_customer = row.entity == FrequentEntity.CUSTOMER
    key = "customer_id" if by_customer else "node_id"
    found = {finding.entity: finding for finding in find(rule, days, until=until)}
    standing = {
        getattr(r, key): r for r in FrequentOutage.objects.standing().filter(rule=row).select_for_update(no_key=True)
    }
    kept = [_count_again(standing[entity], found[entity], at) for entity in standing.keys() & found.keys()]
    update_rows(kept, ["count", "first_on", "last_on", "computed_at"])
    gone = [standing[entity].pk for entity in standing.keys() - found.keys()]
    FrequentOutage.objects.filter(pk__in=gone).update(cleared_at=at)
    fresh = sorted(found.keys() - standing.keys())
    paths = _paths(Customer if by_customer else SupplyNode, fresh)
    made = FrequentOutage.objects.bulk_create(
        [
            FrequentOutage(
                rule=row, org_path=paths[entity], found_at=at, computed_at=at, **{key: entity}, **_counts(found[entity])
            )
            for entity in fresh
            if entity in paths
        ],
        batch_size=2000,
    )
    return Refreshed(found=len(found), fresh=len(made), cleared=len(gone))


def _count_again(known: FrequentOutage, finding: RuleMatch, at: datetime) -> FrequentOutage:
    for name, value in {**_counts(finding), "computed_at": at}.items():
        setattr(known, name, value)
    return known


def _counts(finding: RuleMatch) -> dict[str, Any]:
    return {"count": finding.count, "first_on": finding.first, "last_on": finding.last}


def _paths(model: Any, ids: list[int]) -> dict[int, str]:
    """Equipment that was taken out of the tree is absent."""
    return dict(model.objects.filter(pk__in=ids).values_list("pk", "org_path"))


@transaction.atomic
def follow_up(*, frequent_id: int, at: datetime, actor: Any, **said: Any) -> FrequentOutage:
    """What is done about it: ``cause``, ``measure``, ``deadline_on``, ``done``, ``customer_told``; what is left out stays."""
    row = FrequentOutage.objects.select_for_update(no_key=True, of=("self",)).filter(pk=frequent_id).first()
    if row is None:
        raise NotFound()
    for name in ("cause", "measure", "deadline_on"):
        if name in said:
            setattr(row, name, said[name])
    for name, moment in (("done", "done_at"), ("customer_told", "customer_told_at")):
        if name in said:
            setattr(row, moment, (getattr(row, moment) or at) if said[name] else None)
    row.followed_by = actor
    row.save()
    return row
