"""GET indices/: figures of a period and a place, and the rows behind them."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.utils.timezone import now

from outages.life.states import Status
from outages.models import ServedCustomers
from outages.reliability.services.figures import refresh_changed_figures
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import restore
from tests.door.counting import at_most
from tests.outages.lines import below, make_points

URL = "/api/v1/indices/"
NIGHT = datetime(2026, 7, 19, 2, 0, tzinfo=UTC)
MONTH = "from=2026-07-01&to=2026-07-31"


@pytest.fixture
def july(province):
    """Ten served; four of them dark for an hour by a storm, two of the four again for two minutes."""
    make_points(province.t2, 4)
    make_points(province.t3, 2)
    ServedCustomers.objects.create(
        day="2026-07-01", org_path=province.dingzhai.path, area_kind="RURAL", counted="LV_CUSTOMER", customers=10
    )
    for transformer, start, minutes in ((province.t2, NIGHT, 60), (province.t3, NIGHT + timedelta(days=1), 2)):
        outage = open_outage(
            scope=below(transformer), started_at=start, at=start, status=Status.CONFIRMED, node_id=transformer.pk
        )
        restore(outage_id=outage.pk, at=start + timedelta(minutes=minutes))
    refresh_changed_figures(at=now())


def test_the_month_of_a_county(mei, july):
    with at_most(14):
        data = mei.get(f"{URL}?{MONTH}").data
    assert data["unit"] == "422826" and data["customers_served"] == 10 and data["as_of"]
    assert data["ieee1366"] == {
        "saidi_minutes": 24.0, "saifi": 0.4, "caidi_minutes": 60.0, "asai": data["ieee1366"]["asai"], "maifi": 0.2,
    }  # fmt: skip
    assert data["dlt836"]["aitc"] == pytest.approx(0.6)
    whole = data["whole"]
    assert (whole["outages"], whole["customer_interruptions"], whole["customer_hours"]) == (1, 4, 4.0)


@pytest.mark.parametrize(
    "query, interruptions",
    [("kind=PLANNED", 0), ("kind=FAULT&kind=PLANNED", 4), ("cause=NATURE", 0), ("area_kind=RURAL", 4),
     ("area_kind=URBAN", 0), ("basis=LV", 4), ("basis=MV", 1), ("med=only", 0), ("med=without", 4)],
)  # fmt: skip
def test_what_is_counted(mei, july, query, interruptions):
    assert mei.get(f"{URL}?{MONTH}&{query}").data["whole"]["customer_interruptions"] == interruptions


def test_split_into_parts(lin, mei, july):
    days = mei.get(f"{URL}?{MONTH}&by=day").data["parts"]
    assert [(part["key"], part["customer_interruptions"]) for part in days] == [("2026-07-19", 4), ("2026-07-20", 0)]
    cities = lin.get(f"{URL}?{MONTH}&by=unit").data["parts"]
    assert [(part["key"], part["name"]) for part in cities] == [("4228", "恩施州")]
    assert [part["key"] for part in mei.get(f"{URL}?{MONTH}&by=area_kind").data["parts"]] == ["RURAL"]


def test_down_to_the_rows(mei, july):
    link = urlsplit(mei.get(f"{URL}?{MONTH}&by=day&kind=FAULT").data["drill_down"])
    assert "by=" not in link.query
    with at_most(8):
        rows = mei.get(f"{link.path}?{link.query}").data["results"]
    assert (len(rows) == 6 and rows[0]["off_at"] == "2026-07-19T10:00:00+08:00") or rows[0]["off_at"].startswith(
        "2026-07-19"
    )
    assert {row["customer"] for row in rows} == {"居*"}


def test_another_area(eva, lin, mei, july):
    assert eva.get(f"{URL}?{MONTH}").data["whole"]["customer_interruptions"] == 0
    assert eva.get(f"{URL}?{MONTH}&unit=422826").status_code == 404
    assert eva.get(f"{URL}interruptions/?{MONTH}&unit=422826").status_code == 404
    assert lin.get(f"{URL}?{MONTH}&unit=422826").data["whole"]["customer_interruptions"] == 4


@pytest.mark.parametrize(
    "query", ["from=2026-08-01&to=2026-07-01", "from=2010-01-01", "from=x", "basis=HV", "med=no", "by=colour", "kind=X"]
)
def test_bad_questions(mei, july, query):
    assert mei.get(f"{URL}?{query}").status_code == 422


def test_without_anything_counted(mei, province):
    data = mei.get(URL).data
    assert data["customers_served"] is None and data["ieee1366"]["saidi_minutes"] is None and data["as_of"] is None
