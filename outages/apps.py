from django.apps import AppConfig


class OutagesConfig(AppConfig):
    name = "outages"

    def ready(self) -> None:
        """A definition in which somebody would wait unseen does not start."""
        from command_center.ground.organisation import doors
        from outages.api import routes
        from outages.planned.api import verbs

        for served in (routes.VERBS, verbs.VERBS):
            served.process.check()
            doors.declare(f"verbs under {served.under}", served.opened_by())
