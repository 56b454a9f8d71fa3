"""Routes of the alarms under /api/v1/."""

from django.urls import path

from command_center.ground.alarms.api import views

urlpatterns = [
    path("alarms/", views.AlarmList.as_view(), name="alarms"),
    path("alarms/acknowledge/", views.acknowledge_alarms, name="alarms-acknowledge"),
]
