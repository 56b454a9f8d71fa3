"""Whether the audit trail is whole: each seal hashes the one before it, so a removed or altered row shows."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from command_center.ground.core.audit import broken_seals
from command_center.ground.core.models import AuditEntry


class Command(BaseCommand):
    help = "Recompute the chain of seals of the audit trail; exit 1 and the broken seals where somebody tampered."

    def handle(self, *_: Any, **__: Any) -> None:
        if broken := broken_seals():
            raise CommandError(f"{len(broken)} broken seals: {', '.join(map(str, broken[:20]))}")
        sealed = AuditEntry.objects.exclude(seal_number=None).count()
        open_entries = AuditEntry.objects.filter(seal_number=None).count()
        self.stdout.write(f"{sealed} entries sealed, none broken; {open_entries} not sealed yet.")
