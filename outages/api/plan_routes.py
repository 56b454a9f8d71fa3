"""Routes of planned and of frequent outages under /api/v1/."""

from django.urls import path

from outages.api import calendar_address, frequent, plan_feeds, planned, planning

VERBS = {
    "redraft": planning.redraft,
    "check": planning.check,
    "alternative": planning.alternative,
    "approve": planning.approve,
    "waive": planning.waive,
    "notify": planning.notify,
    "delivered": planning.delivered,
    "announce": planning.announce,
    "start": planning.start,
    "extend": planning.extend,
    "restore": planning.restore,
    "close": planning.close,
    "postpone": planning.postpone,
    "cancel": planning.cancel,
}

urlpatterns = [
    path("planned-outages.ics", plan_feeds.as_calendar, name="plans-ics"),
    path("planned-outages.geojson", plan_feeds.on_map, name="plans-geojson"),
    path("planned-outages/", planned.PlanList.as_view(), name="plans"),
    path("planned-outages/calendar-address/", calendar_address.copy, name="calendar-address"),
    path("planned-outages/calendar-address/renew/", calendar_address.renew, name="calendar-address-renew"),
    path("planned-outages/calendar-address/revoke/", calendar_address.revoke, name="calendar-address-revoke"),
    path("planned-outages/<str:number>/", planned.plan, name="plan"),
    path("planned-outages/<str:number>/customers/", planned.AffectedList.as_view(), name="plan-customers"),
    *(path(f"planned-outages/<str:number>/{name}/", view, name=f"plan-{name}") for name, view in VERBS.items()),
    path("frequent-outages/", frequent.FrequentList.as_view(), name="frequent-outages"),
    path("frequent-outages/<int:frequent_id>/follow-up/", frequent.follow_up, name="frequent-follow-up"),
]
