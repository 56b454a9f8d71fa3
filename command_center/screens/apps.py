from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class ScreensConfig(AppConfig):
    name = "command_center.screens"
    label = "screens"

    def ready(self) -> None:
        from command_center.screens.base_map import checks  # noqa: F401

        apps.get_app_config("knox").verbose_name = _("Sign-in tokens")  # the library has no words of its own for it
