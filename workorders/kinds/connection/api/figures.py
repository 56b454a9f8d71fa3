"""The figures of connections over HTTP, each with its definition and the rows behind it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described, query_of
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.errors import NotFound
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from workorders.kinds.connection.figures import ROWS, figures, rows_behind

# More is read by nobody; the figure itself says how many there are.
MOST_ROWS = 500


class FiguresIn(serializers.Serializer[Any]):
    """The period; without it the last thirty days."""

    start = Moment(required=False, default=None, allow_null=True)
    end = Moment(required=False, default=None, allow_null=True)


class FigureOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    percent = serializers.CharField(allow_null=True, help_text="Two decimals, half up; null for nothing of nothing")
    hits = serializers.IntegerField(allow_null=True)
    of = serializers.IntegerField()
    days = serializers.FloatField(
        allow_null=True, help_text="Of an average of days; null for any other figure, and of nothing"
    )
    definition = serializers.CharField()


class SavingOut(serializers.Serializer[Any]):
    scheme = serializers.CharField(allow_blank=True)
    cases = serializers.IntegerField()
    kw = serializers.FloatField()
    cost_saved = serializers.IntegerField()


class FiguresOut(serializers.Serializer[Any]):
    start = Moment()
    end = Moment()
    figures = FigureOut(many=True)
    energised = SavingOut(many=True)


@described(parameters=[FiguresIn], responses=FiguresOut, problems=(401, 403, 422))
@api_view(["GET"])
def connection_figures(request: Request) -> Response:
    """预约及时率, 履约及时率, 回访满意率, conformity, average days of 10 kV and 400 V, each with its definition; what was energised by scheme, with the saving."""
    require(request.user, Right.READ_ORDERS)
    start, end = _period(request)
    return Response(FiguresOut({"start": start, "end": end, **figures(request.user, start, end, at=now())}).data)


class PartsOut(serializers.Serializer[Any]):
    """The three parts of the index for one case."""

    stages = serializers.BooleanField()
    promise = serializers.BooleanField()
    satisfied = serializers.BooleanField()


class FigureRowOut(serializers.Serializer[Any]):
    number = serializers.CharField(help_text="Of the case")
    at = Moment(help_text="When it was due, ended, was answered or archived")
    hit = serializers.BooleanField()
    answer = serializers.CharField(allow_blank=True)
    parts = PartsOut(allow_null=True)
    days = serializers.FloatField(
        allow_null=True, help_text="From the application until power was on, of an average of days"
    )


class FigureRowsOut(serializers.Serializer[Any]):
    """``rows``: those that miss it first, 500 at most; ``of`` counts them all."""

    start = Moment()
    end = Moment()
    of = serializers.IntegerField()
    rows = FigureRowOut(many=True)


@described(
    parameters=[FiguresIn],
    responses=FigureRowsOut,
    problems=(401, 403, 404, 422),
    operation_id="connection_figure_rows",
)
@api_view(["GET"])
def figure_rows(request: Request, code: str) -> Response:
    """The rows from which a figure of ``GET connection-figures/`` was counted."""
    require(request.user, Right.READ_ORDERS)
    if code not in ROWS:
        raise NotFound()
    start, end = _period(request)
    rows = rows_behind(request.user, code, start, end, at=now())
    return Response(FigureRowsOut({"start": start, "end": end, "of": len(rows), "rows": rows[:MOST_ROWS]}).data)


def _period(request: Request) -> tuple[datetime, datetime]:
    asked = query_of(FiguresIn, request)
    end: datetime = asked["end"] or now()
    return asked["start"] or end - timedelta(days=30), end
