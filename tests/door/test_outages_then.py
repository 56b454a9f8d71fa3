"""GET outages-then/: who was dark at another moment, from the ledger as it is known now."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from command_center.ground.core.values import iso
from outages.ledger.services.correcting import correct_was_off
from outages.life.states import Status
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from tests.door.counting import at_most, counted
from tests.outages.lines import below, make_points, minute, only

URL = "/api/v1/outages-then/"


@pytest.fixture
def feeder(cast, province):
    """60 customers below T2 and 40 below T3, off at minute 0; the sixty back at 30, all at 90."""
    make_points(province.t2, 60)
    make_points(province.t3, 40)
    outage = province.outage = open_outage(
        scope=below(province.t2, province.t3), node_id=province.f1.pk, started_at=minute(0), at=minute(1), status=Status.CONFIRMED
    )  # fmt: skip
    restore(outage_id=outage.pk, at=minute(30), scope=below(province.t2))
    restore(outage_id=outage.pk, at=minute(90))
    return province


def then(client, moment):
    answer = client.get(URL, {"at": iso(moment)})
    assert answer.status_code == 200
    return answer.data["outages"]


@pytest.mark.parametrize(("at", "dark"), [(-1, []), (0, [100]), (29, [100]), (30, [40]), (89, [40]), (90, [])], ids=str)
def test_so_many_were_dark_then(mei, feeder, at, dark):
    assert [card["customers_out"] for card in then(mei, minute(at))] == dark


def test_the_card_says_of_when_it_is_and_leaves_open_what_no_moment_keeps(mei, feeder):
    [card] = then(mei, minute(40))
    assert (card["number"], card["then"], card["status"]) == (feeder.outage.number, iso(minute(40)), "CONFIRMED")
    assert card["restored_at"] == iso(minute(90))
    assert [card[name] for name in ("important_out", "life_support_out", "crew", "etr_at")] == [None] * 4


def test_another_county_was_not_dark(eva, feeder):
    assert then(eva, minute(10)) == []


def test_what_is_to_come_is_no_matter_of_the_ledger(mei, feeder):
    refused = mei.get(URL, {"at": iso(now() + timedelta(hours=1))})
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/at"]


def test_more_outages_are_no_more_queries(mei, feeder):
    one = counted(lambda: then(mei, minute(10)))
    make_points(feeder.t1, 5)
    open_outage(
        scope=below(feeder.t1), node_id=feeder.t1.pk, started_at=minute(5), at=minute(6), status=Status.CONFIRMED
    )
    with at_most(one):
        assert len(then(mei, minute(10))) == 2


def test_a_row_that_began_before_its_outage_or_ended_after_it_counts(mei, feeder):
    """Corrected later: three were dark from minute −20 on, and until 120, though the outage lasted from 0 to 90."""
    points = make_points(feeder.t1, 3)
    said = {"reason": "抄表", "at": minute(200)}
    correct_was_off(outage_id=feeder.outage.pk, scope=only(*points), off_at=minute(-20), on_at=minute(120), **said)
    dark = {at: [card["customers_out"] for card in then(mei, minute(at))] for at in (-21, -20, 0, 90, 119, 120)}
    assert dark == {-21: [], -20: [3], 0: [103], 90: [3], 119: [3], 120: []}
