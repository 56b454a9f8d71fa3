"""A night in the control room, through the doors that people use: agent, dispatcher, crews, customer."""

from itertools import pairwise

import pytest
from django.utils.timezone import now

from command_center.ground.core.models import AuditEntry
from dispatch.models import Offer
from tests.grid import XUANTUO, make_crew
from workorders.models import WorkOrder

ORDERS = "/api/v1/work-orders/"
CALL = {
    "source": "HOTLINE_95598",
    "source_id": "95598-0719-0001",
    "reporter": {"name": "冉小明", "phone": "13800135612"},
    "lat": XUANTUO[0],
    "lon": XUANTUO[1],
    "address": "咸丰县旋坨村三组",
    "description": "烤烟房空开烧毁，烟叶正在烘烤",
}


class Night:
    """What the people of this night do; every act must succeed unless it says otherwise."""

    def __init__(self, agent, relayed):
        answer = agent.post("/api/v1/fault-reports/", CALL)
        assert answer.status_code == 201, answer.data
        self.number, self.relayed = answer.data["number"], relayed
        self.link = "/api/v1/track/" + answer.data["tracking_url"].rstrip("/").rsplit("/", 1)[-1] + "/"
        relayed()

    def does(self, client, verb, status=200, **body):
        answer = client.post(f"{ORDERS}{self.number}/{verb}/", body)
        assert answer.status_code == status, answer.data
        self.relayed()
        return answer.data

    def answers(self, client, verb, **body):
        """The crew answers the offer on its screen."""
        (offer,) = client.get("/api/v1/offers/?status=OFFERED").data["results"]
        answer = client.post(f"/api/v1/offers/{offer['id']}/{verb}/", body)
        assert answer.status_code == 200, answer.data
        self.relayed()

    def customer_sees(self, client):
        return [step["state"] for step in client.get(self.link).data["milestones"]]

    @property
    def order(self):
        return WorkOrder.objects.get(number=self.number)


@pytest.fixture
def night(agent, relayed):
    return Night(agent, relayed)


def test_a_report_goes_straight_to_a_crew_and_is_followed_until_it_is_archived(night, agent, mei, omar, tao, client):
    assert night.customer_sees(client) == ["done", "doing", "todo", "todo", "todo"]
    night.answers(omar, "reject", reason="NO_PARTS")
    night.answers(tao, "accept")
    assert night.customer_sees(client) == ["done", "done", "doing", "todo", "todo"]
    night.does(tao, "depart")
    night.does(tao, "arrive", lat=XUANTUO[0], lon=XUANTUO[1])
    night.does(tao, "start", permit_number="抢修单-0719")
    night.does(tao, "restore")
    assert night.customer_sees(client) == ["done"] * 5
    night.does(tao, "reply", cause="air_switch", measures="更换空气开关", contacted=True, restored_at=now().isoformat())
    assert client.post(f"{night.link}rating/", {"score": 5}, "application/json").status_code in (200, 201)
    night.does(mei, "review", passed=True, comment="")
    night.does(mei, "callback", satisfaction="SATISFIED")
    assert_it_went_by_the_book(night.order)


def assert_it_went_by_the_book(order):
    """Straight through: two custodians although the first crew refused, every promise kept, nobody left busy."""
    assert (order.status, order.custodian_count) == ("ARCHIVED", 2)
    assert set(order.clocks.exclude(outcome="VOID").values_list("outcome", flat=True)) == {"MET"}
    assert not order.assignments.filter(released_at=None).exists()
    path = list(order.status_changes.values_list("old", "new"))
    assert all(new == following for (_, new), (following, _) in pairwise(path))
    assert [new for _, new in path][-4:] == ["REPLIED", "REVIEWED", "CALLED_BACK", "ARCHIVED"]


def test_a_crew_that_refuses_twice_brings_the_supervisor_in(night, lin, omar, tao, province):
    """Domain reference §10, scenario 8."""
    night.answers(omar, "reject", reason="BUSY")
    night.answers(tao, "reject", reason="VEHICLE")
    assert (night.order.status, night.order.attention) == ("PENDING_DISPATCH", "two_failures")
    relief = make_crew("C09", "增援 09 班", province.dingzhai)
    night.does(lin, "assign", crew_id=relief.pk)
    assert Offer.objects.get(status="OFFERED").crew == relief


def test_another_county_finds_nothing_and_the_attempt_is_written_down(night, eva, client):
    """Scenario 14."""
    assert eva.get(f"{ORDERS}{night.number}/").status_code == 404
    assert eva.get(ORDERS).data["results"] == []
    assert AuditEntry.objects.get(action="foreign_access_refused").object_ref == night.number


@pytest.mark.parametrize("verb", ["assign", "suspend", "cancel", "review", "note", "reassign"])
def test_an_auditor_reads_and_changes_nothing(night, auditor, verb):
    """Scenario 15."""
    before = night.order
    night.does(auditor, verb, status=403, crew_id=1, reason="x", passed=True, comment="x", text="x")
    assert (night.order.rev, night.order.status) == (before.rev, before.status)


def test_solved_without_facts_is_blocked(night, omar):
    """Scenario 19."""
    night.answers(omar, "accept")
    for verb, body in (("depart", {}), ("arrive", {}), ("start", {"permit_number": "1"}), ("restore", {})):
        night.does(omar, verb, **body)
    facts = {"cause": "air_switch", "measures": "更换", "contacted": True, "restored_at": now().isoformat()}
    for missing in ("cause", "restored_at"):
        night.does(omar, "reply", status=422, **{key: value for key, value in facts.items() if key != missing})
    assert night.order.status == "RESTORED"
    night.does(omar, "reply", **facts)


def test_a_phone_that_was_offline_tells_its_steps_in_any_order(night, omar):
    """Scenario 10: a step told too early is refused and changes nothing; told again in turn it counts as observed."""
    night.answers(omar, "accept")
    set_off, at_the_door = now().isoformat(), now().isoformat()
    night.does(omar, "arrive", status=409, observed_at=at_the_door)
    night.does(omar, "depart", observed_at=set_off)
    night.does(omar, "arrive", observed_at=at_the_door)
    night.does(omar, "depart", status=409)
    assert night.order.arrived_at.isoformat() == at_the_door
    night.does(omar, "start", permit_number="1")
    night.does(omar, "restore", status=422, observed_at=night.order.reported_at.isoformat())
    night.does(omar, "restore", observed_at=at_the_door)
