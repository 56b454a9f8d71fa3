"""The roof's routes: pages, the API, the back office, health."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.i18n import JavaScriptCatalog

from command_center.ground.core.api.schema import docs, schema
from command_center.ground.core.api.unknown import unknown
from command_center.screens import health
from command_center.screens.sign_in.page import back_office_sign_in

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("admin/login/", back_office_sign_in),
    path("admin/", admin.site.urls),
    path("jsi18n/", JavaScriptCatalog.as_view(), name="javascript-catalog"),
    path("api/schema/", schema, name="schema"),
    path("api/docs/", docs, name="api-docs"),
    path("api/v1/", include("command_center.api_routes")),
    re_path(r"^api/(?P<path>(?:.*/)?)$", unknown),
    path("gps/", include("dispatch.api.gps_routes")),
    path("", include("command_center.screens.urls")),
]

handler400 = "command_center.ground.core.api.edge.bad_request"
handler403 = "command_center.ground.core.api.edge.permission_denied"
handler404 = "command_center.ground.core.api.edge.not_found"
handler500 = "command_center.ground.core.api.edge.server_error"
