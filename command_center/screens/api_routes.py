"""Routes of the roof under /api/v1/: what mixes orders, crews and people."""

from django.urls import path

from command_center.screens.board.api import candidates, crews, orders
from command_center.screens.board.api import views as board_views
from command_center.screens.complaints import files_api as complaint_files
from command_center.screens.connections import api as applicants
from command_center.screens.connections.panel import panel as case_panel
from command_center.screens.crew_phone.api import findings
from command_center.screens.crew_phone.api.work import my_work
from command_center.screens.customer_card.api import card
from command_center.screens.etr import files_api as told_times_files
from command_center.screens.event_stream import events
from command_center.screens.exports import api as exports
from command_center.screens.figures import api as figures
from command_center.screens.figures import files_api as figure_files
from command_center.screens.figures import key_figures
from command_center.screens.handover import api as handover
from command_center.screens.headline import api as headline
from command_center.screens.order_list import export_api as order_export
from command_center.screens.order_list import views_api as order_views
from command_center.screens.order_list.api import OrderList
from command_center.screens.outage_map import api as outages
from command_center.screens.outage_map.then import outages_then
from command_center.screens.questions.api import ask
from command_center.screens.reports import files_api as report_files
from command_center.screens.shift_desk import api as shift_desk
from command_center.screens.sign_in.api import me
from command_center.screens.supervision import api as supervision
from command_center.screens.supply import api as supply
from command_center.screens.tracking import api as track
from command_center.screens.wall import api as wall

urlpatterns = [
    path("work-orders/", OrderList.as_view(), name="orders"),
    path("work-orders.csv", order_export.as_csv, name="orders-csv"),
    path("work-orders.xlsx", order_export.as_xlsx, name="orders-xlsx"),
    path("order-views/", order_views.views, name="order-views"),
    path("order-views/<int:view_id>/", order_views.change, name="order-view"),
    path("order-views/<int:view_id>/remove/", order_views.remove, name="order-view-remove"),
    path("board-views/", board_views.views, name="board-views"),
    path("board-views/<int:view_id>/", board_views.change, name="board-view"),
    path("board-views/<int:view_id>/remove/", board_views.remove, name="board-view-remove"),
    path("work-orders/<str:number>/", orders.detail, name="order"),
    path("work-orders/<str:number>/timeline/", orders.timeline, name="order-timeline"),
    path("work-orders/<str:number>/candidates/", candidates.candidates, name="order-candidates"),
    path("work-orders/<str:number>/supply-path/", supply.of_order, name="order-supply-path"),
    path("work-orders/<str:number>/findings/", findings.Findings.as_view(), name="order-findings"),
    path("work-orders/<str:number>/photo/", orders.photo, name="order-photo"),
    path("work-orders/<str:number>/answers/<int:answer_id>/photo/", orders.answer_photo, name="order-answer-photo"),
    path("work-orders/<str:number>/reveal/", orders.reveal, name="order-reveal"),
    path("crews/", crews.CrewList.as_view(), name="crews"),
    path("crews/<int:crew_id>/", crews.crew, name="crew"),
    path("shift-desk/", shift_desk.shift_desk, name="shift-desk"),
    path("customers/<str:number>/card/", card, name="customer-card"),
    path("outages/", outages.OutageList.as_view(), name="outages"),
    path("outages/<str:number>/", outages.outage, name="outage"),
    path("outages-then/", outages_then, name="outages-then"),
    path("outages/<str:number>/supply-path/", supply.of_outage, name="outage-supply-path"),
    path("outages/<str:number>/devices/", supply.devices_of_outage, name="outage-devices"),
    path("events/", events, name="events"),
    path("me/", me, name="me"),
    path("me/work/", my_work, name="my-work"),
    path("handover/", handover.my_handover, name="handover"),
    path("handover/begin/", handover.begin, name="handover-begin"),
    path("handover/fill/", handover.fill, name="handover-fill"),
    path("handover/rest/", handover.rest, name="handover-rest"),
    path("handover/close/", handover.close, name="handover-close"),
    path("handover/drop/", handover.drop, name="handover-drop"),
    path("handovers/", handover.HandoverList.as_view(), name="handovers"),
    path("handovers/<int:handover_id>/", handover.record, name="handover-record"),
    path("handovers/<int:handover_id>/read/", handover.read, name="handover-read"),
    path("headline-figures/", headline.headline_figures, name="headline-figures"),
    path("headline-figures.csv", headline.as_csv, name="headline-figures-csv"),
    path("headline-figures.xlsx", headline.as_xlsx, name="headline-figures-xlsx"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<int:export_id>/", exports.export, name="export"),
    path("exports/<int:export_id>/file/", exports.file, name="export-file"),
    path("exports/<int:export_id>/remove/", exports.remove, name="export-remove"),
    path("ask/", ask, name="ask"),
    path("complaint-figures/<str:table>.csv", complaint_files.as_csv, name="complaint-figures-csv"),
    path("complaint-figures/<str:table>.xlsx", complaint_files.as_xlsx, name="complaint-figures-xlsx"),
    path("told-times/<str:table>.csv", told_times_files.as_csv, name="told-times-csv"),
    path("told-times/<str:table>.xlsx", told_times_files.as_xlsx, name="told-times-xlsx"),
    path("weekly-report/<str:table>.csv", report_files.as_csv, name="weekly-report-csv"),
    path("weekly-report/<str:table>.xlsx", report_files.as_xlsx, name="weekly-report-xlsx"),
    path("key-figures/", key_figures.key_figures, name="key-figures"),
    path("key-figures.csv", key_figures.as_csv, name="key-figures-csv"),
    path("key-figures.xlsx", key_figures.as_xlsx, name="key-figures-xlsx"),
    path("figures/", figures.figures, name="figures"),
    path("figures/<str:code>/", figures.figure, name="figure"),
    path("figures/<str:code>/rows/", figures.rows, name="figure-rows"),
    path("wall/", wall.wall, name="api-wall"),
    path("wall/year/", wall.wall_year, name="api-wall-year"),
    path("figures/<str:code>/rows.csv", figure_files.as_csv, name="figure-rows-csv"),
    path("figures/<str:code>/rows.xlsx", figure_files.as_xlsx, name="figure-rows-xlsx"),
    path("figures/<str:code>/parts.csv", figure_files.parts_as_csv, name="figure-parts-csv"),
    path("figures/<str:code>/parts.xlsx", figure_files.parts_as_xlsx, name="figure-parts-xlsx"),
    path("supervision/", supervision.watch, name="supervision"),
    path("supervision/give/", supervision.give, name="supervision-give"),
    path("connection-cases/<str:number>/panel/", case_panel, name="connection-panel"),
    path("applications/", applicants.apply_by_form, name="api-apply"),
    path("connection/<str:token>/", applicants.progress, name="api-progress"),
    path("connection/<str:token>/slots/", applicants.slots, name="api-progress-slots"),
    path("connection/<str:token>/appointment/", applicants.choose_time, name="api-progress-choose"),
    path("connection/<str:token>/appointment/agree/", applicants.agree, name="api-progress-agree"),
    path("connection/<str:token>/appointment/cancel/", applicants.cancel, name="api-progress-cancel"),
    path("connection/<str:token>/feed/", applicants.post_to_feed, name="api-progress-feed"),
    path("connection/<str:token>/rating/", applicants.rate_it, name="api-progress-rating"),
    path("connection/<str:token>/documents/", applicants.add_document, name="api-progress-documents"),
    path("connection/<str:token>/designation/", applicants.designation, name="api-progress-designation"),
    path("connection/<str:token>/photo/<int:post_id>/", applicants.photo, name="api-progress-photo"),
    path("track/<str:token>/", track.track, name="api-track"),
    path("track/<str:token>/rating/", track.rate, name="api-track-rating"),
    path("track/<str:token>/cancel/", track.cancel, name="api-track-cancel"),
    path("track/<str:token>/still-out/", track.still_out, name="api-track-still-out"),
    path("track/<str:token>/answers/", track.answer, name="api-track-answers"),
]
