"""Routes of the organisation under /api/v1/."""

from django.urls import path

from command_center.organisation.api.views import GridList, UnitList

urlpatterns = [
    path("units/", UnitList.as_view(), name="units"),
    path("grids/", GridList.as_view(), name="grids"),
]
