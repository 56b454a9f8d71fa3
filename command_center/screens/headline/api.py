"""``GET headline-figures/``: the table of figures by which the centre is judged, in one answer."""

from datetime import date
from typing import Any

from django.utils.timezone import now
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.comparing import change, points, year_before
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from command_center.screens.headline.definitions import DEFINITIONS, SOURCE, Definition
from command_center.screens.headline.values import Period, Value, values
from workorders.kinds.complaint.figures.api import period_of

DAY = "A day such as 2026-07-31"


class HeadlineFigureOut(serializers.Serializer[Any]):
    """``by`` is in the figure's own unit, percentage points of a share; ``percent`` is null of a share and against nothing."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    unit = serializers.ChoiceField(choices=["minutes", "hours", "percent", "count", "per_million", "yuan"])
    now = serializers.FloatField(allow_null=True)
    now_of = serializers.IntegerField(allow_null=True, help_text="How many it was reckoned from")
    before = serializers.FloatField(allow_null=True)
    before_of = serializers.IntegerField(allow_null=True)
    by = serializers.FloatField(allow_null=True)
    percent = serializers.FloatField(allow_null=True)
    new = serializers.BooleanField(help_text="There was nothing the year before")
    article = serializers.CharField(allow_blank=True, help_text="As the article printed it; never reckoned here")
    means = serializers.CharField()
    rows = serializers.CharField(allow_blank=True, help_text="The page that shows what it was counted from")


class HeadlineOut(serializers.Serializer[Any]):
    since = serializers.DateField()
    until = serializers.DateField()
    before_since = serializers.DateField()
    before_until = serializers.DateField()
    article = serializers.CharField(help_text="Where the article's figures are from")
    figures = HeadlineFigureOut(many=True)


@described(
    responses=HeadlineOut,
    parameters=[OpenApiParameter("since", date, description=DAY), OpenApiParameter("until", date, description=DAY)],
    problems=(401, 403, 422),
)
@api_view(["GET"])
def headline_figures(request: Request) -> Response:
    """The headline table of one's area against the same days of the year before. Without days: from 1 January until today."""
    require(request.user, Right.READ_ORDERS)
    since, until = period_of(request)
    return Response(HeadlineOut(headline(request.user, since, until)).data)


def headline(user: Any, since: date, until: date) -> dict[str, Any]:
    at = now()
    before_since, before_until = year_before(since), year_before(until)
    this, last = values(user, Period(since, until, at)), values(user, Period(before_since, before_until, at))
    return {
        "since": since,
        "until": until,
        "before_since": before_since,
        "before_until": before_until,
        "article": str(SOURCE),
        "figures": [_figure(each, this[each.code], last[each.code], since, until) for each in DEFINITIONS],
    }


def _figure(of: Definition, this: Value, last: Value, since: date, until: date) -> dict[str, Any]:
    compared = (points if of.is_share else change)(this.value, last.value)
    return {
        "code": of.code,
        "label": str(of.label),
        "unit": of.unit,
        "now": this.value,
        "now_of": this.of,
        "before": last.value,
        "before_of": last.of,
        "by": compared.by,
        "percent": compared.percent,
        "new": compared.new,
        "article": str(of.article),
        "means": str(of.means),
        "rows": of.rows.format(since=since, until=until),
    }
