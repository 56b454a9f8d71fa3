from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ExportsConfig(AppConfig):
    name = "command_center.ground.exports"
    label = "exports"
    verbose_name = pgettext_lazy("field", "Exports")
