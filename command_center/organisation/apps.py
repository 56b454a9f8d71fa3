from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "command_center.organisation"
    label = "organisation"
