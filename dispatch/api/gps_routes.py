"""/gps/: the door for phone apps and trackers."""

from django.urls import path, re_path

from dispatch.api.gps import receive

urlpatterns = [
    path("t/<str:token>", receive, name="gps"),
    # With a slash as well: a redirect would turn the phone's POST into a GET.
    re_path(r"^t/(?P<token>[^/]+)/$", receive),
]
