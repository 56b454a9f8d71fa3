from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class OutagesConfig(AppConfig):
    name = "outages"
    verbose_name = pgettext_lazy("field", "Outages")

    def ready(self) -> None:
        """A definition in which somebody would wait unseen does not start."""
        from command_center.ground.organisation import doors
        from outages.api import routes
        from outages.planned.api import verbs

        for served in (routes.VERBS, verbs.VERBS):
            served.process.check()
            doors.declare(f"verbs under {served.under}", served.opened_by())
