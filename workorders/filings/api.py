"""Filings in advance over HTTP: a list, one more, and taking one back."""

from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import now
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import body_of, described
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import Moment
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require, scoped
from workorders.filings import services
from workorders.filings.models import Filing
from workorders.kinds import KINDS

ANY_KIND = [(process.kind, process.label) for process in KINDS]


class FilingIn(serializers.Serializer[Any]):
    unit = serializers.CharField(max_length=20)
    customer_number = serializers.CharField(max_length=20)
    kind = serializers.ChoiceField(choices=ANY_KIND, required=False, default="", allow_blank=True)
    reason = serializers.CharField(max_length=500)
    evidence = serializers.CharField(max_length=500)
    from_on = serializers.DateField()
    until_on = serializers.DateField()


class FilingOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    unit = serializers.CharField(source="unit.name")
    customer_number = serializers.CharField(source="customer.number")
    kind = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()
    evidence = serializers.CharField()
    from_on = serializers.DateField()
    until_on = serializers.DateField()
    at = Moment()
    revoked_at = Moment(allow_null=True)
    revoked_reason = serializers.CharField(allow_blank=True)


class RevokeIn(serializers.Serializer[Any]):
    """``months``: for abuse, how long the unit files nothing."""

    reason = serializers.CharField(max_length=200)
    months = serializers.IntegerField(required=False, default=0, min_value=0, max_value=services.MOST_MONTHS)


class FilingList(ListAPIView[Filing]):
    """What was filed in advance in the area, newest first; taken-back ones included."""

    queryset = Filing.objects.all()
    serializer_class = FilingOut
    ordering_fields: tuple[str, ...] = ()
    ordering = ["-pk"]

    def get_queryset(self) -> "QuerySet[Filing]":
        require(self.request.user, Right.READ_ORDERS)
        rows = Filing.objects.select_related("unit", "customer").defer("unit__area")
        return scoped(rows, self.request.user)

    @described(request=FilingIn, responses={201: FilingOut}, problems=(401, 403, 409, 422))
    def post(self, request: Request) -> Response:
        """报备: a unit lets the centre know in advance; later orders of that customer are read with it."""
        require(request.user, Right.HANDLE, Right.MATTERS)
        said = body_of(FilingIn, request)

        def once() -> tuple[int, dict[str, Any]]:
            filing = services.file_in_advance(**said, at=now(), actor=request.user)
            return 201, dict(FilingOut(filing).data)

        return answer_once(request, "filings", once)


@described(request=RevokeIn, responses=FilingOut, problems=(401, 403, 404, 409, 422))
@api_view(["POST"])
def revoke(request: Request, filing_id: int) -> Response:
    """It should not have been filed; orders are marked with it no more."""
    require(request.user, Right.SUPERVISE)
    said = body_of(RevokeIn, request)

    def once() -> tuple[int, dict[str, Any]]:
        filing = services.revoke(filing_id=filing_id, **said, at=now(), actor=request.user)
        return 200, dict(FilingOut(filing).data)

    return answer_once(request, "filings", once)
