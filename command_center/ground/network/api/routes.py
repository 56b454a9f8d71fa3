"""Routes of the network under /api/v1/."""

from django.urls import path

from command_center.ground.network.api import devices, map_view, trees

urlpatterns = [
    path("network.geojson", map_view.network_on_map, name="network-geojson"),
    path("devices/", devices.DeviceList.as_view(), name="devices"),
    path("feeders/<path:code>/devices/", trees.of_feeder, name="feeder-devices"),
    path("devices/geojson/", devices.on_map, name="devices-geojson"),
    # Ids come from other systems and may hold a slash.
    path("devices/<path:code>/operate/", devices.operate, name="device-operate"),
]
