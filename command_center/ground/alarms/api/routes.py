"""Routes of the alarms under /api/v1/."""

from django.urls import path

from command_center.ground.alarms.api import views
from command_center.ground.alarms.api.health import alarm_health

urlpatterns = [
    path("alarms/", views.AlarmList.as_view(), name="alarms"),
    path("alarm-health/", alarm_health, name="alarm-health"),
    path("alarms/acknowledge/", views.acknowledge_alarms, name="alarms-acknowledge"),
]
