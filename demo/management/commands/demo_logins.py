"""``manage.py demo_logins``: who one can sign in as, and where."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from command_center.ground.organisation.models import User
from demo.accounts import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Prints the demo's sign-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        known = set(User.objects.filter(username__in=[a.username for a in ACCOUNTS]).values_list("username", flat=True))
        shown = [account for account in ACCOUNTS if account.username in known]
        if not shown:
            return
        self.stdout.write(f"  演示账号，密码均为 · demo sign-ins, all with the password: {PASSWORD}\n")
        for account in shown:
            address = f"{settings.SITE_URL}{account.page}"
            self.stdout.write(f"    {account.username:<15}{address:<36}{account.words}")
