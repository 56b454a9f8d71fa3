"""Two outages over the same customers at the same instant: every dark customer is in exactly one interruption."""

from functools import partial

import pytest
from django.db import IntegrityError, connection

from command_center.ground.core import doorbell
from command_center.ground.core.errors import DomainError
from outages.life.states import Status
from outages.models import Interruption, Outage
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from tests.at_once import at_once
from tests.grid import make_province
from tests.outages.lines import below, make_device, make_points, minute, only

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, CUSTOMERS = 5, 300


@pytest.fixture(autouse=True)
def _no_bell(monkeypatch):
    monkeypatch.setattr(doorbell, "ring", lambda: None)


def test_two_outages_open_over_the_same_customers_at_once():
    province = make_province()
    points = make_points(province.t2, CUSTOMERS)
    opening = partial(open_outage, at=minute(9), status=Status.CONFIRMED)
    for _ in range(ROUNDS):
        outages = at_once(
            partial(opening, scope=only(*points[:200]), started_at=minute(5)),
            partial(opening, scope=only(*points[100:]), started_at=minute(3)),
        )
        rows = Interruption.objects.open()
        assert rows.count() == rows.values("service_point").distinct().count() == CUSTOMERS
        # Whoever came first: the customers of both are dark since the earlier claim.
        assert not rows.filter(service_point__in=points[100:]).exclude(off_at=minute(3)).exists()
        assert sum(Outage.objects.get(pk=outage.pk).customers_total for outage in outages) == CUSTOMERS
        for outage in outages:
            if Interruption.objects.open().filter(outage=outage).exists():
                restore(outage_id=outage.pk, at=minute(8))
        _forget()


def test_a_device_gets_one_outage_whoever_asks_first():
    province = make_province()
    device = make_device("K1", province.t2)
    make_points(province.t2, 10)
    opening = partial(open_outage, scope=below(province.t2), device_id=device.pk, started_at=minute(0), at=minute(1))

    def ask():
        try:
            return opening()
        except IntegrityError as broken:
            return broken

    answers = at_once(ask, ask)
    refusals = [answer for answer in answers if not isinstance(answer, Outage)]
    assert len(refusals) == 1
    assert isinstance(refusals[0], DomainError) or "one_live_outage_per_device" in str(refusals[0])
    assert Outage.objects.live().count() == 1


def test_a_step_and_the_whole_at_once_end_everybody_once():
    province = make_province()
    points = make_points(province.t2, CUSTOMERS)
    outage = open_outage(scope=below(province.t2), started_at=minute(0), at=minute(1), status=Status.CONFIRMED)
    at_once(
        partial(restore, outage_id=outage.pk, at=minute(10), scope=only(*points[:200])),
        partial(restore, outage_id=outage.pk, at=minute(12)),
    )
    outage.refresh_from_db()
    assert (outage.status, outage.customers_out) == ("RESTORED", 0)
    assert Interruption.objects.standing().exclude(on_at=None).count() == CUSTOMERS


def _forget():
    """Empty the tables: the ledger itself lets nobody delete from it."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE outages_outage CASCADE")
