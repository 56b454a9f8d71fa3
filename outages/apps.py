from django.apps import AppConfig


class OutagesConfig(AppConfig):
    name = "outages"

    def ready(self) -> None:
        """A definition in which somebody would wait unseen does not start."""
        from outages.life.process import OUTAGE

        OUTAGE.check()
