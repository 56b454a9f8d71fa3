"""Back office of outages: everything that happened is looked at, nothing is written."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.back_office import History, HistoryInline
from outages.life.models import Outage, OutageChange, OutageOrder, OutageScope


class OutageChangeInline(HistoryInline):
    model = OutageChange
    fk_name = "outage"
    fields = ("at", "kind", "old", "new", "actor", "reason", "detail")


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
    inlines: tuple[Any, ...] = (OutageChangeInline,)


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
