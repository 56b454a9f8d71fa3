"""Who keeps a copy of the customers asks for what changed since."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils.timezone import now

from customers.models import Customer, ServicePoint
from tests.door.counting import at_most, counted
from tests.grid import make_customer

API = "/api/v1/customers/"


@pytest.fixture
def old(province):
    """Three customers, nothing of theirs changed for a day."""
    people = [province.customer, make_customer("8002", "甲", province.t1), make_customer("8003", "乙", province.t2)]
    yesterday = now() - timedelta(days=1)
    Customer.objects.update(updated_at=yesterday)
    ServicePoint.objects.update(updated_at=yesterday)
    return people


def numbers(answer):
    return sorted(row["customer_number"] for row in answer.data["results"])


def since(client, moment, **more):
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return client.get(f"{API}?updated_since={quote(moment.isoformat())}{extra}")


def test_a_change_of_the_customer_or_of_the_point_is_listed(mei, eva, old):
    start = now()
    old[1].save()
    point = old[2].service_points.get()
    point.save()
    assert numbers(since(mei, start)) == ["8002", "8003"]
    assert numbers(since(eva, start)) == []
    assert numbers(since(mei, start - timedelta(days=2))) == ["4228260001", "8002", "8003"]
    assert since(mei, now()).data["results"] == []


def test_the_newest_moment_is_where_to_go_on(mei, old):
    start = now()
    old[1].save()
    (row,) = since(mei, start).data["results"]
    assert row["updated_at"] == old[1].updated_at
    assert numbers(since(mei, row["updated_at"])) == ["8002"]


def test_it_comes_in_pages(mei, province, old):
    first = since(mei, now() - timedelta(days=2), limit=2)
    rest = mei.get(first.data["next"])
    assert len(first.data["results"]) == 2 and len(rest.data["results"]) == 1 and rest.data["next"] is None
    assert len({*numbers(first), *numbers(rest)}) == 3


def test_a_look_up_can_be_narrowed(mei, old):
    start = now()
    old[1].save()
    assert numbers(since(mei, start, q="甲乙丙")) == []
    assert numbers(since(mei, start, q="M8002")) == ["8002"] and numbers(since(mei, start, q="M8003")) == []


def test_it_takes_few_queries(mei, province, old):
    few = counted(lambda: since(mei, now() - timedelta(days=2)))
    make_customer("9", "丙", province.t1)
    with at_most(few):
        since(mei, now() - timedelta(days=2))


def test_a_moment_must_be_one(mei, old):
    assert mei.get(f"{API}?updated_since=yesterday").status_code == 422
