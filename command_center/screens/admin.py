"""Back office of the event path. It stands here because ``core`` knows nothing of people and jurisdictions."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from command_center.ground.core import audit
from command_center.ground.core.deliveries import revive
from command_center.ground.core.events import known_events
from command_center.ground.core.models import AuditEntry, Delivery, EventRecord, IdempotencyKey, Stream
from command_center.ground.organisation.back_office import History
from command_center.ground.organisation.hearing import heard


class EventName(admin.SimpleListFilter):
    """The names of the wiring: asking a big table for its distinct names would read all of it."""

    title, parameter_name = _("event"), "name"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in sorted(known_events())]

    def queryset(self, request: HttpRequest, events: "QuerySet[Any]") -> "QuerySet[Any]":
        return events.filter(name=self.value()) if self.value() else events


@admin.register(EventRecord)
class EventRecordAdmin(History):
    list_display = ("seq", "name", "subject", "subject_id", "org_path", "at", "request_id")
    list_display_links = ("seq", "name")
    list_filter = (EventName,)
    search_fields = ("seq__exact",)
    search_help_text = _("Number in the stream")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """Without what happened to a subject of which this person may not hear."""
        return super().get_queryset(request).filter(heard(request.user, subject="subject", of="subject_id"))


class DeliveryState(admin.SimpleListFilter):
    title, parameter_name = _("state"), "state"
    STATES: dict[str, tuple[Any, dict[str, Any]]] = {
        "dead": (_("Dead: waits for a person"), {"dead_at__isnull": False, "done_at": None}),
        "due": (_("Unfinished"), {"dead_at": None, "done_at": None}),
        "done": (_("Done"), {"done_at__isnull": False}),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(code, label) for code, (label, _where) in self.STATES.items()]

    def queryset(self, request: HttpRequest, deliveries: "QuerySet[Any]") -> "QuerySet[Any]":
        chosen = self.value()
        return deliveries.filter(**self.STATES[chosen][1]) if chosen in self.STATES else deliveries


@admin.register(Delivery)
class DeliveryAdmin(History):
    """Dead letters are found by the state filter and tried again by the action."""

    scope_field = "event__org_path"
    list_display = ("handler", "event", "tries", "claims", "due_at", "done_at", "dead_at", "short_error")
    list_filter = (DeliveryState,)
    list_select_related = ("event",)
    search_fields = ("event__seq__exact",)
    search_help_text = _("Number in the stream")
    actions = ("retry",)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("core.change_delivery")

    @admin.display(description=_("error"))
    def short_error(self, delivery: Delivery) -> str:
        return delivery.error[:80]

    @admin.action(description=_("Retry"), permissions=["retry"])
    def retry(self, request: HttpRequest, deliveries: "QuerySet[Delivery]") -> None:
        """The relay's sweep rings the handler within seconds."""
        count = revive([delivery.pk for delivery in deliveries], now())
        audit.record(actor=request.user, action="deliveries_revived", object_kind="delivery", count=count)
        self.message_user(
            request, ngettext("%d delivery is tried again.", "%d deliveries are tried again.", count) % count
        )


@admin.register(AuditEntry)
class AuditEntryAdmin(History):
    """Append-only and sealed; the auditor's alone (``back_office_rights.py``)."""

    scope_field = None
    list_display = ("at", "actor", "action", "object_kind", "object_ref", "allowed", "seal_number")
    list_filter = ("allowed",)
    list_select_related = ("actor",)
    search_fields = ("object_ref__exact", "actor__username__exact", "action__exact")
    search_help_text = _("Number of the object, user name, or action")


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(History):
    """Without the stored answers: they may hold a customer's link."""

    scope_field = None
    list_display = ("scope", "key", "status", "created_at")
    fields = ("scope", "key", "request_hash", "status", "created_at")
    readonly_fields = ("created_at",)
    search_fields = ("key__exact",)


@admin.register(Stream)
class StreamAdmin(History):
    scope_field = None
    list_display = ("epoch", "seq")
