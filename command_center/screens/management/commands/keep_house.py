"""Retention by hand: what the hourly jobs remove, with their settings; ``--dry-run`` only says how much it would be."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils.timezone import localdate, now

from command_center.ground.core.tasks import drop_what_has_served
from command_center.ground.exports.services import drop_exports, keep_until
from customers.verification.services import drop_old_codes
from dispatch.services.position_history import keep_history
from workorders.retention.services import due_messages, due_orders, forget_people, forget_told
from workorders.services.tracking_links import drop_ended_links


def _until_done(forget: Callable[[], int]) -> int:
    return sum(iter(forget, 0))


class Command(BaseCommand):
    help = "Remove what has been kept long enough (docs/security.md), or only count it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and remove nothing")

    @transaction.atomic
    def handle(self, *_: Any, dry_run: bool, **__: Any) -> None:
        at = now()
        gone = drop_what_has_served(at)
        gone["customers' links"] = drop_ended_links(before=at - timedelta(days=settings.KEEP_LINKS_DAYS))
        gone["phone codes"] = drop_old_codes(before=at - timedelta(days=1))
        gone["files made in the background"] = drop_exports(before=keep_until())
        _made, dropped = keep_history(today=localdate(), days_kept=settings.KEEP_POSITIONS_DAYS)
        gone["days of positions"] = len(dropped)
        gone["old orders' people"] = due_orders(at=at).count() if dry_run else _until_done(lambda: forget_people(at=at))
        gone["what customers were told"] = (
            due_messages(at=at).count() if dry_run else _until_done(lambda: forget_told(at=at))
        )
        # What would go is counted by letting it go and taking it back: one rule, not a second one for the count.
        transaction.set_rollback(dry_run)
        for what, number in gone.items():
            self.stdout.write(f"{what}: {number} {'would be ' if dry_run else ''}removed")
