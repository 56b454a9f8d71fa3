"""Complaint figures over HTTP: every version of the tree side by side, each against the year before."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.days import DAY, day_asked, day_parameters, days_asked
from command_center.ground.core.comparing import year_before
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require, scoped
from customers.models import Customer
from workorders.kinds.complaint.figures.selectors import matters, trees
from workorders.kinds.complaint.figures.tally import MatterRow, Tally, change_percent, per_million, tally
from workorders.kinds.complaint.models import Category, CategoryTree, Grade
from workorders.kinds.complaint.offered import tree_at

PERIOD = day_parameters("since", "until")


class TallyOut(serializers.Serializer[Any]):
    """``told`` = complaints + opinions + withdrawn + downgraded, under every version the same."""

    told = serializers.IntegerField()
    alleged = serializers.IntegerField(help_text="Complaints, with those withdrawn and downgraded")
    complaints = serializers.IntegerField()
    opinions = serializers.IntegerField()
    withdrawn = serializers.IntegerField()
    downgraded = serializers.IntegerField()
    liable = serializers.IntegerField()
    partly = serializers.IntegerField()
    not_liable = serializers.IntegerField()
    undecided = serializers.IntegerField()
    reopened = serializers.IntegerField(help_text="Of what was alleged: came up again after it had been archived")
    by_hotline_95598 = serializers.IntegerField()
    by_hotline_12345 = serializers.IntegerField()
    by_hotline_12398 = serializers.IntegerField()
    by_other_channel = serializers.IntegerField()


class TreeFiguresOut(serializers.Serializer[Any]):
    """The period under one version of the tree. Changes in percent, null where the year before had none."""

    tree = serializers.CharField()
    valid_from = serializers.DateField()
    assumed = serializers.BooleanField()
    now = TallyOut()
    last_year = TallyOut()
    complaints_change = serializers.FloatField(allow_null=True)
    alleged_change = serializers.FloatField(allow_null=True)
    per_million = serializers.FloatField(allow_null=True)
    liable_per_million = serializers.FloatField(allow_null=True)


class ComplaintFiguresOut(serializers.Serializer[Any]):
    since = serializers.DateField()
    until = serializers.DateField()
    before_since = serializers.DateField(help_text="Of the year before")
    before_until = serializers.DateField()
    customers = serializers.IntegerField()
    trees = TreeFiguresOut(many=True)


@described(
    responses=ComplaintFiguresOut,
    parameters=PERIOD,
    problems=(401, 403, 422),
)
@api_view(["GET"])
def complaint_figures(request: Request) -> Response:
    """Complaints, opinions, withdrawn and downgraded side by side, by every version of the category tree, against last year.

    Without days: from 1 January until today.
    """
    return Response(figures_told(request))


def figures_told(request: Request) -> dict[str, Any]:
    """As ``ComplaintFiguresOut``. Raises ``Invalid``."""
    require(request.user, Right.READ_ORDERS)
    since, until = days_asked(request, "since", "until")
    return figures(request.user, since=since, until=until)


def figures(user: Any, *, since: date, until: date) -> dict[str, Any]:
    """Eight queries, whatever the period."""
    now, before = (
        matters(user, since=first, until=last)
        for first, last in ((since, until), (year_before(since), year_before(until)))
    )
    customers = scoped(Customer.objects.all(), user).count()
    versions = {tree.code: tree for tree in CategoryTree.objects.all()}
    return {
        "since": since,
        "until": until,
        "before_since": year_before(since),
        "before_until": year_before(until),
        "customers": customers,
        "trees": [
            {"tree": code, "valid_from": versions[code].valid_from, "assumed": versions[code].assumed}
            | _under(counts_as, now, before, customers)
            for code, counts_as in trees().items()
        ],
    }


def _under(counts_as: Any, now: list[MatterRow], before: list[MatterRow], customers: int) -> dict[str, Any]:
    this, last = tally(now, counts_as), tally(before, counts_as)
    return {
        "now": in_figures(this),
        "last_year": in_figures(last),
        "complaints_change": as_number(change_percent(this.complaints, last.complaints)),
        "alleged_change": as_number(change_percent(this.alleged, last.alleged)),
        "per_million": as_number(per_million(this.complaints, customers)),
        "liable_per_million": as_number(per_million(this.liable + this.partly, customers)),
    }


def as_number(value: Decimal | None) -> float | None:
    """A number of two decimals, as JSON has it."""
    return None if value is None else float(value)


def in_figures(found: Tally) -> dict[str, int]:
    """As ``TallyOut``."""
    return {"told": found.told, "alleged": found.alleged, **asdict(found)}


class CategoryOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    group = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    counts_as = serializers.CharField()
    needs_outage_history = serializers.BooleanField()


class GradeOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class CategoriesOut(serializers.Serializer[Any]):
    tree = serializers.CharField()
    categories = CategoryOut(many=True)
    grades = GradeOut(many=True)


@described(
    responses=CategoriesOut, parameters=[OpenApiParameter("on", date, description=DAY)], problems=(401, 403, 422)
)
@api_view(["GET"])
def complaint_categories(request: Request) -> Response:
    """The tree of categories and grades in force on a day, today without one."""
    require(request.user, Right.READ_ORDERS)
    tree = tree_at(day_asked(request, "on") or localdate())
    told = {
        "tree": tree.code,
        "categories": Category.objects.filter(tree=tree),
        "grades": Grade.objects.filter(tree=tree),
    }
    return Response(CategoriesOut(told).data)
