from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class CustodyConfig(AppConfig):
    name = "command_center.ground.custody"
    label = "custody"
    verbose_name = pgettext_lazy("field", "Custody")
