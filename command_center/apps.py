from django.apps import AppConfig


class CommandCentreConfig(AppConfig):
    """The roof: installs the wiring once every app below is ready."""

    name = "command_center"
    label = "command_center"

    def ready(self) -> None:
        from command_center import wiring

        wiring.install()
