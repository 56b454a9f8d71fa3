"""What the check would say of a plan that is still being typed: for the form, which shows it while somebody types."""

from typing import Any

from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import body_of, described
from command_center.ground.core.api.moments import Moment
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from outages.planned.api.plans import draft_of
from outages.planned.forms import DraftIn
from outages.planned.models.plan import PLAN_STATUSES, Severity
from outages.planned.services.previewing import preview_plan


class PlanPreviewIn(DraftIn):
    """A draft; its words may still be missing."""

    title = serializers.CharField(max_length=120, required=False, default="…", allow_blank=True)
    reason = serializers.CharField(max_length=200, required=False, default="…", allow_blank=True)


class PreviewCountsOut(serializers.Serializer[Any]):
    customers = serializers.IntegerField()
    important = serializers.IntegerField()
    life_support = serializers.IntegerField()
    time_critical = serializers.IntegerField()
    customer_hours = serializers.FloatField()


class PreviewSensitiveOut(serializers.Serializer[Any]):
    """A customer who matters more; name and address masked."""

    customer = serializers.CharField()
    name = serializers.CharField()
    address = serializers.CharField()
    sensitive_class = serializers.CharField()
    words = serializers.CharField()


class PreviewFindingOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    severity = serializers.ChoiceField(choices=Severity.choices)
    params = serializers.DictField()


class PreviewConflictOut(serializers.Serializer[Any]):
    number = serializers.CharField()
    title = serializers.CharField()
    planned_start_at = Moment()
    planned_end_at = Moment()
    status = serializers.ChoiceField(choices=PLAN_STATUSES)


class PreviewNoticeOut(serializers.Serializer[Any]):
    """``due_at``: by when customers have to be told; null where no rule says so."""

    late = serializers.BooleanField()
    due_at = Moment(allow_null=True)
    sentence = serializers.CharField()


class PlanPreviewOut(serializers.Serializer[Any]):
    """``who``: the sensitive ones, fifty at most; ``texts``: the notice by language."""

    counts = PreviewCountsOut()
    who = PreviewSensitiveOut(many=True)
    findings = PreviewFindingOut(many=True)
    conflicts = PreviewConflictOut(many=True)
    notice = PreviewNoticeOut()
    texts = serializers.DictField(child=serializers.CharField())


@described(request=PlanPreviewIn, responses=PlanPreviewOut, problems=(401, 403, 422))
@api_view(["POST"])
def preview(request: Request) -> Response:
    """Whom this plan would put in the dark, what speaks against it, and how its notice reads. Nothing is kept."""
    require(request.user, Right.PLAN_OUTAGES)
    data = body_of(PlanPreviewIn, request)
    seen = preview_plan(draft=draft_of(data, request.user), at=now(), actor=request.user)
    return Response(PlanPreviewOut(seen).data)
