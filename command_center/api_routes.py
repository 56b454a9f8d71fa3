"""Every route under /api/v1/, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("command_center.screens.api_routes")),
    path("", include("command_center.ground.alarms.api.routes")),
    path("", include("command_center.ground.custody.api.routes")),
    path("customers/", include("customers.api.routes")),
    path("", include("customers.messages.api.routes")),
    path("", include("command_center.ground.organisation.api.routes")),
    path("", include("command_center.ground.network.api.routes")),
    path("", include("workorders.api.routes")),
    path("", include("dispatch.api.routes")),
    path("", include("outages.api.routes")),
    path("", include("outages.planned.api.routes")),
]
