"""Routes of the order engine under /api/v1/."""

from django.urls import path

from workorders.api import bulk_reports, fault_reports, known, matters, orders, tracking_links
from workorders.api.verbs import routes
from workorders.escalation import api as escalation
from workorders.filings import api as filings
from workorders.kinds import PROCESSES
from workorders.kinds.complaint.desk import api as complaint_desk
from workorders.kinds.complaint.figures import api as complaints
from workorders.kinds.complaint.figures import causes_api, rows_api, units_api
from workorders.kinds.connection.api.routes import urlpatterns as connections
from workorders.surveys import api as surveys

urlpatterns = [
    path("fault-reports/", fault_reports.file_report, name="fault-reports"),
    path("fault-reports/known/", known.known, name="fault-reports-known"),
    path("fault-reports/bulk/", bulk_reports.file_reports, name="fault-reports-bulk"),
    path("work-orders/<str:number>/tracking-link/", tracking_links.copy, name="order-link"),
    path("work-orders/<str:number>/tracking-link/send/", tracking_links.send, name="order-link-send"),
    path("work-orders/<str:number>/tracking-link/renew/", tracking_links.renew, name="order-link-renew"),
    path("work-orders/<str:number>/tracking-link/revoke/", tracking_links.revoke, name="order-link-revoke"),
    path("escalations/", escalation.CallList.as_view(), name="escalations"),
    path("escalations/<int:call_id>/acknowledge/", escalation.acknowledge_call, name="escalation-acknowledge"),
    path("filings/", filings.FilingList.as_view(), name="filings"),
    path("filings/<int:filing_id>/revoke/", filings.revoke, name="filing-revoke"),
    path("complaint-cases/", complaint_desk.ComplaintList.as_view(), name="complaint-cases"),
    path("complaint-cases/<str:number>/", complaint_desk.complaint, name="complaint-case"),
    path("complaint-stages/", complaint_desk.complaint_stages, name="complaint-stages"),
    path("complaint-figures/", complaints.complaint_figures, name="complaint-figures"),
    path("complaint-figures/units/", units_api.unit_figures, name="complaint-units"),
    path("complaint-figures/causes/", causes_api.complaint_causes, name="complaint-causes"),
    path("complaint-figures/rows/", rows_api.figure_rows, name="complaint-figure-rows"),
    path("complaint-categories/", complaints.complaint_categories, name="complaint-categories"),
    path("surveys/", surveys.SurveyList.as_view(), name="surveys"),
    path("survey-figures/", surveys.figures, name="survey-figures"),
    path("matters/", matters.file_matter, name="matters"),
    *connections,
    *routes(list(PROCESSES.values()), "workorders", orders.USES, of_kind=orders.OF_KIND, answers=orders.ANSWERS),
]
