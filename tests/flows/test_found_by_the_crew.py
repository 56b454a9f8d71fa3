"""Ten calls, one prediction; the crew on site finds something else, and everything follows it to the closed file."""

from datetime import timedelta

from django.utils.timezone import now

from outages.findings.services.findings import CrewFinding, take_finding
from outages.ledger.services.correcting import correct_was_off
from outages.life.states import Status
from outages.models import Interruption, Outage
from tests.flows.test_outage_night import call, dark_now, file_away, town, trip  # noqa: F401
from tests.leads import breaches
from tests.outages.lines import below
from workorders.kinds.fault.states import Status as OrderStatus
from workorders.models import WorkOrder

CALLS = 10


def step(client, order, verb, body=None):
    answer = client.post(f"/api/v1/work-orders/{order.number}/{verb}/", body or {}, format="json")
    assert answer.status_code == 200, answer.data
    return answer.data


def test_the_fuse_above_the_transformer_was_blown(town, omar, mei, cast, relayed):  # noqa: F811
    began = now() - timedelta(minutes=25)
    for number in range(CALLS):
        call(f"2{number:03d}", at=began + timedelta(minutes=number))
    relayed()
    outage = Outage.objects.get()
    assert outage.device == town.tr2 and outage.status in (Status.PREDICTED, Status.PROBABLE)
    assert not Interruption.objects.filter(transformer=town.province.t3).exists()
    lead = outage.lead_order

    offer = lead.offers.get()
    assert omar.post(f"/api/v1/offers/{offer.pk}/accept/").status_code == 200
    step(omar, lead, "depart")
    step(omar, lead, "arrive")
    choices = omar.get(f"/api/v1/work-orders/{lead.number}/findings/").data["choices"]
    assert [row["device"]["code"] for row in choices if row["device"]] == ["TR2", "FU2", "SW1", "CB1"]
    said = {"extent": "DEVICE", "device": "FU2", "cause_class": "NATURE", "cause": "雷击", "note": "熔丝熔断"}
    answer = step(omar, lead, "findings", said)
    assert (answer["effect"], answer["outage"]) == ("MOVED", outage.number)
    relayed()

    outage.refresh_from_db()
    assert (outage.device, outage.status, outage.customers_out) == (town.fu2, Status.CONFIRMED, 40)
    other = Interruption.objects.filter(transformer=town.province.t3)
    assert other.count() == 20 and set(other.values_list("off_at", flat=True)) == {outage.started_at} == {began}
    assert outage.lead_order == lead and lead.merged_orders.count() == CALLS - 1

    call("3007")  # the neighbours' call is no second crew
    relayed()
    assert WorkOrder.objects.filter(status=OrderStatus.MERGED, parent=lead).count() == CALLS
    step(omar, lead, "start", {"permit_number": "QX-1"})
    step(omar, lead, "restore")
    relayed()
    outage.refresh_from_db()
    assert (outage.status, dark_now()) == (Status.RESTORED, 0)
    file_away(WorkOrder.objects.get(pk=lead.pk), cast)
    relayed()
    outage.refresh_from_db()
    assert (outage.status, outage.cause_class) == (Status.CLOSED, "NATURE")

    kinds = [row["kind"] for row in mei.get(f"/api/v1/work-orders/{lead.number}/timeline/").data]
    assert kinds.count("finding") == 1
    evidence = mei.get(f"/api/v1/outages/{outage.number}/").data["evidence_counts"]
    assert evidence == {"CALL": CALLS + 1, "CREW": 1}


def test_who_stands_there_leads_the_outage_that_his_fault_belongs_to(town, omar, cast, relayed):  # noqa: F811
    """A crew was at one house when a fuse elsewhere blew; the desk, then the crew itself, say it is one fault."""
    first = call("2002")
    relayed()
    assert omar.post(f"/api/v1/offers/{first.offers.get().pk}/accept/").status_code == 200
    step(omar, first, "depart")
    step(omar, first, "arrive")
    trip(town.fu1)
    relayed()
    call("1000")
    relayed()
    outage = Outage.objects.get(device=town.fu1)
    second = outage.lead_order
    assert second not in (None, first) and second.status != OrderStatus.MERGED
    below_two = below(town.province.t2)
    correct_was_off(
        outage_id=outage.pk,
        scope=below_two,
        off_at=outage.started_at,
        on_at=None,
        reason="也停了",
        at=now(),
        actor=cast.mei,
    )
    relayed()
    take_finding(
        order_id=first.pk, finding=CrewFinding(extent="DEVICE", device="FU2", seen_at=now()), at=now(), actor=cast.omar
    )
    relayed()
    assert breaches() == {}
    assert Outage.objects.get(pk=outage.pk).lead_order == first
