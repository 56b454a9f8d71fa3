"""Back office of the sensitive register."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.back_office import Table
from outages.sensitive.models import SensitiveEntry
from outages.sensitive.services.expiry import WARNED_BEFORE


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
