"""Routes of the order engine under /api/v1/."""

from django.urls import path

from workorders.api import fault_reports, known, orders, tracking_links

VERBS = {
    "suspend": orders.suspend,
    "resume": orders.resume,
    "review": orders.review,
    "callback": orders.callback,
    "cancel": orders.cancel,
    "merge": orders.merge,
    "split": orders.split,
    "second-crew": orders.second_crew,
    "false-alarm": orders.false_alarm,
    "return-upstream": orders.return_upstream,
    "note": orders.note,
    "urge": orders.urge,
    "locate": orders.locate,
    "send": orders.send,
    "explain": orders.explain,
}

urlpatterns = [
    path("fault-reports/", fault_reports.file_report, name="fault-reports"),
    path("fault-reports/known/", known.known, name="fault-reports-known"),
    path("fault-reports/bulk/", fault_reports.file_reports, name="fault-reports-bulk"),
    path("work-orders/<str:number>/tracking-link/", tracking_links.copy, name="order-link"),
    path("work-orders/<str:number>/tracking-link/renew/", tracking_links.renew, name="order-link-renew"),
    path("work-orders/<str:number>/tracking-link/revoke/", tracking_links.revoke, name="order-link-revoke"),
    *(path(f"work-orders/<str:number>/{verb}/", view, name=f"order-{verb}") for verb, view in VERBS.items()),
]
