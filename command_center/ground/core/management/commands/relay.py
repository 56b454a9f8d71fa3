"""``manage.py relay``: publish events until told to stop. Run two: one works, the other waits to take over."""

import gc
import signal
import time
from typing import Any

import redis
import structlog
from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections, connection

from command_center.ground.core.relay import Publisher, the_only_relay

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Stamps and publishes events: to handlers, and to screens."
    stopping = False

    def handle(self, *args: Any, **options: Any) -> None:
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self._stop)
        gc.freeze()  # what was imported is never garbage
        while not self.stopping:
            try:
                with the_only_relay():
                    log.info("relay_active")
                    publisher = Publisher()
                    while not self.stopping:
                        publisher.turn()
            except (OperationalError, redis.RedisError) as error:
                # PostgreSQL or Redis is away: everything unpublished is still a row, so look again in a moment.
                log.warning("relay_waits", error=str(error))
                connection.close()
                close_old_connections()
                time.sleep(0.5)

    def _stop(self, *_: Any) -> None:
        self.stopping = True
