"""Back office of the order engine: orders and their history are looked at, the time limits are kept here.

Orders are changed on the board and through the API only: there is no second, private way.
"""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.back_office import History, HistoryInline, Table
from command_center.ground.organisation.hearing import closed_gates
from customers.phones import mask_name, mask_phone
from workorders.escalation import admin as escalation_admin  # noqa: F401
from workorders.kinds.complaint import admin as complaint_admin  # noqa: F401
from workorders.kinds.connection import admin as connection_admin  # noqa: F401
from workorders.models import (
    Answer,
    Callback,
    Clock,
    CustomerAnswer,
    DueChange,
    FaultReport,
    Filing,
    FilingPause,
    LateWord,
    Note,
    OrderWords,
    Pause,
    Rating,
    Reply,
    SavedView,
    ServiceRequest,
    StatusChange,
    Survey,
    TimeLimit,
    TrackingLink,
    Transfer,
    WorkdayException,
    WorkHours,
    WorkOrder,
)
from workorders.retention import admin as retention_admin  # noqa: F401
from workorders.selectors.searching import found_by
from workorders.services.due_moments import follow_calendar

PERSONAL = {"reporter_name": mask_name, "reporter_phone": mask_phone}


class StatusChangeInline(HistoryInline):
    model = StatusChange
    fields = ("at", "old", "new", "actor", "reason", "detail")


class ClockInline(HistoryInline):
    model = Clock
    fields = ("code", "basis", "started_at", "due_at", "limit_minutes", "stopped_at", "outcome", "raw", "net")
    readonly_fields = ("raw", "net")

    @admin.display(description=_("minutes with pauses"))
    def raw(self, clock: Clock) -> float | None:
        return None if clock.raw_minutes is None else round(clock.raw_minutes, 1)

    @admin.display(description=_("minutes counted"))
    def net(self, clock: Clock) -> float | None:
        return None if clock.net_minutes is None else round(clock.net_minutes, 1)


@admin.register(WorkOrder)
class WorkOrderAdmin(History):
    list_display = (
        "number",
        "kind",
        "status",
        "grade",
        "centre",
        "unit",
        "reporter",
        "reported_at",
        "next_due_at",
        "attention",
    )
    list_filter = ("kind", "status", "grade", "source", "fault_kind", "area_kind")
    list_select_related = ("centre", "unit")
    deferred = ("centre__area", "unit__area")
    search_fields = ("words",)  # see get_search_results
    search_help_text = _("Number, words of description or address, whole name or phone of the reporter")
    exclude = ("reporter_name", "reporter_phone")
    readonly_fields = ("reporter",)
    inlines = (StatusChangeInline, ClockInline)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[WorkOrder]":
        """Without those behind a gate that is shut for this person."""
        return super().get_queryset(request).exclude(gate__in=closed_gates(request.user))

    def get_search_results(
        self, request: HttpRequest, orders: "QuerySet[WorkOrder]", search_term: str
    ) -> "tuple[QuerySet[WorkOrder], bool]":
        return (found_by(orders, search_term) if search_term.strip() else orders), False

    @admin.display(description=_("reporter"))
    def reporter(self, order: WorkOrder) -> str:
        if order.confidential:
            return ""
        return f"{mask_name(order.reporter_name)} {mask_phone(order.reporter_phone)}".strip()


class OrderHistory(History):
    """Rows that belong to an order."""

    scope_field = "order__org_path"
    gate_field = "order__gate"
    list_select_related: tuple[str, ...] = ("order",)
    search_fields: tuple[str, ...] = ("order__number__startswith",)
    search_help_text = _("Order number")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).exclude(**{f"{self.gate_field}__in": closed_gates(request.user)})


@admin.register(StatusChange)
class StatusChangeAdmin(OrderHistory):
    list_display = ("order", "old", "new", "at", "actor", "reason")
    list_filter = ("new",)
    list_select_related = ("order", "actor")


@admin.register(Clock)
class ClockAdmin(OrderHistory):
    list_display = ("order", "code", "basis", "started_at", "due_at", "stopped_at", "outcome", "outer_outcome")
    list_filter = ("code", "outcome", "outer_outcome")


@admin.register(DueChange)
class DueChangeAdmin(OrderHistory):
    scope_field = "clock__order__org_path"
    gate_field = "clock__order__gate"
    list_display = ("clock", "why", "old_due_at", "new_due_at", "reason", "actor", "at")
    list_filter = ("why",)
    list_select_related = ("clock", "actor")
    search_fields = ("clock__order__number__startswith",)


@admin.register(Pause)
class PauseAdmin(OrderHistory):
    list_display = ("order", "reason", "evidence", "started_at", "expected_resume_at", "ended_at", "approved_by")
    list_select_related = ("order", "approved_by")


@admin.register(FaultReport)
class FaultReportAdmin(OrderHistory):
    list_display = ("source", "source_id", "order", "received_at")
    list_filter = ("source",)
    search_fields = ("source_id", "order__number__startswith")
    fields = ("source", "source_id", "order", "received_at", "told")
    readonly_fields = ("told",)

    @admin.display(description=_("as it was told"))
    def told(self, report: FaultReport) -> str:
        told: dict[str, Any] = {
            key: PERSONAL[key](value) if key in PERSONAL else value for key, value in report.payload.items()
        }
        return "\n".join(f"{key}: {value}" for key, value in told.items() if value not in ("", None))


@admin.register(Reply)
class ReplyAdmin(OrderHistory):
    list_display = ("order", "cause", "restored_at", "contacted", "author", "at")
    list_filter = ("contacted",)
    list_select_related = ("order", "author")


@admin.register(Answer)
class AnswerAdmin(OrderHistory):
    list_display = ("order", "cause", "told_at", "not_told_reason", "author", "at")
    list_select_related = ("order", "author")


@admin.register(Transfer)
class TransferAdmin(OrderHistory):
    list_display = ("order", "from_unit", "to_unit", "reason", "actor", "at")
    list_select_related = ("order", "from_unit", "to_unit", "actor")
    deferred = ("from_unit__area", "to_unit__area")


@admin.register(ServiceRequest)
class ServiceRequestAdmin(OrderHistory):
    list_display = ("order", "booked_at")


@admin.register(Filing)
class FilingAdmin(History):
    list_display = ("unit", "customer", "kind", "reason", "from_on", "until_on", "author", "revoked_at")
    list_select_related = ("unit", "customer", "author")
    deferred = ("unit__area",)


@admin.register(FilingPause)
class FilingPauseAdmin(History):
    scope_field = "unit__path"
    list_display = ("unit", "from_on", "until_on", "filing")
    list_select_related = ("unit", "filing")
    deferred = ("unit__area",)


@admin.register(Callback)
class CallbackAdmin(OrderHistory):
    list_display = ("order", "satisfaction", "caller", "at")
    list_filter = ("satisfaction",)
    list_select_related = ("order", "caller")


@admin.register(Note)
class NoteAdmin(OrderHistory):
    list_display = ("order", "text", "urge", "author", "at")
    list_filter = ("urge",)
    list_select_related = ("order", "author")


@admin.register(LateWord)
class LateWordAdmin(OrderHistory):
    list_display = ("order", "crew", "step", "author", "observed_at", "received_at", "in_time")
    list_filter = ("step", "in_time")
    date_hierarchy = "received_at"


@admin.register(Survey)
class SurveyAdmin(OrderHistory):
    list_display = ("asked_at", "order", "satisfaction", "score", "answered_by", "answered_at", "matter")
    list_filter = ("satisfaction", "answered_by")
    exclude = ("nonce", "token_hash")


@admin.register(CustomerAnswer)
class CustomerAnswerAdmin(OrderHistory):
    """Without the hash of the link it came by."""

    list_display = ("order", "question", "verdict", "at", "due_at", "settled_at")
    list_filter = ("question", "verdict")
    exclude = ("link",)


@admin.register(Rating)
class RatingAdmin(OrderHistory):
    list_display = ("order", "score", "comment", "at")
    list_filter = ("score",)


@admin.register(TrackingLink)
class TrackingLinkAdmin(OrderHistory):
    """Without what the link is made of: who may look here must not be able to follow a customer's link."""

    list_display = ("order", "expires_at", "revoked_at")
    fields = ("order", "expires_at", "revoked_at")


@admin.register(OrderWords)
class OrderWordsAdmin(OrderHistory):
    """What the search reads, without the reporter's whole name and number."""

    list_display = ("order", "words")
    fields = ("order", "words")


@admin.register(TimeLimit)
class TimeLimitAdmin(Table):
    """Limits are effective-dated: a new rule is a new row, running clocks keep theirs. In force within five seconds."""

    scope_field = None
    ordering = ("code", "kind", "sub_kind", "area_kind", "basis", "-valid_from")
    list_display = (
        "code",
        "kind",
        "sub_kind",
        "area_kind",
        "voltage",
        "channel",
        "basis",
        "amount",
        "valid_from",
        "valid_to",
        "source",
        "assumed",
    )
    list_filter = ("assumed", "basis", "kind", "code", "channel", "area_kind")

    @admin.display(description=_("limit"))
    def amount(self, limit: TimeLimit) -> str:
        if limit.limit_working_days is not None:
            return str(_("%(days)s working days") % {"days": limit.limit_working_days})
        return str(_("%(minutes)s min") % {"minutes": limit.limit_minutes})


class CalendarTable(Table):
    """Rows of the calendar of working days: whoever changes them moves the running clocks with them, in one step."""

    scope_field = None
    list_select_related = ("centre",)
    deferred = ("centre__area",)
    autocomplete_fields = ("centre",)

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            self._follow(request, obj)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        with transaction.atomic():
            reason = str(obj)
            super().delete_model(request, obj)
            self._follow(request, reason)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> None:
        with transaction.atomic():
            reason = ", ".join(str(row) for row in queryset)
            super().delete_queryset(request, queryset)
            self._follow(request, reason)

    def _follow(self, request: HttpRequest, what: object) -> None:
        moved = follow_calendar(reason=str(what), at=now(), actor=request.user)
        if moved:
            self.message_user(request, _("Due moments moved with the calendar: %(moved)s") % {"moved": moved})


@admin.register(SavedView)
class SavedViewAdmin(History):
    """Looked at here; made, changed and removed on their screen by their owners."""

    scope_field = "owner__home__path"
    list_display = ("name", "screen", "owner", "centre", "updated_at")
    list_filter = ("screen",)
    list_select_related = ("owner", "centre")
    deferred = ("centre__area",)
    search_fields = ("name__startswith", "owner__username__startswith")


@admin.register(WorkdayException)
class WorkdayExceptionAdmin(CalendarTable):
    ordering = ("-day",)
    date_hierarchy = "day"
    list_display = ("day", "name", "is_working_day", "centre", "source", "assumed")
    list_filter = ("is_working_day", "assumed")
    search_fields = ("name",)


@admin.register(WorkHours)
class WorkHoursAdmin(CalendarTable):
    ordering = ("centre", "-valid_from")
    list_display = ("centre", "valid_from", "opens", "lunch_from", "lunch_to", "closes", "weekdays", "assumed")
