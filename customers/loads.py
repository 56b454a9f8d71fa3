"""How many customers hang where: what the network's model is loaded with."""

import numpy as np
from django.db.models import Count

from command_center.ground.core.pg_copy import read_numbers
from command_center.ground.network.tables import Ints
from customers.models import ServicePoint


def customers_by_place() -> Ints:
    """Rows of (connectivity node id or 0, transformer id, number of customers) in one GROUP BY over all service points.

    A customer with two meters at one place counts twice: the indices count supplied points (户).
    """
    places = ServicePoint.objects.order_by().values("node_id", "transformer_id").annotate(customers=Count("pk"))
    columns = read_numbers(places, {"node_id": int, "transformer_id": int, "customers": int})
    return np.stack(list(columns.values()), axis=1)
