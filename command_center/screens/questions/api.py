"""``GET ask/``: a question about the figures in plain Chinese or English, answered from the rows or refused with one that is answered."""

from typing import Any, cast

from django.utils.timezone import now
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.filters import refuse_unknown
from command_center.ground.core.api.moments import Day
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from command_center.screens.figures import shapes
from command_center.screens.questions.answering import Reader, answer, examples
from command_center.screens.questions.reading import Why


class FigureToldOut(shapes.FigureValueOut):
    """What the question was read as, and its figure. ``before`` and ``change`` where it asks for a comparison, ``division`` for parts."""

    read_as = serializers.CharField(help_text="The question as it was understood; asked again it gives the same")
    figure = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    place = serializers.CharField()
    first = Day()
    last = Day()
    by = serializers.CharField(allow_blank=True)
    by_words = serializers.CharField(allow_blank=True)
    against = serializers.CharField(allow_blank=True)
    definition = shapes.FigureDefinitionOut()
    before = shapes.FigureValueOut(allow_null=True)
    change = shapes.FigureChangeOut(allow_null=True)
    division = shapes.FigureDivisionOut(allow_null=True)
    row_numbers = serializers.ListField(child=serializers.CharField(), help_text="The newest ones")
    rows_in_confidence = serializers.IntegerField()
    rows_at = serializers.CharField(help_text="Where all of them can be read")
    page = serializers.CharField(help_text="Of the figure, of the same place and days")


class AskedOut(serializers.Serializer[Any]):
    """``told`` is null where it is not answered; then ``why`` and ``words`` say the reason. ``nearest`` is answered when it is asked."""

    question = serializers.CharField(allow_blank=True)
    why = serializers.ChoiceField(choices=[each.value for each in Why], allow_blank=True)
    words = serializers.CharField(allow_blank=True)
    nearest = serializers.CharField(allow_blank=True)
    told = FigureToldOut(allow_null=True)
    examples = serializers.ListField(child=serializers.CharField())


QUESTION = OpenApiParameter("question", str, description="In Chinese or English; without one only `examples` come")


@described(operation_id="figures_ask", responses=AskedOut, parameters=[QUESTION])
@api_view(["GET"])
def ask(request: Request) -> Response:
    """A figure asked in words. Every word has a meaning in the closed catalogue, or it is refused: no number is guessed."""
    require(request.user, Right.READ_ORDERS)
    refuse_unknown(request, {"question"})
    at, reader = now(), Reader.of(cast(User, request.user))
    text = request.query_params.get("question", "").strip()
    asked = {"question": text, "why": "", "words": "", "nearest": "", "told": None, "examples": examples(reader, at=at)}
    if not text:
        return Response(asked)
    found = answer(text, reader, at=at)
    if not found["answered"]:
        return Response(asked | {name: found[name] for name in ("why", "words", "nearest")})
    told = {"before": None, "change": None} | found | {"first": found["from"], "last": found["to"]}
    return Response(asked | {"told": FigureToldOut(told).data})
