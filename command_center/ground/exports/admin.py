"""Back office of the exports: read only, and without what is in them."""

from django.contrib import admin

from command_center.ground.exports.models import Export
from command_center.ground.organisation.back_office import History


@admin.register(Export)
class ExportAdmin(History):
    scope_field = None
    list_display = ("table", "form", "owner", "asked_at", "rows", "rows_done", "tries", "finished_at", "problem")
    list_select_related = ("owner",)
    date_hierarchy = "asked_at"
