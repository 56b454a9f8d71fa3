"""Sign-in routes under /api/v1/auth/."""

from django.urls import path

from command_center.core.api.sign_in import LoginView, LogoutView

urlpatterns = [
    path("auth/login/", LoginView.as_view(), name="knox_login"),
    path("auth/logout/", LogoutView.as_view(), name="knox_logout"),
]
