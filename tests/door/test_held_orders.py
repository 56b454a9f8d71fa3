"""work-orders/{number}/send/ and /explain/: a person has looked at an order that judging kept back."""

import pytest
from django.utils.timezone import now

from tests.grid import make_order
from workorders.services.judging import hold


@pytest.fixture
def held(province):
    order = make_order("H1")
    type(order).objects.filter(pk=order.pk).update(status="RECEIVED")
    hold(order_ids=[order.pk], attention="customer_side", at=now())
    return order


def post(client, order, verb, body=None, **headers):
    return client.post(f"/api/v1/work-orders/{order.number}/{verb}/", body or {}, format="json", headers=headers)


def test_a_crew_is_sent_after_all(mei, held):
    answer = post(mei, held, "send")
    assert (answer.status_code, answer.data["status"]) == (200, "PENDING_DISPATCH")
    held.refresh_from_db()
    assert held.attention == ""


def test_it_is_explained_on_the_phone(mei, held):
    answer = post(mei, held, "explain", {"cause": "客户侧", "measures": "合上总开关"})
    assert (answer.status_code, answer.data["status"]) == (200, "REPLIED")
    reply = held.replies.get()
    assert (reply.cause, reply.measures, reply.author.username) == ("客户侧", "合上总开关", "mei")


def test_not_once_a_crew_is_asked(mei, held):
    post(mei, held, "send")
    assert post(mei, held, "explain", {"cause": "客户侧"}).status_code == 409
    assert post(mei, held, "send").status_code == 409


def test_a_cause_is_wanted(mei, held):
    assert post(mei, held, "explain").status_code == 422


def test_an_order_seen_earlier_is_not_touched(mei, held):
    assert post(mei, held, "send", **{"If-Match": 'W/"0"'}).status_code == 412
