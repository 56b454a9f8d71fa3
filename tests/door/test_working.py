"""A crew's evening through the door: offer, depart, arrive, start, restore, reply; then the desk's aftercare."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.core.models import AuditEntry
from dispatch.models import Assignment
from tests.door.counting import at_most
from tests.grid import make_held_order, make_offer, make_waiting_order
from workorders.models import WorkOrder

ORDERS = "/api/v1/work-orders/"
OFFERS = "/api/v1/offers/"
REPLY = {"cause": "breaker", "measures": "replaced", "contacted": True}


def step(client, order, verb, body=None, **headers):
    return client.post(f"{ORDERS}{order.number}/{verb}/", body or {}, headers=headers)


def status_of(order):
    return WorkOrder.objects.values_list("status", flat=True).get(pk=order.pk)


def test_the_crew_sees_and_accepts_its_offer(omar, tao, province):
    offer = make_offer()
    assert [row["id"] for row in omar.get(f"{OFFERS}?status=OFFERED").data["results"]] == [offer.pk]
    assert tao.get(OFFERS).data["results"] == []
    assert tao.post(f"{OFFERS}{offer.pk}/accept/").status_code == 404
    assert AuditEntry.objects.filter(action="foreign_access_refused").count() == 1
    with at_most(32):
        answer = omar.post(f"{OFFERS}{offer.pk}/accept/")
    assert answer.status_code == 200 and answer.data["status"] == "ACCEPTED" and answer.data["on_behalf"] is False
    assert omar.post(f"{OFFERS}{offer.pk}/accept/").status_code == 409


def test_a_retried_acceptance_gets_the_same_answer(omar, province):
    offer = make_offer()
    answers = [omar.post(f"{OFFERS}{offer.pk}/accept/", headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]


def test_a_dispatcher_accepts_for_the_crew(mei, eva, province):
    offer = make_offer()
    assert eva.post(f"{OFFERS}{offer.pk}/accept/").status_code == 404
    assert mei.post(f"{OFFERS}{offer.pk}/accept/").data["on_behalf"] is True


def test_a_refusal_needs_a_reason_and_asks_the_next_crew(omar, relayed, province):
    offer = make_offer()
    assert omar.post(f"{OFFERS}{offer.pk}/reject/", {"reason": "TIRED"}).status_code == 422
    assert omar.post(f"{OFFERS}{offer.pk}/reject/", {"reason": "BUSY"}).data["status"] == "REJECTED"
    relayed()
    assert offer.order.offers.get(status="OFFERED").crew == province.town_crew


def test_the_whole_way(omar, mei, province, cast):
    order = make_held_order(by=cast.omar)
    assert step(omar, order, "depart").data["status"] == "EN_ROUTE"
    assert step(omar, order, "arrive", {"lat": order.latitude, "lon": order.longitude}).data["status"] == "ON_SITE"
    assert step(omar, order, "start", {"permit_number": "抢修单-1"}).data["status"] == "REPAIRING"
    restored = step(omar, order, "restore")
    assert restored.data["status"] == "RESTORED"
    order.refresh_from_db()
    reply = {**REPLY, "restored_at": order.restored_at.isoformat()}
    assert step(omar, order, "reply", reply).data["status"] == "REPLIED"
    assert step(mei, order, "review", {"passed": True, "comment": ""}).data["status"] == "REVIEWED"
    assert step(mei, order, "callback", {"satisfaction": "SATISFIED"}).data["status"] == "ARCHIVED"
    assert mei.get(f"{ORDERS}{order.number}/").data["reply"]["cause"] == "breaker"


def test_a_step_out_of_turn_is_refused(omar, province):
    answer = step(omar, make_held_order(), "restore")
    assert answer.status_code == 409 and answer.data["code"] == "illegal_transition"


def test_another_crew_cannot_move_it(tao, mei, province):
    order = make_held_order()
    assert step(tao, order, "depart").status_code == 404
    assert step(mei, order, "depart").status_code == 403


def test_the_phone_tells_later_when_it_arrived(omar, province):
    order = make_held_order(at=now() - timedelta(minutes=20))
    set_off, arrived = (now() - timedelta(minutes=ago) for ago in (15, 5))
    assert step(omar, order, "depart", {"observed_at": set_off.isoformat()}).status_code == 200
    assert step(omar, order, "arrive", {"observed_at": "2020-01-01T00:00:00Z"}).status_code == 422
    assert step(omar, order, "arrive", {"observed_at": arrived.isoformat()}).status_code == 200
    order.refresh_from_db()
    assert order.arrived_at == arrived


def test_a_stale_write_is_refused(mei, province):
    order = make_waiting_order()
    assert step(mei, order, "note", {"text": "x"}, **{"If-Match": 'W/"999"'}).status_code == 412
    assert step(mei, order, "note", {"text": "x"}, **{"If-Match": f'W/"{order.rev}"'}).status_code == 200


def test_a_crew_that_cannot_do_it_alone_asks_the_desk(omar, tao, mei, province):
    order = make_held_order()
    assert step(omar, order, "help").status_code == 422 and step(tao, order, "help", {"text": "x"}).status_code == 404
    with at_most(24):
        answer = step(omar, order, "help", {"text": "需要第二个班和斗臂车"})
    assert answer.data["status"] == "ACCEPTED", "it stays with the crew"
    assert mei.get(f"{ORDERS}{order.number}/").data["attention"] == "crew_asks_help"
    assert order.notes.get().text == "需要第二个班和斗臂车"


def test_a_cancelled_order_frees_its_crew(mei, omar, relayed, province):
    order = make_held_order()
    step(omar, order, "depart")
    assert step(mei, order, "cancel", {"reason": "power is back"}).data["status"] == "CANCELLED"
    relayed()
    assert not order.assignments.filter(released_at=None).exists()
    assert omar.get("/api/v1/me/work/").data["orders"] == []


def test_the_override_needs_a_reason(mei, province):
    order = make_waiting_order()
    town = {"crew_id": province.town_crew.pk}
    assert step(mei, order, "assign", town).status_code == 422
    assert step(mei, order, "assign", {**town, "reason": "they are next door"}).data["status"] == "DISPATCHED"
    assert step(mei, order, "assign", {"crew_id": province.baifusi_crew.pk}).status_code == 404


def test_reassigning_takes_the_order_back(mei, province):
    order = make_held_order()
    assert step(mei, order, "reassign", {"reason": "vehicle broke down"}).data["status"] == "PENDING_DISPATCH"


def test_suspend_and_resume(mei, agent, province):
    order = make_waiting_order()
    body = {"reason": "unsafe_weather", "resume_at": "2030-01-01T00:00:00Z"}
    assert step(agent, order, "suspend", body).status_code == 403
    assert step(mei, order, "suspend", body).data["status"] == "SUSPENDED"
    assert step(mei, order, "resume").data["status"] == "PENDING_DISPATCH"


@pytest.mark.parametrize("verb, body", [("urge", {}), ("note", {"text": "gate is locked"})])
def test_notes_and_urges_stay_on_the_order(mei, province, verb, body):
    order = make_waiting_order()
    assert step(mei, order, verb, body).status_code == 200
    assert order.notes.count() == 1


def test_a_person_puts_an_order_on_the_map(lin, mei, province):
    from tests.grid import XUANTUO, make_order

    order = make_order(latitude=None, longitude=None, reporter_phone="", address="在老粮站旁边")
    body = {"lat": XUANTUO[0], "lon": XUANTUO[1]}
    assert step(mei, order, "locate", body).status_code == 404, "unlocated orders are the province's"
    assert step(lin, order, "locate", {"lat": 10, "lon": 10}).status_code == 422
    assert step(lin, order, "locate", body).status_code == 200
    assert mei.get(f"{ORDERS}{order.number}/").data["located"] is True


def test_my_work_is_the_body_of_the_work_frame(omar, mei, province):
    order = make_held_order()
    work = omar.get("/api/v1/me/work/").data
    assert work["type"] == "work" and work["orders"][0]["number"] == order.number
    assert work["orders"][0]["contact"]["phone"] == "+8613800135612"
    assert mei.get("/api/v1/me/work/").status_code == 403
    assert mei.get("/api/v1/me/").data["role"] == "DISPATCHER"


def test_my_work_tells_what_was_finished_today_and_what_the_desk_took_by_whom_and_why(
    omar, mei, cast, relayed, province
):
    done, taken, cancelled = make_held_order("R1"), make_held_order("R2"), make_held_order("R3")
    Assignment.objects.filter(order=done).update(released_at=now(), release_reason="done")
    step(mei, taken, "reassign", {"reason": "vehicle broke down"})
    step(mei, cancelled, "cancel", {"reason": "power is back"})
    relayed()
    with at_most(30):
        work = omar.get("/api/v1/me/work/").data
    assert [order["number"] for order in work["finished"]] == [done.number]
    told = {order["number"]: order for order in work["withdrawn"]}
    assert (told[taken.number]["by"], told[taken.number]["why"]) == ("Mei", "vehicle broke down")
    assert (told[cancelled.number]["by"], told[cancelled.number]["status"]) == ("Mei", "已撤销")
    Assignment.objects.filter(order__in=[done, taken, cancelled]).update(released_at=now() - timedelta(hours=25))
    work = omar.get("/api/v1/me/work/").data
    assert (work["finished"], work["withdrawn"]) == ([], [])
