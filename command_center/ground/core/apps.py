from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class CoreConfig(AppConfig):
    name = "command_center.ground.core"
    label = "core"
    verbose_name = pgettext_lazy("field", "Event path")

    def ready(self) -> None:
        from command_center.ground.core import checks, postgres  # noqa: F401
