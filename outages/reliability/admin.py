"""Back office of the figures: everything is looked at, nothing is written by hand."""

from django.contrib import admin

from command_center.ground.organisation.back_office import History
from outages.reliability.models.figures import DailyFigure, FigureRun, MajorEventThreshold, ServedCustomers


@admin.register(DailyFigure)
class DailyFigureAdmin(History):
    list_display = (
        "day",
        "org_path",
        "area_kind",
        "kind",
        "cause_class",
        "counted",
        "band",
        "interruptions",
        "seconds",
    )
    list_filter = ("kind", "cause_class", "area_kind", "counted", "band")
    list_select_related = ("outage",)
    date_hierarchy = "day"


@admin.register(ServedCustomers)
class ServedCustomersAdmin(History):
    list_display = ("day", "org_path", "area_kind", "counted", "customers")
    list_filter = ("area_kind", "counted")
    date_hierarchy = "day"


@admin.register(MajorEventThreshold)
class MajorEventThresholdAdmin(History):
    list_display = ("year", "minutes", "days", "alpha", "beta", "customers_served", "frozen_at")


@admin.register(FigureRun)
class FigureRunAdmin(History):
    list_display = ("changed_until", "outages", "counted_to", "finished_at")
