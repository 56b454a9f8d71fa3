"""The shared fixtures themselves: one report runs through the event path to an offer before the nearest crew."""

from tests.grid import make_held_order, make_order


def test_a_report_becomes_an_offer_to_the_nearest_crew(province, relayed):
    order = make_order()
    names = [event.name for event in relayed()]
    order.refresh_from_db()
    assert names[0] == "workorder.opened" and "offer.made" in names
    assert order.status == "DISPATCHED"
    assert order.offers.get().crew == province.dingzhai_crew


def test_a_held_order_is_with_the_nearest_crew(province):
    order = make_held_order()
    assert order.status == "ACCEPTED"
    assert order.assignments.get().crew == province.dingzhai_crew
