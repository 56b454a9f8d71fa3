"""Routes of the organisation under /api/v1/."""

from django.urls import path

from command_center.ground.organisation.api.sign_in import LoginView, LogoutView
from command_center.ground.organisation.api.views import GridList, UnitList

urlpatterns = [
    path("auth/login/", LoginView.as_view(), name="knox_login"),
    path("auth/logout/", LogoutView.as_view(), name="knox_logout"),
    path("units/", UnitList.as_view(), name="units"),
    path("grids/", GridList.as_view(), name="grids"),
]
