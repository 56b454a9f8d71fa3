"""The headline table: each figure is that of its own page or of a hand count, against the same days of the year before."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from command_center.ground.core.comparing import year_before
from command_center.screens.headline.definitions import HEADLINES
from tests.door.counting import at_most
from tests.grid import make_order
from workorders.models import Clock, WorkOrder

pytestmark = pytest.mark.django_db
A_YEAR = localdate() - year_before(localdate())


def ask(client, **days):
    answer = client.get("/api/v1/headline-figures/", days)
    assert answer.status_code == 200, answer.data
    return {figure["code"]: figure for figure in answer.data["figures"]}


def repaired(source_id, *, arrival, repair, ago=timedelta(0)):
    """A repair told so long ago that took these minutes; a minute back, so that a test at midnight is of the day."""
    told_at = now() - ago
    order = make_order(source_id, at=told_at)
    arrived_at = told_at + timedelta(minutes=arrival)
    WorkOrder.objects.filter(pk=order.pk).update(
        reported_at=told_at, arrived_at=arrived_at, restored_at=arrived_at + timedelta(minutes=repair)
    )
    return order


def test_durations_are_means_in_minutes_and_change_by_minutes_and_per_cent(mei, province):
    repaired("a", arrival=20, repair=30)
    repaired("b", arrival=40, repair=90)
    repaired("c", arrival=40, repair=90, ago=A_YEAR)
    told = ask(mei)
    assert [told["arrival_minutes"][name] for name in ("now", "now_of", "before", "before_of", "by", "percent")] == [
        30.0, 2, 40.0, 1, -10.0, -25.0,
    ]  # fmt: skip
    assert (told["repair_minutes"]["now"], told["repair_minutes"]["by"]) == (60.0, -30.0)


def test_an_overdue_order_that_nobody_takes_makes_the_share_worse(mei, province):
    taken, left = make_order("a"), make_order("b")
    running = {"code": "ACCEPT", "stopped_at": None}
    Clock.objects.filter(order=taken, code="ACCEPT").update(stopped_at=now(), outcome="MET")
    assert ask(mei)["accepted_percent"]["now"] == 100.0
    Clock.objects.filter(order=left, **running).update(due_at=now() - timedelta(minutes=1))
    told = ask(mei)["accepted_percent"]
    assert (told["now"], told["now_of"]) == (50.0, 2)
    assert told["percent"] is None and told["before"] is None and told["by"] is None, "nothing the year before"


def test_complaints_and_rates_are_those_of_their_own_pages(mei, agent, province):
    told = {"kind": "COMPLAINT", "source": "HOTLINE_95598", "description": "停电", "customer_number": "4228260001"}
    assert agent.post("/api/v1/matters/", told | {"source_id": "C-1"}, format="json").status_code == 201
    figures, newest = ask(mei), mei.get("/api/v1/complaint-figures/").data["trees"][-1]
    assert figures["complaints"]["now"] == newest["now"]["complaints"] == 1 and figures["complaints"]["new"] is True
    assert figures["complaints_per_million"]["now"] == newest["per_million"]
    rates = {rate["code"]: rate for rate in mei.get("/api/v1/connection-figures/").data["figures"]}
    assert figures["booked_percent"]["now"] is None and rates["booked"]["percent"] is None, (
        "nothing is no hundred per cent"
    )


def test_nobody_sees_more_than_their_area(signed_in, province):
    repaired("a", arrival=20, repair=30)
    assert ask(signed_in("mei"))["arrival_minutes"]["now"] == 20.0
    assert ask(signed_in("eva"))["arrival_minutes"]["now"] is None


def test_every_figure_has_a_definition_and_what_the_article_printed_is_told_apart(mei, province):
    told = ask(mei)
    assert list(told) == [each.code for each in HEADLINES]
    assert all(figure["means"] for figure in told.values())
    assert told["kept_percent"]["article"] == "99.06 %" and told["kept_percent"]["now"] is None
    assert "2022" in mei.get("/api/v1/headline-figures/").data["article"]


def test_nonsense_is_refused(mei, province):
    for days in ({"since": "yesterday"}, {"since": "2026-02-02", "until": "2026-02-01"}):
        assert mei.get("/api/v1/headline-figures/", days).status_code == 422


def test_a_table_of_a_full_year_costs_as_many_questions_as_one_of_a_day(mei, province):
    for number in range(4):
        repaired(f"r{number}", arrival=20, repair=30)
    with at_most(60):
        ask(mei)
