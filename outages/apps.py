from django.apps import AppConfig


class OutagesConfig(AppConfig):
    name = "outages"

    def ready(self) -> None:
        """A definition in which somebody would wait unseen does not start."""
        from command_center.ground.organisation import doors
        from outages.api import routes

        routes.VERBS.process.check()
        doors.declare("verbs of outages", routes.VERBS.opened_by())
