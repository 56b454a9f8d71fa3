"""False alarm, 退单, “not satisfied”, “not back after all”: each state of the table is reached through a door."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.screens.crew_phone.work import work_of
from dispatch.models import Assignment
from dispatch.services import fieldwork
from outages.life.states import Status
from outages.models import Outage
from tests.flows.test_outage_night import call, repair, town  # noqa: F401
from tests.grid import make_held_order, make_waiting_order
from workorders.models import Clock, WorkOrder
from workorders.services import aftercare, control


def post(client, order, verb, body=None):
    return client.post(f"/api/v1/work-orders/{order.number}/{verb}/", body or {}, format="json")


@pytest.fixture
def on_site(cast):
    order = make_held_order(by=cast.omar)
    who = {"order_id": order.pk, "crew_id": order.assignments.get().crew_id, "at": now(), "actor": cast.omar}
    fieldwork.depart(**who)
    fieldwork.arrive(**who)
    return order


@pytest.mark.parametrize(("verb", "status"), [("false-alarm", "FALSE_ALARM"), ("return-upstream", "RETURNED_UPSTREAM")])
def test_the_desk_ends_an_order_that_needs_no_crew_with_its_reason(mei, province, verb, status):
    order, follower = make_waiting_order("R1"), make_waiting_order("R2")
    control.merge(order_id=follower.pk, parent_id=order.pk, at=now())
    assert post(mei, order, verb).status_code == 422, "a reason is wanted"
    assert post(mei, order, verb, {"reason": "不属供电企业产权"}).data["status"] == status
    ended = order.status_changes.last()
    assert (ended.new, ended.detail, ended.actor.username) == (status, "不属供电企业产权", "mei")
    follower.refresh_from_db()
    assert (follower.status, follower.parent) == ("RECEIVED", None), "who followed it is heard again"


def test_a_crew_that_finds_nothing_need_not_claim_a_repair(omar, on_site):
    assert post(omar, on_site, "nothing-found").status_code == 422
    answer = post(omar, on_site, "nothing-found", {"text": "全村有电，表计正常"})
    assert answer.data["status"] == "FALSE_ALARM"
    assert not Assignment.objects.filter(released_at=None).exists()
    assert "表计正常" in on_site.status_changes.last().detail


def test_not_on_its_way(omar, cast):
    order = make_held_order(by=cast.omar)
    assert post(omar, order, "nothing-found", {"text": "没事"}).status_code == 409


def test_power_that_is_not_back_after_all_is_repaired_on(omar, on_site):
    post(omar, on_site, "start", {"permit_number": "QX-1"})
    post(omar, on_site, "restore")
    answer = post(omar, on_site, "not-restored", {"text": "合闸后又跳"})
    assert answer.data["status"] == "REPAIRING"
    running = set(Clock.objects.running().filter(order=on_site).values_list("code", flat=True))
    assert running == {"CONTACT", "RESTORE"}
    on_site.refresh_from_db()
    assert on_site.restored_at is None
    assert post(omar, on_site, "restore").data["status"] == "RESTORED"


def test_its_outage_is_dark_again_since_the_true_start(town, cast, omar, relayed):  # noqa: F811
    for number in ("2000", "2001", "2002"):
        call(number, at=now() - timedelta(minutes=30))
    relayed()
    outage = Outage.objects.get()
    lead = outage.lead_order
    repair(lead, cast)
    relayed()
    outage.refresh_from_db()
    began, customers = outage.started_at, outage.customers_total
    assert (outage.status, outage.customers_out) == (Status.RESTORED, 0)

    post(omar, lead, "not-restored", {"text": "合闸后又跳"})
    relayed()
    outage.refresh_from_db()
    assert (outage.status, outage.customers_out) == (Status.CONFIRMED, customers)
    assert set(outage.interruptions.open().values_list("off_at", flat=True)) == {began}
    assert outage.lead_order == lead


@pytest.fixture
def reviewed(on_site, cast):
    crew_id = on_site.assignments.get().crew_id
    who = {"order_id": on_site.pk, "crew_id": crew_id, "at": now(), "actor": cast.omar}
    fieldwork.start_repair(**who, permit_number="QX-1", etr_at=None)
    fieldwork.restore(**who)
    said = aftercare.Checklist(cause="line", measures="合闸", restored_at=now(), contacted=True)
    fieldwork.reply(**who | {"at": now()}, checklist=said)
    aftercare.review_reply(order_id=on_site.pk, passed=True, comment="", at=now(), actor=cast.mei)
    return on_site


def test_who_is_not_satisfied_is_not_filed_away(mei, omar, reviewed):
    said = {"satisfaction": "UNSATISFIED", "comment": "灯还是闪", "rework": True}
    assert post(mei, reviewed, "callback", said).data["status"] == "REWORK"
    [mine] = omar.get("/api/v1/me/work/").data["orders"]
    assert mine["number"] == reviewed.number and mine["contact"]["phone"]
    reply = {"cause": "线路", "measures": "重做接头", "restored_at": now().isoformat(), "contacted": True}
    assert post(omar, reviewed, "reply", reply).data["status"] == "REPLIED"


def test_who_is_satisfied_has_nothing_to_mend(mei, reviewed):
    said = {"satisfaction": "SATISFIED", "comment": "", "rework": True}
    assert post(mei, reviewed, "callback", said).status_code == 422


def test_the_first_crew_sees_no_name_once_another_one_did_the_work(tao, mei, cast, reviewed, province):
    Assignment.objects.create(
        order=reviewed, crew=province.baifusi_crew, started_at=now(), released_at=now(), release_reason="done"
    )
    post(mei, reviewed, "callback", {"satisfaction": "UNSATISFIED", "comment": "", "rework": True})
    assert work_of(province.dingzhai_crew)["orders"] == []
    assert [order["number"] for order in work_of(province.baifusi_crew)["orders"]] == [reviewed.number]


def test_an_outage_whose_customer_is_not_satisfied_waits_for_a_person(town, cast, mei, relayed):  # noqa: F811
    for number in ("2000", "2001", "2002"):
        call(number, at=now() - timedelta(minutes=30))
    relayed()
    outage = Outage.objects.get()
    repair(outage.lead_order, cast)
    relayed()
    lead = WorkOrder.objects.get(pk=outage.lead_order_id)
    crew_id = lead.assignments.get().crew_id
    said = aftercare.Checklist(cause="line", measures="合闸", restored_at=now(), contacted=True)
    fieldwork.reply(order_id=lead.pk, crew_id=crew_id, checklist=said, at=now(), actor=cast.omar)
    aftercare.review_reply(order_id=lead.pk, passed=True, comment="", at=now(), actor=cast.mei)
    post(mei, lead, "callback", {"satisfaction": "UNSATISFIED", "comment": "还是没电"})
    relayed()
    outage.refresh_from_db()
    assert outage.status == Status.RESTORED and "restore_unverified" in outage.reasons
