from django.apps import AppConfig


class ScreensConfig(AppConfig):
    name = "command_center.screens"
    label = "screens"

    def ready(self) -> None:
        from command_center.screens.base_map import checks  # noqa: F401
