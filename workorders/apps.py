from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import pgettext_lazy


class WorkordersConfig(AppConfig):
    name = "workorders"
    verbose_name = pgettext_lazy("field", "Work orders")

    def ready(self) -> None:
        """A definition in which somebody would wait unseen does not start."""
        from command_center.ground.organisation import doors
        from workorders import checks, declared  # noqa: F401  # registered by being read
        from workorders.api.doors import doors_of_verbs
        from workorders.engine import subject as hooks
        from workorders.kinds import PROCESSES
        from workorders.kinds.connection.minutes import follow
        from workorders.kinds.connection.slots import slot_choices

        hooks.followed_by("CONNECTION", follow)
        hooks.chosen_from("slot", slot_choices)
        for process in PROCESSES.values():
            process.check()
        post_migrate.connect(declared.keep_declared, sender=self)
        doors.declare("verbs of orders", doors_of_verbs())
