"""The event stream for machines: everything that happened in the jurisdiction, in one dense order."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core import relay
from command_center.ground.core.api.bodies import described, query_of
from command_center.ground.core.api.paging import limit_of, limit_schema
from command_center.ground.core.api.shapes import RowShape
from command_center.ground.core.errors import Invalid
from command_center.ground.core.models import EventRecord
from command_center.ground.organisation.hearing import audible
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require

FEW, MOST = 200, 1000


class EventsIn(serializers.Serializer[Any]):
    after = serializers.IntegerField(required=False, default=0, min_value=0)
    name = serializers.CharField(required=False, default="")


class EventOut(RowShape[EventRecord]):
    class Meta:
        model = EventRecord
        fields = ["seq", "name", "subject", "subject_id", "org_path", "at", "payload"]


class EventsOut(serializers.Serializer[Any]):
    epoch = serializers.CharField()
    head = serializers.IntegerField()
    next_after = serializers.IntegerField()
    results = EventOut(many=True)


@described(
    responses=EventsOut,
    parameters=[
        OpenApiParameter("after", {"type": "integer", "minimum": 0}, description="Only events with a higher seq"),
        OpenApiParameter("limit", limit_schema(default=FEW, most=MOST)),
        OpenApiParameter("name", str, description="Only events of this name, e.g. workorder.opened"),
    ],
)
@api_view(["GET"])
def events(request: Request) -> Response:
    """Ask again with ``after=next_after``. Another ``epoch`` means: forget what you have and start at 0."""
    require(request.user, Right.READ_EVENTS)
    asked, limit = query_of(EventsIn, request, "limit"), limit_of(request, default=FEW, most=MOST)
    epoch, head = relay.head()
    if asked["after"] > head:
        # Nothing is numbered so high yet: a typo, or a number of another epoch. Silence would last for ever.
        raise Invalid(_("The newest event is %(head)d.") % {"head": head}, pointer="/after", head=head, epoch=epoch)
    rows = audible(EventRecord.objects.filter(seq__gt=asked["after"], seq__lte=head), request.user, subject="subject")
    if asked["name"]:
        rows = rows.filter(name=asked["name"])
    page = list(rows.order_by("seq")[:limit])
    # A short page has seen everything up to the head, also what this reader may not see.
    next_after = page[-1].seq if len(page) == limit else head
    return Response({"epoch": epoch, "head": head, "next_after": next_after, "results": EventOut(page, many=True).data})
