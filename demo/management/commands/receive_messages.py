"""``manage.py receive_messages --port 8070``: the demo's phones, on a page; see ``demo/receiver.py``."""

import contextlib
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from demo.narration import say
from demo.receiver import Site, serve


class Command(BaseCommand):
    help = "Takes text messages and WeChat messages of the command centre, answers receipts and shows what arrived."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8070)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        with (
            contextlib.suppress(KeyboardInterrupt),
            serve(port=port, site=Site(settings.SITE_URL, settings.MESSAGES_SECRET)) as server,
        ):
            say(f"demo phones at http://127.0.0.1:{port}/")
            server.serve_forever()
