"""``manage.py check_owners``: no live order, outage, plan, alarm or delivery without an owner or a due moment."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from command_center.screens.owners import offenders


class Command(BaseCommand):
    help = "List whatever is live without anybody or any moment that looks after it; ends with 1 when there is any."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(offenders(at=now()))
        for offender in found:
            self.stdout.write(str(offender))
        if found:
            raise CommandError(f"{len(found)} without an owner or a due moment.")
        self.stdout.write("Everything live has an owner or a due moment.")
