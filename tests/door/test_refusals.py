"""A reach over the border leaves a trace, also when the id stood in the body and the transaction was rolled back."""

import pytest
from django.utils.timezone import now

from command_center.ground.core.models import AuditEntry
from command_center.ground.network.models import Branch
from customers.models import ServicePoint
from outages.models import Outage
from tests.door.test_outages import make_outage
from tests.grid import make_held_order, make_network
from tests.outages.lines import make_points

V1 = "/api/v1/"


def traces():
    return list(
        AuditEntry.objects.filter(action="foreign_access_refused").values_list("object_kind", "object_ref", "allowed")
    )


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "k"}], ids=["plain", "with a key"])
def test_a_crew_of_elsewhere(mei, province, key):
    order = make_held_order()
    body = {"crew_id": province.baifusi_crew.pk, "reason": "近"}
    assert mei.post(f"{V1}work-orders/{order.number}/assign/", body, headers=key).status_code == 404
    assert traces() == [("crew", str(province.baifusi_crew.pk), False)]


def test_an_outage_of_elsewhere(mei, province):
    make_points(province.t2, 3)
    make_points(province.t3, 3)
    own, foreign = make_outage(province.t2), make_outage(province.t3)
    Outage.objects.filter(pk=foreign.pk).update(org_path=province.laifeng.path)
    body = {"into": foreign.number, "reason": "同一停电"}
    assert mei.post(f"{V1}outages/{own.number}/merge/", body).status_code == 404
    assert traces() == [("outage", foreign.number, False)]


def test_meters_and_devices_of_elsewhere(mei, province):
    network = make_network(province)
    points = make_points(province.t3, 2)
    outage = make_outage(province.t3)
    Branch.objects.filter(pk=network.fu2.pk).update(org_path=province.laifeng.path)
    ServicePoint.objects.filter(pk=points[0].pk).update(org_path=province.laifeng.path)
    move = {"device": network.fu2.code, "reason": "现场"}
    assert mei.post(f"{V1}outages/{outage.number}/move/", move).status_code == 422
    off = {"service_points": [points[0].meter_number], "off_at": now().isoformat(), "reason": "现场"}
    assert mei.post(f"{V1}outages/{outage.number}/was-off/", off).status_code == 422
    assert traces() == [("branch", network.fu2.code, False), ("servicepoint", points[0].meter_number, False)]


def test_what_exists_nowhere_is_only_a_mistake(mei, province):
    order = make_held_order()
    assert mei.post(f"{V1}work-orders/{order.number}/assign/", {"crew_id": 999_999, "reason": "x"}).status_code == 404
    assert traces() == []
