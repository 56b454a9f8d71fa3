"""Page routes of the roof: console, sign-in, crew phone, customer link."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from command_center.console import pages, phone_pages
from command_center.console.second_factor import SecondFactor, second_factor_page
from command_center.console.sign_in import SignIn
from command_center.console.status import pages as status_pages

urlpatterns = [
    path("", pages.console, name="console"),
    path("outages/", pages.outages, name="outage-map"),
    path("login/", SignIn.as_view(), name="login"),
    path("login/", SignIn.as_view(), name="account_login"),  # the name that django-allauth knows
    path("login/code/", SecondFactor.as_view(), name="mfa_authenticate"),
    path("second-factor/", second_factor_page, name="mfa_index"),
    path("logout/", LogoutView.as_view(), name="logout"),
    # --- crew phone page and customer link: add their routes below this line ---
    path("crew/", phone_pages.crew_page, name="crew"),
    path("crew/manifest.webmanifest", phone_pages.crew_manifest, name="crew-manifest"),
    path("crew/worker.js", phone_pages.crew_worker, name="crew-worker"),
    path("status/", status_pages.status_page, name="status"),
    path("status/outages.geojson", status_pages.outages_geojson, name="status-geojson"),
    path("status/planned.ics", status_pages.planned_calendar, name="status-calendar"),
    path("status/outages.json", status_pages.outages_json, name="status-json"),
    path("track/<str:token>/", phone_pages.track_page, name="track"),
]
