"""Routes of custody under /api/v1/."""

from django.urls import path

from command_center.ground.custody.api import duties

urlpatterns = [
    path("desk-duties/", duties.DutyList.as_view(), name="desk-duties"),
    path("desk-duties/sign-on/", duties.sign_on_at_desk, name="desk-duty-sign-on"),
    path("desk-duties/sign-off/", duties.sign_off_at_desk, name="desk-duty-sign-off"),
    path("desk-duties/<int:duty_id>/relieve/", duties.relieve, name="desk-duty-relieve"),
]
