"""Routes of connections under /api/v1/."""

from django.urls import path

from workorders.kinds.connection.api import calendar, cases, figures, stages, visits

urlpatterns = [
    path("connection-cases/", cases.CaseList.as_view(), name="connection-cases"),
    path("connection-stages/", stages.stages, name="connection-stages"),
    path("connection-cases/<str:number>/", cases.case, name="connection-case"),
    path("connection-cases/<str:number>/documents/<int:document_id>/", cases.document, name="connection-document"),
    path("connection-cases/<str:number>/slots/", visits.slots, name="connection-slots"),
    path("connection-cases/<str:number>/plans/", visits.plans, name="connection-plans"),
    path("connection-cases/<str:number>/feed/", visits.Feed.as_view(), name="connection-feed"),
    path("connection-cases/<str:number>/feed/<int:post_id>/photo/", visits.feed_photo, name="connection-feed-photo"),
    path("appointments/", visits.AppointmentList.as_view(), name="appointments"),
    path("visit-calendar/", calendar.calendar, name="visit-calendar"),
    path("connection-figures/", figures.connection_figures, name="connection-figures"),
    path("connection-figures/<str:code>/", figures.figure_rows, name="connection-figure-rows"),
]
