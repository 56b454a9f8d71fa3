"""?updated_since= for clients that keep a copy of a list: what has changed, however it was written."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils.timezone import now

from command_center.ground.organisation.models import OrgUnit, ServiceGrid
from dispatch.models import Offer, OfferStatus, Shift
from tests.grid import make_order

API = "/api/v1/"
COPIED = {"shifts": Shift, "units": OrgUnit, "grids": ServiceGrid, "offers": Offer}


@pytest.fixture
def offered(relayed, province):
    """An order before a crew, so that every list has a row."""
    order = make_order()
    relayed()
    return order.offers.get()


def changed(client, path, since):
    answer = client.get(f"{API}{path}/?ordering=updated_at&updated_since={quote(since.isoformat())}")
    assert answer.status_code == 200
    return [row["id"] for row in answer.data["results"]]


@pytest.mark.parametrize("path", COPIED)
def test_only_what_was_changed_since_is_listed(lin, offered, path):
    model, since = COPIED[path], now() - timedelta(minutes=1)
    ids = list(model.objects.values_list("pk", flat=True))
    model.objects.filter(pk__in=ids).update(updated_at=since - timedelta(days=1))
    assert changed(lin, path, since) == []
    model.objects.get(pk=ids[0]).save()
    assert changed(lin, path, since) == [ids[0]]


@pytest.mark.parametrize("path", COPIED)
def test_a_row_tells_when_it_was_changed(lin, offered, path):
    assert all(row["updated_at"] for row in lin.get(f"{API}{path}/").data["results"])


def test_offers_that_are_written_many_at_once_are_seen(lin, offered):
    since = now()
    Offer.objects.filter(pk=offered.pk).update(status=OfferStatus.EXPIRED, answered_at=since)
    assert changed(lin, "offers", since) == [offered.pk]


def test_an_answer_is_seen(lin, offered):
    since = now()
    offered.close(OfferStatus.REJECTED, at=since)
    assert changed(lin, "offers", since) == [offered.pk]


@pytest.mark.parametrize("model", COPIED.values(), ids=COPIED)
def test_it_has_an_index(db, model):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(
            f"EXPLAIN SELECT id FROM {model._meta.db_table} WHERE updated_at >= now() ORDER BY updated_at LIMIT 50"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "_by_update" in plan
