"""The message log, the book of promises and the answers over HTTP; a person settles what a machine cannot."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from rest_framework.decorators import api_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import body_of, described
from command_center.ground.core.api.filters import CharIn, ChoiceIn, UpdatedSince, YesNoFilter
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import MomentFilter
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require, scoped
from customers.messages.api.shapes import MESSAGE_KINDS, MessageOut, PromiseOut, ReplyOut, SettleIn
from customers.messages.catalogue import PromiseKind
from customers.messages.models import FOR_A_PERSON, Message, MessageChannel, MessageState, Promise, Reading, Reply
from customers.messages.services.for_a_person import settle_message, settle_reply


def by_number(field: str) -> Any:
    """``?search=``: the number of the outage, order or plan, or of the customer, as it stands."""

    def search(filters: Any, rows: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        return rows.filter(Q(**{field: value}) | Q(customer__number=value))

    return search


class MessageFilter(UpdatedSince):
    search = django_filters.CharFilter(method="filter_search", label="Number of the outage, order, plan or customer")
    filter_search = by_number("subject_ref")
    kind = ChoiceIn(choices=MESSAGE_KINDS)
    state = ChoiceIn(choices=MessageState.choices)
    channel = ChoiceIn(choices=MessageChannel.choices)
    number = CharIn(field_name="subject_ref", label="Number of the outage, order or plan")
    customer = CharIn(field_name="customer__number")
    for_a_person = YesNoFilter(method="filter_for_a_person", label="Failed or uncertain, and nobody has settled it")
    due_before = MomentFilter(field_name="due_at", lookup_expr="lt")

    class Meta:
        model = Message
        fields: list[str] = []

    def filter_for_a_person(self, rows: "QuerySet[Message]", name: str, value: bool) -> "QuerySet[Message]":
        is_open = Q(state__in=FOR_A_PERSON, settled_at=None)
        return rows.filter(is_open) if value else rows.exclude(is_open)


class MessageList(ListAPIView[Message]):
    """Messages to customers of the area, latest first, with the text that went and what became of it."""

    queryset = Message.objects.all()
    serializer_class = MessageOut
    filterset_class = MessageFilter
    ordering = ["-pk"]
    ordering_fields = ["id", "updated_at"]

    def get_queryset(self) -> "QuerySet[Message]":
        require(self.request.user, Right.READ_CUSTOMERS)
        return scoped(_with_names(super().get_queryset()), self.request.user)


def _with_names(rows: "QuerySet[Message]") -> "QuerySet[Message]":
    return rows.select_related("customer", "settled_by")


@described(request=SettleIn, responses=MessageOut, problems=(401, 403, 404, 409, 422))
@api_view(["POST"])
def settle(request: Request, message_id: int) -> Response:
    """A person has seen to a message that failed or of which nobody knows: the customer was called, or need not be."""
    require(request.user, Right.READ_CUSTOMERS)
    row = get_scoped(Message.objects.all(), request.user, pk=message_id)
    how = body_of(SettleIn, request)["how"]

    def once() -> tuple[int, Any]:
        settle_message(message_id=row.pk, how=how, at=now(), actor=request.user)
        return 200, MessageOut(_with_names(Message.objects.all()).get(pk=row.pk)).data

    return answer_once(request, "messages", once)


class PromiseFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(method="filter_search", label="Number of the outage, order, plan or customer")
    filter_search = by_number("subject_ref")
    kind = ChoiceIn(choices=[(str(kind), str(kind)) for kind in PromiseKind])
    number = CharIn(field_name="subject_ref", label="Number of the outage, order or plan")
    customer = CharIn(field_name="customer__number")
    contradicts = YesNoFilter(field_name="contradicts", lookup_expr="isnull", exclude=True, label="Took a word back")
    updated_since = MomentFilter(field_name="told_at", lookup_expr="gte", label="Told since")

    class Meta:
        model = Promise
        fields: list[str] = []


class PromiseList(ListAPIView[Promise]):
    """What was told to whom, when and how, latest first; whether it was kept, as of now."""

    queryset = Promise.objects.all()
    serializer_class = PromiseOut
    filterset_class = PromiseFilter
    ordering = ["-pk"]
    ordering_fields = ["id"]

    def get_queryset(self) -> "QuerySet[Promise]":
        require(self.request.user, Right.READ_CUSTOMERS)
        rows = Promise.objects.with_replaced_at().select_related("customer", "teller")
        return scoped(rows, self.request.user)

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "at": now()}


class ReplyFilter(UpdatedSince):
    search = django_filters.CharFilter(method="filter_search", label="Number of the outage, order, plan or customer")
    filter_search = by_number("message__subject_ref")
    reading = ChoiceIn(choices=Reading.choices)
    open = YesNoFilter(field_name="settled_at", lookup_expr="isnull", label=_("Nobody has settled it"))

    class Meta:
        model = Reply
        fields: list[str] = []


class ReplyList(ListAPIView[Reply]):
    """What customers answered, latest first."""

    queryset = Reply.objects.all()
    serializer_class = ReplyOut
    filterset_class = ReplyFilter
    ordering = ["-pk"]
    ordering_fields = ["id", "updated_at"]

    def get_queryset(self) -> "QuerySet[Reply]":
        require(self.request.user, Right.READ_CUSTOMERS)
        return scoped(super().get_queryset().select_related("customer", "message"), self.request.user)


@described(request=SettleIn, responses=ReplyOut, problems=(401, 403, 404, 409, 422))
@api_view(["POST"])
def settle_answer(request: Request, reply_id: int) -> Response:
    """A person has read the answer and done what it asks for."""
    require(request.user, Right.READ_CUSTOMERS)
    row = get_scoped(Reply.objects.all(), request.user, pk=reply_id)
    how = body_of(SettleIn, request)["how"]

    def once() -> tuple[int, Any]:
        settle_reply(reply_id=row.pk, how=how, at=now(), actor=request.user)
        return 200, ReplyOut(Reply.objects.select_related("customer", "message").get(pk=row.pk)).data

    return answer_once(request, "replies", once)
