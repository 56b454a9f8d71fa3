"""Back office of the order engine: orders and their history are looked at, the time limits are kept here.

Orders are changed on the board and through the API only: there is no second, private way.
"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from command_center.organisation.back_office import History, HistoryInline, Table
from customers.phones import mask_name, mask_phone
from workorders.models import (
    Callback,
    Clock,
    FaultReport,
    LateWord,
    Note,
    OrderWords,
    Pause,
    Rating,
    Reply,
    StatusChange,
    TimeLimit,
    TrackingLink,
    WorkOrder,
)
from workorders.selectors.searching import found_by

PERSONAL = {"reporter_name": mask_name, "reporter_phone": mask_phone}


class StatusChangeInline(HistoryInline):
    model = StatusChange
    fields = ("at", "old", "new", "actor", "reason", "detail")


class ClockInline(HistoryInline):
    model = Clock
    fields = ("code", "started_at", "due_at", "limit_minutes", "stopped_at", "outcome")


@admin.register(WorkOrder)
class WorkOrderAdmin(History):
    list_display = (
        "number",
        "status",
        "grade",
        "centre",
        "unit",
        "reporter",
        "reported_at",
        "next_due_at",
        "attention",
    )
    list_filter = ("status", "grade", "source", "fault_kind", "area_kind")
    list_select_related = ("centre", "unit")
    deferred = ("centre__area", "unit__area")
    search_fields = ("words",)  # see get_search_results
    search_help_text = _("Number, words of description or address, whole name or phone of the reporter")
    exclude = ("reporter_name", "reporter_phone")
    readonly_fields = ("reporter",)
    inlines = (StatusChangeInline, ClockInline)

    def get_search_results(
        self, request: HttpRequest, orders: "QuerySet[WorkOrder]", search_term: str
    ) -> "tuple[QuerySet[WorkOrder], bool]":
        return (found_by(orders, search_term) if search_term.strip() else orders), False

    @admin.display(description=_("reporter"))
    def reporter(self, order: WorkOrder) -> str:
        return f"{mask_name(order.reporter_name)} {mask_phone(order.reporter_phone)}".strip()


class OrderHistory(History):
    """Rows that belong to an order."""

    scope_field = "order__org_path"
    list_select_related: tuple[str, ...] = ("order",)
    search_fields: tuple[str, ...] = ("order__number__startswith",)
    search_help_text = _("Order number")


@admin.register(StatusChange)
class StatusChangeAdmin(OrderHistory):
    list_display = ("order", "old", "new", "at", "actor", "reason")
    list_filter = ("new",)
    list_select_related = ("order", "actor")


@admin.register(Clock)
class ClockAdmin(OrderHistory):
    list_display = ("order", "code", "started_at", "due_at", "stopped_at", "outcome")
    list_filter = ("code", "outcome")


@admin.register(Pause)
class PauseAdmin(OrderHistory):
    list_display = ("order", "reason", "started_at", "expected_resume_at", "ended_at", "approved_by")
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
    ordering = ("code", "area_kind", "-valid_from")
    list_display = ("code", "area_kind", "limit_minutes", "warn_percents", "valid_from", "valid_to", "source")
    list_filter = ("code", "area_kind")
