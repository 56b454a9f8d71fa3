"""The media report or ask: whoever takes calls says so, named people are called, and it ends with the order or by a word."""

import pytest
from django.utils.timezone import now
from rest_framework.test import APIClient

from command_center.ground.alarms.models import Alarm
from command_center.ground.organisation.roles import Role
from tests.grid import make_waiting_order
from tests.people import make_user
from workorders.escalation.services import escalate_reasons
from workorders.matter import Matter
from workorders.models import EscalationCall, EscalationRule, WorkOrder
from workorders.services import control, matters

pytestmark = pytest.mark.django_db


def post(client, order, verb, **body):
    return client.post(f"/api/v1/work-orders/{order.number}/{verb}/", body, format="json")


@pytest.fixture
def spokesperson(province):
    """Named by the row; no role of theirs would have called them."""
    person = make_user("fang", Role.MANAGER, province.city)
    EscalationRule.objects.get(name="媒体关注（市）").people.add(person)
    return person


def test_a_call_from_a_newspaper_calls_the_people_of_the_row_once(mei, cast, province, spokesperson):
    order = make_waiting_order()
    assert post(mei, order, "media", where="恩施晚报来电询问").status_code == 200
    order.refresh_from_db()
    assert (order.reasons[0], order.urgency) == ("media_attention", "URGENT")
    assert order.status_changes.count() == 3 and "media" not in {verb["verb"] for verb in verbs_of(mei, order)}
    assert escalate_reasons(at=now()) == 2
    assert escalate_reasons(at=now()) == 0
    assert EscalationCall.objects.filter(person=spokesperson).count() == 1
    raised = Alarm.objects.open().filter(subject_id=order.pk)
    assert set(raised.values_list("code", "addressee")) >= {("media_attention", None), ("escalated", spokesperson.pk)}
    told = mei.get(f"/api/v1/work-orders/{order.number}/timeline/").data
    assert "恩施晚报来电询问" in str(told)


def verbs_of(client, order):
    return client.get(f"/api/v1/work-orders/{order.number}/").data["verbs"]


def test_it_is_over_by_a_word_of_the_supervisor_or_with_the_order(mei, lin, province):
    order = make_waiting_order()
    post(mei, order, "media", where="抖音视频")
    assert post(mei, order, "media-over", reason="已回应").status_code == 403
    assert post(lin, order, "media-over", reason="已回应").status_code == 200
    order.refresh_from_db()
    assert order.reasons == [] and not Alarm.objects.open().filter(code="media_attention").exists()
    post(mei, order, "media", where="又来了")
    control.cancel(order_id=order.pk, reason="误报", at=now(), actor=None)
    assert not Alarm.objects.open().filter(subject_id=order.pk).exists()


def test_a_complaint_has_it_too_and_nobody_is_called_to_a_report_of_wrongdoing_they_may_not_hear_of(
    province, spokesperson
):
    qi = make_user("qi", Role.QUALITY_OFFICER, province.xianfeng)
    client = APIClient()
    client.force_authenticate(qi)
    orders = []
    for kind, sub_kind in (("COMPLAINT", "SERVICE"), ("REPORT", "CONDUCT")):
        matter = Matter(
            kind=kind, sub_kind=sub_kind, source="PHONE", source_id=kind, description="…", reporter_phone="+8613800135612",
            customer_number="4228260001",
        )  # fmt: skip
        orders.append(matters.open_matter(matter, at=now(), actor=qi).order)
        assert post(client, orders[-1], "media", where="记者在营业厅").status_code == 200
    escalate_reasons(at=now())
    called = EscalationCall.objects.filter(person=spokesperson).values_list("escalation__order", flat=True)
    assert list(called) == [orders[0].pk]
    assert WorkOrder.objects.get(pk=orders[1].pk).reasons == ["media_attention"]
