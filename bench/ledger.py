"""``./run bench ledger``: a feeder of ten thousand customers goes dark and comes back, beside a bare INSERT and UPDATE.

The bare table has the ledger's columns and its EXCLUDE constraint, and nothing else: no foreign keys, no further indexes, no
trigger, no counts, no history, no events.
"""

import argparse
import os
from datetime import timedelta
from typing import Any

from bench import stack
from bench.made_network import made_network
from bench.stored_network import store

FEEDERS, CUSTOMERS = 10, 10_000
BARE = """
CREATE TABLE bare_interruption (LIKE outages_interruption INCLUDING DEFAULTS INCLUDING IDENTITY);
ALTER TABLE bare_interruption ADD EXCLUDE USING gist (service_point_id WITH =, tstzrange(off_at, on_at) WITH &&)
    WHERE (retracted_at IS NULL)
"""
BARE_OPEN = """
INSERT INTO bare_interruption (service_point_id, outage_id, off_at, ended_by, back_fed, phases, transformer_id, org_path,
    area_kind, kind, basis)
SELECT sp.id, 1, %(at)s, '', false, 'ABC', sp.transformer_id, sp.org_path, sp.area_kind, 'FAULT', 'LV'
FROM customers_servicepoint sp WHERE sp.transformer_id = ANY(%(transformers)s) ORDER BY sp.id
"""
BARE_CLOSE = """
UPDATE bare_interruption SET on_at = %(at)s, ended_by = 'REPAIR', ended_recorded_at = now() WHERE on_at IS NULL
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench ledger", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    stack.prepare()
    stack.migrate()
    store(made_network(FEEDERS, FEEDERS * CUSTOMERS), feeders=FEEDERS, customers=FEEDERS * CUSTOMERS)
    show(*zip(*(night(number) for number in range(rounds)), strict=True))


def night(number: int) -> tuple[Any, ...]:
    """(bare opening, opening, bare closing, closing) of one feeder on one night."""
    from django.db import connection
    from django.utils.timezone import now

    from bench.spending import spending
    from command_center.ground.network.models import SupplyNode
    from outages.life.scope import scope_of
    from outages.life.states import Status
    from outages.verbs.services.opening import open_outage
    from outages.verbs.services.restoring import restore

    def bare(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, {"at": dark if statement == BARE_OPEN else light, "transformers": transformers})

    if number == 0:
        with connection.cursor() as cursor:
            cursor.execute(BARE)
    dark = now() - timedelta(days=100 - number)
    light = dark + timedelta(minutes=90)
    feeder = number % FEEDERS + 1
    transformers = list(SupplyNode.objects.filter(parent_id=feeder, kind="TRANSFORMER").values_list("pk", flat=True))
    scope = scope_of(transformers=transformers)
    bare_opened, _ = spending(lambda: bare(BARE_OPEN))
    opened, outage = spending(
        lambda: open_outage(scope=scope, started_at=dark, at=dark, node_id=feeder, status=Status.CONFIRMED)
    )
    assert outage.customers_out == CUSTOMERS
    bare_closed, _ = spending(lambda: bare(BARE_CLOSE))
    closed, restored = spending(lambda: restore(outage_id=outage.pk, at=light))
    assert (restored.customers, restored.still_dark) == (CUSTOMERS, 0)
    return bare_opened, opened, bare_closed, closed


def show(bare_opened: Any, opened: Any, bare_closed: Any, closed: Any) -> None:
    print(f"{CUSTOMERS:,} customers of one feeder, medians of {len(opened)} nights, each committed")
    for name, bare, ours in (("go dark", bare_opened, opened), ("come back", bare_closed, closed)):
        plain, whole = (sorted(runs, key=lambda spent: spent.processors)[len(runs) // 2] for runs in (bare, ours))
        print(f"  {name + ', bare':<24}{plain}")
        print(f"  {name:<24}{whole}   ratio {whole.processors / plain.processors:.1f}")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "command_center.settings"
    main()
