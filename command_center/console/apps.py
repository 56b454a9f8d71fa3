from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "command_center.console"
    label = "console"
