"""How many customers hang where: what the network's model is loaded with."""

from collections.abc import Iterable

from django.db.models import Count

from customers.models import ServicePoint


def customers_by_place() -> Iterable[tuple[int | None, int, int]]:
    """(connectivity node id or None, transformer id, number of customers) in one GROUP BY over all service points.

    A customer with two meters at one place counts twice: the indices count supplied points (户).
    """
    places = ServicePoint.objects.order_by().values_list("node_id", "transformer_id")
    return places.annotate(customers=Count("pk")).iterator(chunk_size=50_000)
