"""``./run bench seeding``: the demo province into an empty database, then customers looked up in it and its network loaded."""

import argparse
import os
import statistics
import time

from bench import stack

ASKED = 20


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench seeding", description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000)
    customers = parser.parse_args().customers
    stack.prepare()
    stack.migrate()
    from django.core.management import call_command

    from bench.spending import spending

    spent, _ = spending(lambda: call_command("seed_province", customers=customers))
    print(f"{customers:,} customers seeded{'':<30}{spent}")
    look_up()
    load_network()


def look_up() -> None:
    """As a dispatcher of one county and as the administrator, who sees all: wall seconds of one call, the median and the most."""
    from command_center.ground.organisation.models import User
    from customers.models import ServicePoint
    from customers.selectors import find_service_points

    points = ServicePoint.objects.select_related("customer").order_by("pk")
    point = points[points.count() * 2 // 3]
    customer = point.customer
    contact = customer.contacts.get()
    asked = {"number": customer.number, "meter": point.meter_number, "phone": contact.phone, "name": customer.name}
    asked |= {"address": point.address, "name and place": f"{customer.name} {point.address[:4]}"}
    for user in User.objects.filter(username__in=("admin", "dispatcher")):
        for name, query in asked.items():
            seconds = []
            for _ in range(ASKED):
                started = time.perf_counter()
                find_service_points(query, user=user)
                seconds.append(time.perf_counter() - started)
            middle, most = statistics.median(seconds) * 1000, max(seconds) * 1000
            print(
                f"  looked up by {f'{name}, {user.username}':<28}{middle:8.1f} ms, at most {most:.1f} ms, n = {ASKED}"
            )


def load_network() -> None:
    from bench.spending import alone, cheapest
    from bench.stored_network import copy_bare
    from command_center.ground.network.selectors.model import NetworkModel, network_model

    def load() -> NetworkModel:
        network_model.clear()
        return network_model()

    alone()
    bare, _ = cheapest(copy_bare)
    ours, model = cheapest(load)
    print(f"  {len(model.branch_pk):,} branches: bare COPY of the columns {bare}")
    print(f"  loaded into arrays {ours}   ratio {ours.processors / bare.processors:.1f}")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "command_center.settings"
    main()
