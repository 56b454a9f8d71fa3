"""Back office of the estimates of when power will be back."""

from django.contrib import admin

from outages.estimates.models import RestorationEstimate
from outages.life.admin import OutageHistory


@admin.register(RestorationEstimate)
class RestorationEstimateAdmin(OutageHistory):
    list_display = ("outage", "revision", "etr_at", "p50_at", "source", "author", "reason", "at")
    list_filter = ("source",)
    list_select_related = ("outage", "author")
