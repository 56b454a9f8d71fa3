from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class NetworkConfig(AppConfig):
    name = "command_center.ground.network"
    label = "network"
    verbose_name = pgettext_lazy("field", "Supply network")
