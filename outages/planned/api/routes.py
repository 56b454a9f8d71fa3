"""Routes of planned and of frequent outages under /api/v1/."""

from django.urls import path

from outages.planned.api import calendar_address, feeds, plans, previews
from outages.planned.api.verbs import VERBS
from outages.reliability.api import frequent

urlpatterns = [
    path("planned-outages.ics", feeds.as_calendar, name="plans-ics"),
    path("planned-outages.geojson", feeds.on_map, name="plans-geojson"),
    path("planned-outages/", plans.PlanList.as_view(), name="plans"),
    path("planned-outages/preview/", previews.preview, name="plan-preview"),
    path("planned-outages/calendar-address/", calendar_address.copy, name="calendar-address"),
    path("planned-outages/calendar-address/renew/", calendar_address.renew, name="calendar-address-renew"),
    path("planned-outages/calendar-address/revoke/", calendar_address.revoke, name="calendar-address-revoke"),
    path("planned-outages/<str:number>/", plans.plan, name="plan"),
    path("planned-outages/<str:number>/customers/", plans.AffectedList.as_view(), name="plan-customers"),
    *VERBS.routes(),
    path("frequent-outages/", frequent.FrequentList.as_view(), name="frequent-outages"),
    path("frequent-outages/<int:frequent_id>/follow-up/", frequent.follow_up, name="frequent-follow-up"),
]
