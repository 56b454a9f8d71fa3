from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import pgettext_lazy


class OrganisationConfig(AppConfig):
    name = "command_center.ground.organisation"
    label = "organisation"
    verbose_name = pgettext_lazy("field", "Organisation")

    def ready(self) -> None:
        from command_center.ground.organisation import checks, declared, second_factor, sign_ins, single_sign_on  # noqa: F401

        sign_ins.connect()
        second_factor.connect()
        single_sign_on.connect()
        post_migrate.connect(declared.keep_roles, sender=self)
