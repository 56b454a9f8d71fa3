"""Routes of the network under /api/v1/."""

from django.urls import path

from command_center.ground.network.api import devices

urlpatterns = [
    path("devices/", devices.DeviceList.as_view(), name="devices"),
    path("devices/geojson/", devices.on_map, name="devices-geojson"),
    # Ids come from other systems and may hold a slash.
    path("devices/<path:code>/operate/", devices.operate, name="device-operate"),
]
