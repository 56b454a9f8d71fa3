"""Back office of the generator vehicles."""

from django.contrib import admin

from command_center.ground.organisation.back_office import Table
from outages.generators.models import GeneratorAssignment, GeneratorVehicle
from outages.life.admin import OutageHistory


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
