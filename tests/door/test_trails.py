"""GET crews/{id}/trail/ and work-orders/{number}/trail/: the way while an order was held, for the desks of the area."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.core.values import iso
from dispatch.models import Assignment, PositionFix
from tests.door.counting import at_most
from tests.grid import make_held_order
from workorders.models import StatusChange

HERE = (109.15, 29.66)


@pytest.fixture
def held(cast):
    """An order that its crew has held for two hours."""
    order = make_held_order()
    Assignment.objects.filter(order=order).update(started_at=now() - timedelta(hours=2))
    return order


@pytest.fixture
def crew(held):
    return held.assignments.get().crew


def fixes(crew, *minutes, **changes):
    """One fix each so many minutes ago, a little further on every time."""
    at = now()
    PositionFix.objects.bulk_create(
        PositionFix(**{
            "crew_id": crew.pk, "latitude": HERE[1], "longitude": HERE[0] + 0.001 * number, "speed_ms": 10.0,
            "fixed_at": at - timedelta(minutes=ago), "received_at": at - timedelta(minutes=ago), **changes,
        })
        for number, ago in enumerate(minutes)
    )  # fmt: skip


def trail(client, about, **asked):
    return client.get(f"/api/v1/{about}/trail/", asked)


def points(answer):
    return [point[:2] for leg in answer.data["legs"] for point in leg["points"]]


def test_the_way_of_an_order_is_told_with_speed_and_crew(mei, held, crew):
    fixes(crew, 30, 25, 20)
    with at_most(16):
        answer = trail(mei, f"work-orders/{held.number}")
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    assert answer.data["crews"] == [{"id": crew.pk, "name": crew.name}]
    [leg] = answer.data["legs"]
    assert leg["crew_id"] == crew.pk
    assert (leg["points"][0][0], leg["points"][0][3]) == (HERE[0], 36)


def test_nothing_is_told_from_outside_the_assignment(mei, held, crew):
    fixes(crew, 150, 125, 30)
    assert points(trail(mei, f"crews/{crew.pk}")) == [[HERE[0] + 0.002, HERE[1]]]
    Assignment.objects.update(released_at=now() - timedelta(minutes=60))
    assert points(trail(mei, f"crews/{crew.pk}")) == points(trail(mei, f"work-orders/{held.number}")) == []


def test_what_was_put_aside_is_no_way(mei, held, crew):
    fixes(crew, 30, verdict="impossible_speed")
    fixes(crew, 20, verdict="no_time")
    assert trail(mei, f"work-orders/{held.number}").data["legs"] == []


def test_another_county_learns_nothing(eva, mei, held, crew):
    fixes(crew, 30)
    assert trail(eva, f"crews/{crew.pk}").status_code == 404
    assert trail(eva, f"work-orders/{held.number}").status_code == 404


def test_a_crew_asks_for_no_ways(omar, held, crew):
    assert trail(omar, f"crews/{crew.pk}").status_code == 403


def test_ten_minutes_without_a_fix_divide_the_way(mei, held, crew):
    fixes(crew, 60, 55, 30, 25)
    assert [len(leg["points"]) for leg in trail(mei, f"crews/{crew.pk}").data["legs"]] == [2, 2]


def test_a_long_way_is_thinned_to_five_hundred_points(mei, held, crew):
    at = now()
    PositionFix.objects.bulk_create(
        PositionFix(
            crew_id=crew.pk, fixed_at=at - timedelta(seconds=5 * n), received_at=at, longitude=HERE[0] + n % 7 / 1000,
            latitude=HERE[1] + n % 11 / 1000,
        )
        for n in range(1, 1200)
    )  # fmt: skip
    assert len(points(trail(mei, f"work-orders/{held.number}"))) == 500


def test_the_steps_of_the_order_are_told_with_their_moment(mei, held):
    steps = trail(mei, f"work-orders/{held.number}").data["steps"]
    accepted = StatusChange.objects.get(order=held, new="ACCEPTED")
    assert steps == [{"at": iso(accepted.at), "status": "ACCEPTED", "number": held.number, "kind": "FAULT"}]


@pytest.mark.parametrize(
    ("hours", "pointer"), [((30, 0), "/since"), ((1, 2), "/until")], ids=["too long", "ends before it begins"]
)
def test_a_period_that_cannot_be_is_one_sentence(mei, held, hours, pointer):
    since, until = (iso(now() - timedelta(hours=ago)) for ago in hours)
    refused = trail(mei, f"work-orders/{held.number}", since=since, until=until)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
