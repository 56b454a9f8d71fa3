from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class AlarmsConfig(AppConfig):
    name = "command_center.ground.alarms"
    label = "alarms"
    verbose_name = pgettext_lazy("field", "Alarms")
