"""Back office of connections: cases and their history are looked at; capacity of slots, loads and the rule of headroom are kept here."""

from typing import Any

from django.contrib import admin

from command_center.ground.organisation.back_office import History, Table
from workorders.models import (
    Appointment,
    ConnectionCase,
    ConnectionDocument,
    FeedPost,
    GridDependency,
    HeadroomRule,
    NodeLoad,
    OwnedPeriod,
    SupplyPlan,
    VisitSlot,
)


class OfACase(History):
    scope_field = "order__org_path"
    list_select_related: tuple[str, ...] = ("order",)
    search_fields = ("order__number__startswith",)


@admin.register(ConnectionCase)
class ConnectionCaseAdmin(OfACase):
    list_display = ("order", "asked_kw", "approved_kw", "scheme", "cost_saved", "responsible", "energised_at")
    list_filter = ("scheme",)
    list_select_related = ("order", "responsible")


@admin.register(ConnectionDocument)
class ConnectionDocumentAdmin(OfACase):
    """What there is; the photos themselves are shown to whoever may see the case, by the API."""

    list_display = ("order", "what", "author", "at")
    fields = ("order", "what", "author", "at")


@admin.register(OwnedPeriod)
class OwnedPeriodAdmin(OfACase):
    list_display = ("order", "owner", "during", "state", "dependency")
    list_filter = ("owner",)
    list_select_related = ("order", "dependency")


@admin.register(GridDependency)
class GridDependencyAdmin(OfACase):
    list_display = ("order", "owner", "blocker", "responsible", "since", "expected_at", "ended_at")
    list_filter = ("owner",)


@admin.register(Appointment)
class AppointmentAdmin(OfACase):
    list_display = ("order", "purpose", "starts_at", "status", "made_by", "ended_by", "departed_at", "arrived_at")
    list_filter = ("status", "purpose", "ended_by")
    exclude = ("arrival_photo",)


@admin.register(FeedPost)
class FeedPostAdmin(OfACase):
    list_display = ("order", "side", "author", "at")
    fields = ("order", "side", "author", "text", "at")


@admin.register(SupplyPlan)
class SupplyPlanAdmin(OfACase):
    list_display = ("order", "voltage", "node", "headroom_kw", "granted_kw", "grid_works", "drafted_at", "signed_by")
    list_select_related = ("order", "node", "signed_by")


@admin.register(VisitSlot)
class VisitSlotAdmin(Table):
    """How many visits a unit's people can make in one half day; fewer than are booked is refused by the database."""

    scope_field = "unit__path"
    list_display = ("unit", "starts_at", "ends_at", "capacity", "booked")
    list_select_related = ("unit",)
    deferred = ("unit__area",)
    autocomplete_fields = ("unit",)


@admin.register(NodeLoad)
class NodeLoadAdmin(Table):
    scope_field = None
    list_display = ("node", "rated_kva", "peak_kw", "pv_kw", "measured_on", "source", "invented")
    list_filter = ("invented",)
    list_select_related: Any = ("node",)
    raw_id_fields = ("node",)


@admin.register(HeadroomRule)
class HeadroomRuleAdmin(Table):
    """The formula of 可开放容量 in force from a day; a new rule is a new row, plans keep theirs."""

    scope_field = None
    list_display = (
        "valid_from", "power_factor", "transformer_loading_percent", "feeder_loading_percent", "simultaneity_percent",
        "low_voltage_most_kw", "source", "assumed",
    )  # fmt: skip
