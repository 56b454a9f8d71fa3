"""GET customers/{number}/card/: what a dispatcher knows of a customer while they are on the line."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.organisation import look_ups
from customers.models import Customer
from outages.life.scope import scope_of
from outages.life.states import Status
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from tests.door.counting import at_most
from tests.grid import make_customer, make_held_order, make_order
from workorders.clocks.codes import word
from workorders.report import Report
from workorders.services import control
from workorders.services.intake import open_fault_order

URL = "/api/v1/customers/4228260001/card/"
AGO = now() - timedelta(days=3)


@pytest.fixture
def order(province):
    """The customer's own order, in the hands of a crew."""
    return make_held_order("R1", customer_number="4228260001")


def test_what_is_open_and_what_was_promised(mei, order):
    card = mei.get(URL).data
    assert [(row["number"], row["kind"]) for row in card["open"]] == [(order.number, "故障报修")]
    assert card["open"][0]["state"] == "已接单" and card["open"][0]["unit"] == "丁寨供电所"
    promised = [(row["number"], row["promise"], row["late"]) for row in card["promises"]]
    assert promised == [(order.number, word("CONTACT"), False), (order.number, word("ARRIVE"), False)]
    assert card["ended"] == []


def test_what_has_ended_moves_on_and_promises_nothing(mei, cast, province):
    order = make_order("R1", customer_number="4228260001")
    control.cancel(order_id=order.pk, reason="误录", at=now(), actor=cast.mei)
    card = mei.get(URL).data
    assert ([row["number"] for row in card["ended"]], card["open"], card["promises"]) == ([order.number], [], [])


def test_an_order_merged_into_another_is_still_open_for_its_customer(mei, order):
    leader = make_order("R2")
    follower = make_order("R3", customer_number=make_customer("4228260002", "李静", order.node).number)
    control.merge(order_id=follower.pk, parent_id=leader.pk, at=now())
    card = mei.get(URL.replace("0001", "0002")).data
    assert [row["number"] for row in card["open"]] == [follower.number]


def test_the_last_outages_come_from_the_ledger(mei, province):
    outage = open_outage(
        scope=scope_of(transformers=[province.t1.pk]), started_at=AGO, at=AGO, status=Status.CONFIRMED, node_id=province.t1.pk
    )  # fmt: skip
    (row,) = mei.get(URL).data["outages"]
    assert (row["number"], row["kind"], row["on_at"]) == (outage.number, "故障停电", None)
    restore(outage_id=outage.pk, at=AGO + timedelta(hours=2))
    (row,) = mei.get(URL).data["outages"]
    assert row["on_at"] == (AGO + timedelta(hours=2)).isoformat().replace("+00:00", "Z")


def test_calls_of_thirty_days_with_the_urges(mei, province):
    report = {"source": "HOTLINE_95598", "customer_number": "4228260001", "description": "还没有来电，打13812349999"}
    for n, days in enumerate((40, 3, 2)):
        open_fault_order(Report(source_id=f"C{n}", **report), at=now() - timedelta(days=days), alone=n == 1)
    calls = mei.get(URL).data["calls"]
    assert (calls["days"], calls["count"]) == (30, 2)
    assert [call["urge"] for call in calls["last"]] == [True, False]
    assert calls["last"][0]["title"] == "还没有来电，打138****9999"


def test_it_is_masked_and_says_who_must_not_be_dark(mei, province):
    Customer.objects.filter(number="4228260001").update(flags=["LIFE_SUPPORT"])
    card = mei.get(URL).data
    assert (card["name"], card["phone"], card["flags"]) == ("冉**", "138****5612", ["LIFE_SUPPORT"])
    assert card["places"] == [{"meter_number": "M4228260001", "address": "咸丰县丁寨乡旋坨村***", "unit": "丁寨供电所"}]


def test_another_county_and_a_stranger_to_customers_see_no_card(eva, omar, auditor, province):
    assert eva.get(URL).status_code == 404
    assert omar.get(URL).status_code == auditor.get(URL).status_code == 403


def test_it_counts_as_a_look_up(mei, province, monkeypatch):
    rates = {**look_ups.LookUpThrottle.THROTTLE_RATES, "look_up": "1/hour"}
    monkeypatch.setattr(look_ups.LookUpThrottle, "THROTTLE_RATES", rates)
    assert [mei.get(URL).status_code for _ in range(2)] == [200, 429]


def test_it_takes_as_many_queries_however_much_there_is(mei, order):
    for n in range(4):
        open_fault_order(
            Report(source="APP", source_id=f"A{n}", customer_number="4228260001", description="没电"),
            at=now(),
            alone=True,
        )
    with at_most(17):  # five of them count the look-up (sweeps)
        assert len(mei.get(URL).data["open"]) == 5
