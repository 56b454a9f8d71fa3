from django.apps import AppConfig


class CommandCentreConfig(AppConfig):
    """The roof: installs the wiring and the field names once every app below is ready."""

    name = "command_center"
    label = "command_center"

    def ready(self) -> None:
        from command_center import wiring
        from command_center.field_names import translate_field_names

        wiring.install()
        translate_field_names()
