"""GET work-orders/: cards of the jurisdiction, one order in full, its timeline, its customer's number."""

from django.utils.timezone import now

from command_center.ground.core.models import AuditEntry
from tests.door.counting import at_most, counted
from tests.grid import IN_LAIFENG, IN_TOWN, make_held_order, make_offer, make_order, make_waiting_order
from workorders.services import control

URL = "/api/v1/work-orders/"


def test_the_list_shows_masked_cards(mei, province):
    make_order()
    card = mei.get(URL).data["results"][0]
    assert card["kind"] == "order" and card["unit"] == "丁寨供电所"
    assert card["customer"] == {"name": "冉**", "phone": "138****5612"}


def test_the_list_takes_the_same_queries_for_many(mei, province):
    make_order("R0")
    few = counted(lambda: mei.get(URL))
    for n in range(1, 8):
        make_order(f"R{n}")
    assert counted(lambda: mei.get(URL)) == few <= 12, "four of them bound the time that the question may take"


def test_another_county_sees_nothing(eva, lin, province):
    make_order()
    assert eva.get(URL).data["results"] == []
    assert len(lin.get(URL).data["results"]) == 1


def test_a_foreign_order_looks_absent_and_is_audited(eva, province):
    order = make_order()
    assert eva.get(f"{URL}{order.number}/").status_code == 404
    entry = AuditEntry.objects.get(allowed=False)
    assert (entry.action, entry.allowed, entry.object_ref) == ("foreign_access_refused", False, order.number)


def test_filters(mei, lin, province):
    make_waiting_order("R1")
    make_order("R2", latitude=IN_LAIFENG[0], longitude=IN_LAIFENG[1], description="来电闪烁")
    found = lambda query: [card["number"][8:14] for card in lin.get(f"{URL}?{query}").data["results"]]  # noqa: E731
    assert found("status=PENDING_DISPATCH,DISPATCHED") == ["422826"]
    assert found("centre=422827") == ["422827"]
    assert found("search=烤烟房") == ["422826"]
    assert found("unit=422826T01&open=true&located=true&grade=9") == []
    assert len(found("updated_since=2020-01-01T00:00:00Z&ordering=reported_at")) == 2
    assert found("updated_since=2090-01-01T00:00:00Z") == []
    assert found("attention=unlocated") == []


def test_pages_by_cursor(mei, province):
    for n in range(3):
        make_order(f"R{n}")
    first = mei.get(f"{URL}?limit=2").data
    second = mei.get(first["next"]).data
    assert len(first["results"]) == 2 and len(second["results"]) == 1 and second["next"] is None


def test_the_order_in_full(mei, province):
    order = make_held_order()
    answer = None
    with at_most(20):
        answer = mei.get(f"{URL}{order.number}/")
    assert answer["ETag"].startswith(f'W/"{order.rev}.')
    assert answer.data["crew"]["name"] == "丁寨 01 班" and answer.data["reply"] is None
    assert [change["new"] for change in answer.data["status_changes"]][-1] == "ACCEPTED"
    assert answer.data["tracking_link"] == "live" and "/track/" not in answer.content.decode()
    assert answer.data["contact"] is None, "the full number is not for the desk"


def test_the_crew_that_holds_it_reads_the_number(omar, tao, province):
    order = make_held_order()
    assert omar.get(f"{URL}{order.number}/").data["contact"]["phone"] == "+8613800135612"
    assert tao.get(f"{URL}{order.number}/").status_code == 404


def test_the_number_is_revealed_for_a_reason_and_audited(mei, eva, province):
    order = make_order()
    url = f"{URL}{order.number}/reveal/"
    assert mei.post(url, {}).status_code == 422
    assert mei.post(url, {"reason": "line dropped"}).data["phone"] == "+8613800135612"
    entry = AuditEntry.objects.get(action="phone_revealed")
    assert entry.detail == {"reason": "line dropped"}
    assert eva.post(url, {"reason": "curious"}).status_code == 404


def test_the_timeline_is_in_the_order_of_time(mei, cast, province):
    order = make_held_order()
    control.add_note(order_id=order.pk, text="dog in the yard", at=now(), actor=cast.mei)
    with at_most(14):
        entries = mei.get(f"{URL}{order.number}/timeline/").data
    assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)
    assert {entry["kind"] for entry in entries} == {"status", "offer", "note"}
    assert entries[-1] == {**entries[-1], "kind": "note", "text": "dog in the yard", "actor": "Mei"}


def test_candidates_of_a_waiting_order_are_a_preview(mei, province):
    order = make_waiting_order()
    data = mei.get(f"{URL}{order.number}/candidates/").data
    assert data["stored"] is False and data["chosen_crew_id"] == province.dingzhai_crew.pk
    first = data["candidates"][0]
    assert first["unit"] == "丁寨供电所" and first["members"] == ["Omar"] and "LV" in first["skills"]
    assert first["lat"] and first["eta_minutes"] > 0


def test_who_would_go_is_told_before_a_place_is_set(mei, province):
    order = make_order("C", latitude=None, longitude=None, address="咸丰县城")
    url = f"{URL}{order.number}/candidates/"
    assert mei.get(url).data["reason"] == "unlocated"
    there = mei.get(f"{url}?lat={IN_TOWN[0]}&lon={IN_TOWN[1]}").data
    assert there["candidates"][0]["crew_id"] == province.town_crew.pk and there["stored"] is False
    order.refresh_from_db()
    assert order.latitude is None, "it was only asked"
    assert mei.get(f"{url}?lat=29.6").status_code == 422
    assert mei.get(f"{url}?lat=10&lon=10").status_code == 422


def test_an_order_names_who_follows_it(mei, province):
    leader, follower = make_order("R1"), make_order("R2")
    control.merge(order_id=follower.pk, parent_id=leader.pk, at=now())
    [told] = mei.get(f"{URL}{leader.number}/").data["followers"]
    assert (told["number"], told["place"]) == (follower.number, follower.address)
    control.split(order_id=follower.pk, at=now())
    assert mei.get(f"{URL}{leader.number}/").data["followers"] == []


def test_candidates_of_an_offered_order_are_the_decision(mei, eva, province):
    order = make_offer().order
    url = f"{URL}{order.number}/candidates/"
    with at_most(16):
        assert mei.get(url).data["stored"] is True
    assert eva.get(url).status_code == 404


def test_an_auditor_reads_no_orders(auditor, province):
    order = make_order()
    assert auditor.get(URL).status_code == 403
    assert auditor.get(f"{URL}{order.number}/").status_code == 403
