"""Back office of the estimates of when power will be back."""

from django.contrib import admin

from outages.admin.outages import OutageHistory
from outages.models import RestorationEstimate


@admin.register(RestorationEstimate)
class RestorationEstimateAdmin(OutageHistory):
    list_display = ("outage", "revision", "etr_at", "p50_at", "source", "author", "reason", "at")
    list_filter = ("source",)
    list_select_related = ("outage", "author")
