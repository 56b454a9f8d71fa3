"""Who comes second with a step that an order no longer takes is told who was first, with what and when."""

import pytest
from django.utils.timezone import localtime

from tests.grid import make_held_order, make_waiting_order
from workorders.models import StatusChange

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}


def refused(client, order, verb, **body):
    answer = client.post(f"/api/v1/work-orders/{order.number}/{verb}/", body, format="json", headers=EN)
    assert answer.status_code == 409
    return answer.data["detail"]


def last_at(order):
    return f"{localtime(StatusChange.objects.filter(order=order).latest('pk').at):%H:%M}"


def test_a_colleague(mei, lin, cast):
    order = make_waiting_order()
    lin.post(f"/api/v1/work-orders/{order.number}/cancel/", {"reason": "误录"}, format="json")
    words = refused(mei, order, "suspend", reason="unsafe_weather")
    assert words.endswith(f" Lin was before you: “Cancelled” at {last_at(order)}.")
    assert "before you" not in refused(lin, order, "suspend", reason="unsafe_weather"), "their own step"


def test_a_colleague_who_asked_a_crew(mei, lin, province):
    order = make_waiting_order()
    body = {"crew_id": province.dingzhai_crew.pk}
    assert lin.post(f"/api/v1/work-orders/{order.number}/assign/", body, format="json").status_code == 200
    assert "Lin was before you" in refused(mei, order, "suspend", reason="unsafe_weather")


def test_the_crew(mei, cast, province):
    order = make_held_order(by=cast.omar)
    assert "Omar was before you: “Accepted”" in refused(
        mei, order, "assign", crew_id=province.town_crew.pk, reason="近"
    )


def test_nobody_where_nobody_did_it(mei):
    assert "before you" not in refused(mei, make_waiting_order(), "resume")
