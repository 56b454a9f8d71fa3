from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "command_center.core"
    label = "core"

    def ready(self) -> None:
        from command_center.core import checks  # noqa: F401
