from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "command_center.network"
    label = "network"
