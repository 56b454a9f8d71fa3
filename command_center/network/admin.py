"""Back office of the supply tree."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from command_center.network.models import SupplyNode
from command_center.organisation.back_office import Table


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
