from django.apps import AppConfig


class TrialsConfig(AppConfig):
    name = "command_center.trials"
    label = "trials"
