"""Back office of the supply network: the named tree, the electrical graph, and what happened to it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from command_center.ground.network.importing.words import sentence
from command_center.ground.network.models import (
    Branch,
    ConnectivityNode,
    ModelImport,
    ModelVersion,
    SupplyNode,
    SwitchOperation,
)
from command_center.ground.organisation.back_office import History, HistoryInline, Table


@admin.register(SupplyNode)
class SupplyNodeAdmin(Table):
    ordering = ("pk",)
    list_display = ("code", "name", "kind", "parent", "serving_org", "dedicated")
    list_filter = ("kind", "dedicated")
    list_select_related = ("parent", "serving_org")
    deferred = ("serving_org__area",)
    search_fields = ("code__startswith", "name")
    autocomplete_fields = ("parent", "operating_org", "serving_org")
    exclude = ("org_path",)

    def save_model(self, request: HttpRequest, obj: SupplyNode, form: Any, change: bool) -> None:
        obj.org_path = obj.serving_org.path
        super().save_model(request, obj, form, change)


@admin.register(ConnectivityNode)
class ConnectivityNodeAdmin(Table):
    ordering = ("pk",)
    list_display = ("code", "kv", "is_source", "container", "latitude", "longitude")
    list_filter = ("is_source",)
    list_select_related = ("container",)
    search_fields = ("code__startswith",)
    autocomplete_fields = ("container",)


class OperationInline(HistoryInline):
    model = SwitchOperation
    fields = readonly_fields = ("at", "opened", "source", "actor", "detail", "recorded_at")
    ordering = ("-at",)


@admin.register(Branch)
class BranchAdmin(Table):
    """Positions are not edited here: they follow from operations, which have a moment and a source."""

    ordering = ("pk",)
    list_display = ("code", "name", "kind", "device", "is_open", "normally_open", "feeder", "serving_org", "retired_at")
    list_filter = ("kind", "device", "is_open", "telemetered")
    list_select_related = ("feeder", "serving_org")
    deferred = ("serving_org__area",)
    search_fields = ("code__startswith", "name")
    autocomplete_fields = ("from_node", "to_node", "feeder", "transformer", "operating_org", "serving_org")
    exclude = ("org_path",)
    readonly_fields = ("is_open", "retired_at")
    inlines = (OperationInline,)

    def save_model(self, request: HttpRequest, obj: Branch, form: Any, change: bool) -> None:
        obj.org_path = obj.serving_org.path
        if not change:
            obj.is_open = obj.normally_open
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SwitchOperation)
class SwitchOperationAdmin(History):
    scope_field = "branch__org_path"
    list_display = ("at", "branch", "opened", "source", "actor", "detail", "recorded_at")
    list_filter = ("source", "opened")
    list_select_related = ("branch", "actor")
    search_fields = ("branch__code__startswith",)


@admin.register(ModelImport)
class ModelImportAdmin(History):
    scope_field = None
    list_display = ("at", "source", "applied", "added", "changed", "retired", "actor")
    list_filter = ("applied",)
    list_select_related = ("actor",)
    fields = ("at", "source", "actor", "applied", "added", "changed", "retired", "digest", "diff", "mistakes")
    readonly_fields = ("mistakes",)

    @admin.display(description=_("mistakes"))
    def mistakes(self, row: ModelImport) -> str:
        return "\n".join(f"{e['file']}:{e['line']} {e['column']} {sentence(e['code'])}" for e in row.errors) or "–"


@admin.register(ModelVersion)
class ModelVersionAdmin(History):
    scope_field = None
    list_display = ("version",)
