"""Addresses of the pages, screen by screen."""

from django.urls import path

from command_center.screens.base_map.door import base_map, base_map_file
from command_center.screens.board.page import board
from command_center.screens.calls.page import call_desk
from command_center.screens.complaints.page import complaint_desk, complaint_page
from command_center.screens.connections.apply import apply_page
from command_center.screens.connections.page import calendar, pipeline
from command_center.screens.connections.progress import progress_page, progress_photo
from command_center.screens.connections.visits import visits_page, visits_worker
from command_center.screens.crew_phone import page as crew_phone
from command_center.screens.etr.page import etr_page
from command_center.screens.exports.page import exports_page
from command_center.screens.figures.page import figure_page
from command_center.screens.handover.page import handover
from command_center.screens.headline.page import headline_page
from command_center.screens.messages.page import message_log
from command_center.screens.order_list.page import order_list
from command_center.screens.outage_map.page import outage_map
from command_center.screens.reports.page import weekly_page
from command_center.screens.shift_desk.page import shift_desk
from command_center.screens.sign_in import single_sign_on
from command_center.screens.sign_in.own_factors import key_options, second_factor_page
from command_center.screens.sign_in.page import SignIn
from command_center.screens.sign_in.second_factor import SecondFactor
from command_center.screens.status import pages as status
from command_center.screens.supervision.page import supervision_desk
from command_center.screens.survey.page import survey_page
from command_center.screens.tracking.asks import answer_page
from command_center.screens.tracking.matter import withdraw_page
from command_center.screens.tracking.page import track_page
from command_center.screens.wall.page import wall_page
from command_center.screens.wall.pairing import pairing_page
from command_center.screens.wall.screens import screens_page

urlpatterns = [
    path("", board, name="console"),
    path("base-map.json", base_map, name="base-map"),
    path("base-map.pmtiles", base_map_file, name="base-map-file"),
    path("calls/", call_desk, name="call-desk"),
    path("complaints/", complaint_desk, name="complaint-desk"),
    path("complaints/figures/", complaint_page, name="complaint-figures-page"),
    path("outages/", outage_map, name="outage-map"),
    path("orders/", order_list, name="order-list"),
    path("crews/", shift_desk, name="shift-desk-page"),
    path("supervision/", supervision_desk, name="supervision-desk"),
    path("messages/", message_log, name="message-log"),
    path("figures/", headline_page, name="headline-page"),
    path("figures/<str:code>/", figure_page, name="figure-page"),
    path("exports/", exports_page, name="exports-page"),
    path("etr/", etr_page, name="etr-page"),
    path("reports/weekly/", weekly_page, name="weekly-report"),
    path("handover/", handover, name="handover-page"),
    path("login/", SignIn.as_view(), name="login"),
    path("login/", SignIn.as_view(), name="account_login"),  # the name that django-allauth knows
    path("login/code/", SecondFactor.as_view(), name="mfa_authenticate"),
    path("second-factor/", second_factor_page, name="mfa_index"),
    path("second-factor/key/", key_options, name="security-key"),
    path("login/wall/", pairing_page, name="wall-pairing"),
    path("wall/", wall_page, name="wall"),
    path("wall/screens/", screens_page, name="wall-screens"),
    path("sign-in/provider/", single_sign_on.to_the_provider, name="single-sign-on"),
    path("sign-in/provider/back/", single_sign_on.from_the_provider, name="single-sign-on-back"),
    path("logout/", single_sign_on.SignOut.as_view(), name="logout"),
    path("crew/", crew_phone.crew_page, name="crew"),
    path("crew/manifest.webmanifest", crew_phone.crew_manifest, name="crew-manifest"),
    path("crew/worker.js", crew_phone.crew_worker, name="crew-worker"),
    path("status/", status.status_page, name="status"),
    path("status/outages.geojson", status.outages_geojson, name="status-geojson"),
    path("status/planned.ics", status.planned_calendar, name="status-calendar"),
    path("status/outages.json", status.outages_json, name="status-json"),
    path("apply/", apply_page, name="apply"),
    path("connection/<str:token>/", progress_page, name="connection-progress"),
    path("connection/<str:token>/photo/<int:post_id>/", progress_photo, name="connection-progress-photo"),
    path("connections/", pipeline, name="connections"),
    path("connections/calendar/", calendar, name="connections-calendar"),
    path("visits/", visits_page, name="visits"),
    path("visits/worker.js", visits_worker, name="visits-worker"),
    path("survey/<str:token>/", survey_page, name="survey"),
    path("track/<str:token>/", track_page, name="track"),
    path("track/<str:token>/answer/", answer_page, name="track-answer"),
    path("track/<str:token>/withdraw/", withdraw_page, name="track-withdraw"),
]
