"""Back office of outages: everything that happened is looked at, registers and parameters are kept here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ground.organisation.back_office import History, HistoryInline, Table
from outages.models import (
    CheckAnswer,
    Correction,
    Evidence,
    GeneratorAssignment,
    GeneratorVehicle,
    Interruption,
    JudgementParameter,
    Outage,
    OutageChange,
    OutageOrder,
    OutageScope,
    RestorationEstimate,
    RestorationStep,
    RestoreCheck,
    SensitiveEntry,
)
from outages.services.watching_register import WARNED_BEFORE


class OutageChangeInline(HistoryInline):
    model = OutageChange
    fk_name = "outage"
    fields = ("at", "kind", "old", "new", "actor", "reason", "detail")


class RestorationStepInline(HistoryInline):
    model = RestorationStep
    fields = ("at", "ended_by", "customers", "phases", "actor", "note")


@admin.register(Outage)
class OutageAdmin(History):
    list_display = (
        "number",
        "kind",
        "status",
        "centre",
        "device",
        "feeder",
        "started_at",
        "customers_out",
        "customers_total",
        "etr_at",
        "attention",
    )
    list_filter = ("status", "kind", "cause_class")
    list_select_related = ("centre", "device", "feeder")
    deferred = ("centre__area",)
    search_fields = ("number__startswith",)
    search_help_text = _("Outage number")
    inlines = (OutageChangeInline, RestorationStepInline)


class OutageHistory(History):
    """Rows that belong to an outage."""

    scope_field = "outage__org_path"
    list_select_related: tuple[str, ...] = ("outage",)
    search_fields: tuple[str, ...] = ("outage__number__startswith",)
    search_help_text = _("Outage number")


@admin.register(OutageChange)
class OutageChangeAdmin(OutageHistory):
    list_display = ("outage", "kind", "old", "new", "at", "actor", "reason")
    list_filter = ("kind", "new")
    list_select_related = ("outage", "actor")


@admin.register(OutageScope)
class OutageScopeAdmin(OutageHistory):
    list_display = ("outage",)
    ordering = ("-outage",)


@admin.register(OutageOrder)
class OutageOrderAdmin(OutageHistory):
    list_display = ("outage", "order", "role", "at")
    list_filter = ("role",)
    list_select_related = ("outage", "order")


@admin.register(Interruption)
class InterruptionAdmin(OutageHistory):
    """The ledger. Corrections are made on the outage, with a reason; here nothing can be written."""

    scope_field = "org_path"
    list_display = ("service_point", "outage", "off_at", "on_at", "ended_by", "back_fed", "recorded_at", "retracted_at")
    list_filter = ("kind", "area_kind", "basis", "ended_by", "back_fed")
    list_select_related = ("outage", "service_point")
    search_fields = ("outage__number__startswith", "service_point__meter_number__startswith")
    search_help_text = _("Outage or meter number")
    exclude = ("transformer", "feeder")


@admin.register(Correction)
class CorrectionAdmin(OutageHistory):
    list_display = ("outage", "kind", "reason", "author", "at")
    list_filter = ("kind",)
    list_select_related = ("outage", "author")


@admin.register(RestorationStep)
class RestorationStepAdmin(OutageHistory):
    list_display = ("outage", "at", "ended_by", "by_device", "customers", "actor")
    list_filter = ("ended_by",)
    list_select_related = ("outage", "by_device", "actor")


@admin.register(RestorationEstimate)
class RestorationEstimateAdmin(OutageHistory):
    list_display = ("outage", "revision", "etr_at", "p50_at", "source", "author", "reason", "at")
    list_filter = ("source",)
    list_select_related = ("outage", "author")


@admin.register(Evidence)
class EvidenceAdmin(OutageHistory):
    scope_field = "org_path"
    list_display = ("kind", "at", "outage", "service_point", "branch", "node", "order")
    list_filter = ("kind",)
    list_select_related = ("outage", "service_point", "branch", "node", "order")


class CheckAnswerInline(HistoryInline):
    model = CheckAnswer
    fields = ("service_point", "important", "answer", "answered_at")


@admin.register(RestoreCheck)
class RestoreCheckAdmin(OutageHistory):
    list_display = ("outage", "at", "population", "asked", "finished_at", "passed")
    inlines = (CheckAnswerInline,)


class Verification(admin.SimpleListFilter):
    """Expired entries go on counting, as unverified; those that expire soon are to be verified before."""

    title = _("verification")
    parameter_name = "verification"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("unverified", _("Expired: unverified")), ("soon", _("Expires within 30 days"))]

    def queryset(self, request: Any, queryset: "QuerySet[SensitiveEntry]") -> "QuerySet[SensitiveEntry]":
        today = localdate()
        if self.value() == "unverified":
            return queryset.filter(expires_on__lt=today)
        if self.value() == "soon":
            return queryset.filter(expires_on__gte=today, expires_on__lte=today + WARNED_BEFORE)
        return queryset


@admin.register(SensitiveEntry)
class SensitiveEntryAdmin(Table):
    """Sensitive personal data: within the jurisdiction only, and never exported."""

    list_display = (
        "service_point",
        "sensitive_class",
        "use",
        "season_from",
        "season_to",
        "hours_to_damage",
        "owner",
        "last_verified_on",
        "expires_on",
    )
    list_filter = (Verification, "sensitive_class", "use")
    list_select_related = ("service_point", "owner")
    search_fields = ("service_point__meter_number__startswith",)
    search_help_text = _("Meter number")
    autocomplete_fields: tuple[str, ...] = ("service_point", "owner")

    def get_actions(self, request: Any) -> dict[str, Any]:
        return {}


@admin.register(GeneratorVehicle)
class GeneratorVehicleAdmin(Table):
    list_display = ("code", "plate", "kva", "kv", "fuel_hours", "status", "centre")
    list_filter = ("status",)
    list_select_related = ("centre",)
    deferred = ("centre__area",)
    search_fields = ("code__startswith", "plate__startswith")


@admin.register(GeneratorAssignment)
class GeneratorAssignmentAdmin(OutageHistory):
    list_display = (
        "vehicle",
        "outage",
        "service_point",
        "assigned_at",
        "supplying_from_at",
        "supplying_to_at",
        "released_at",
    )
    list_select_related = ("vehicle", "outage", "service_point")


@admin.register(JudgementParameter)
class JudgementParameterAdmin(Table):
    """Effective-dated: a new number is a new row with its first day."""

    scope_field = None
    ordering = ("-valid_from",)
    list_display = ("valid_from", "valid_to", "least_signals", "probable_after_minutes", "grace_minutes", "source")
