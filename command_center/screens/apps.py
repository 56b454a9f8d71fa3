from django.apps import AppConfig


class ScreensConfig(AppConfig):
    name = "command_center.screens"
    label = "screens"
