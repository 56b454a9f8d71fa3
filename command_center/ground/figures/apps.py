from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class FiguresConfig(AppConfig):
    name = "command_center.ground.figures"
    label = "figures"
    verbose_name = pgettext_lazy("field", "Figures")
