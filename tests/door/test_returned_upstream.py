"""退单 comes back to where the report came from: 95598 reads it in the stream, by its own report's identity, and at the order."""

from command_center.ground.core import relay
from tests.door.test_fault_reports import URL, body
from workorders.models import WorkOrder

ORDERS = "/api/v1/work-orders/"
EVENTS = "/api/v1/events/"
HOUSE = {"customer_number": "4228260001"}


def test_95598_hears_of_a_return_and_why(agent, mei, province):
    report = body("call-1", **HOUSE)
    number = agent.post(URL, report).data["number"]
    agent.post(URL, body("chat-7", source="WECHAT", **HOUSE))
    returned = mei.post(f"{ORDERS}{number}/return-upstream/", {"reason": "不属供电企业产权"})
    assert returned.status_code == 200
    relay.publish_round()

    [event] = agent.get(f"{EVENTS}?name=workorder.returned_upstream").data["results"]
    assert (event["payload"]["number"], event["payload"]["reason"]) == (number, "不属供电企业产权")
    assert event["payload"]["reports"] == [
        {"source": report["source"], "source_id": "call-1"},
        {"source": "WECHAT", "source_id": "chat-7"},
    ]
    order = agent.get(f"{ORDERS}{number}/").data
    assert (order["status"], order["status_changes"][-1]["detail"]) == ("RETURNED_UPSTREAM", "不属供电企业产权")


def test_no_other_end_is_a_return(agent, mei, province):
    number = agent.post(URL, body("call-1", **HOUSE)).data["number"]
    mei.post(f"{ORDERS}{number}/cancel/", {"reason": "误录"})
    relay.publish_round()
    assert WorkOrder.objects.get().status == "CANCELLED"
    assert agent.get(f"{EVENTS}?name=workorder.cancelled").data["results"]
    assert agent.get(f"{EVENTS}?name=workorder.returned_upstream").data["results"] == []
