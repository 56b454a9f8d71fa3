"""The centre's desk of connections over the API: the bar of stages, the rows behind a figure, the week, the feed."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils.timezone import now

from command_center.ground.core.models import EventRecord
from command_center.ground.core.values import CHINA
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from tests.connections.cases import make_case, staff_of
from tests.connections.test_visits import MONDAY, book, life
from tests.door.counting import at_most
from tests.grid import make_grid, make_held_order
from tests.people import make_user
from workorders.kinds.connection.figures import figures, rows_behind
from workorders.kinds.connection.models import SupplyPlan, VisitSlot
from workorders.kinds.connection.rates import mean
from workorders.kinds.connection.services import appointments, feed, plans
from workorders.kinds.connection.slots import free_slots
from workorders.models import Callback, Clock, ConnectionCase, FeedPost, WorkOrder

pytestmark = pytest.mark.django_db
API = "/api/v1/"
# Of the panel: sign-in, the order with its verbs (who is expected, who has set off), its timeline, the case and its four lists.
PANEL = 46


@pytest.fixture
def con(province, cast):
    """con's browser, who leads the county's connections."""
    client = Client()
    client.force_login(staff_of(province)["con"])
    return client


def read(client, path):
    answer = client.get(f"{API}{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_bar_counts_every_stage_and_each_count_ignores_its_own_filter(con):
    old = make_case("old", sub_kind="MV_SINGLE", kw="500", at=now() - timedelta(days=130))
    make_case("new", reporter_phone="+8613800135699", at=now() - timedelta(days=2))
    told = read(con, "connection-stages/?stage=SURVEY&owner=CUSTOMER&bucket=300&overdue=false")
    assert [stage["cases"] for stage in told["stages"]] == [0] * 8, "of the customer's minutes there are none"
    told = read(con, "connection-stages/?stage=SURVEY")
    stages = {stage["stage"]: stage for stage in told["stages"]}
    assert (told["cases"], stages["APPLIED"]["cases"], stages["APPLIED"]["median_days"]) == (2, 2, 66.0)
    assert [bucket["cases"] for bucket in told["buckets"]] == [0, 0, 0], "none of the surveyed ones"
    told = read(con, "connection-stages/")
    assert [(bucket["days"], bucket["cases"]) for bucket in told["buckets"]] == [(70, 1), (120, 1), (300, 0)]
    assert {each["owner"]: each["cases"] for each in told["owners"]}["UTILITY"] == 2
    assert read(con, "connection-cases/?bucket=120")["results"][0]["number"] == old.number
    assert con.get(f"{API}connection-stages/?ownr=x").status_code == 422


def test_a_long_wait_stands_in_one_band_and_a_band_opens_its_rows(con):
    waits = {"young": 70, "first": 71, "last": 120, "second": 121, "third": 301}
    for n, (name, days) in enumerate(waits.items()):
        at = now() - timedelta(days=days, hours=1)
        make_case(name, sub_kind="MV_DUAL", kw="500", at=at, reporter_phone=f"+861380013{n:04d}")
    make_case("low", at=now() - timedelta(days=200), reporter_phone="+8613800139999")
    told = read(con, "connection-stages/")["long_waits"]
    bands = [(each["band"], each["over"], each["up_to"], each["cases"]) for each in told["bands"]]
    assert bands == [("70-120", 70, 120, 2), ("120-300", 120, 300, 1), ("300", 300, None, 1)]
    for band, _over, _up_to, cases in bands:
        assert len(read(con, f"connection-cases/?bucket={band}")["results"]) == cases, band
    assert "120" in told["definition"] and "300" in told["definition"]
    assert read(con, "connection-stages/?bucket=70-120")["long_waits"] == told, "it ignores its own filter"
    assert read(con, "connection-stages/?sub_kind=MV_SINGLE")["long_waits"]["bands"][0]["cases"] == 0


def test_the_average_days_of_each_voltage_are_those_of_what_was_energised_in_the_period(con):
    on_at = now().replace(microsecond=0) - timedelta(days=3)
    for n, (sub_kind, days) in enumerate((("MV_SINGLE", 40), ("MV_DUAL", 61), ("LV_RESIDENT", 2), ("EV_CHARGER", 5))):
        order = make_case(
            f"E{n}", sub_kind=sub_kind, at=on_at - timedelta(days=days), reporter_phone=f"+861380013{n:04d}"
        )
        ConnectionCase.objects.filter(order=order).update(energised_at=on_at)
    old = make_case("old", sub_kind="MV_SINGLE", at=on_at - timedelta(days=400), reporter_phone="+8613800139999")
    ConnectionCase.objects.filter(order=old).update(energised_at=on_at - timedelta(days=50))
    make_case("open", sub_kind="MV_SINGLE", at=on_at - timedelta(days=90), reporter_phone="+8613800139998")
    told = {each["code"]: (each["days"], each["of"]) for each in read(con, "connection-figures/")["figures"]}
    assert (told["days_10kv"], told["days_400v"], told["booked"][0]) == ((50.5, 2), (3.5, 2), None)
    rows = read(con, "connection-figures/days_10kv/")["rows"]
    assert [round(row["days"]) for row in rows] == [61, 40], "the longest first"


def test_a_mean_of_days_is_rounded_half_up_and_nothing_has_none():
    assert (mean([1.0, 1.1]), mean([0.05]), mean([])) == (Decimal("1.1"), Decimal("0.1"), None)


def test_a_row_tells_its_age_its_visits_and_its_follow_up(con):
    order = make_case(at=now() - timedelta(days=1))
    appointments.book(order_id=order.pk, slot=free_slots(order, at=now())[0].starts_at, at=now(), actor=None)
    WorkOrder.objects.filter(pk=order.pk).update(status="ENERGISED")
    feed.follow_up(order_id=order.pk, satisfaction="NOT_REACHED", comment="", at=now(), actor=None)
    [row] = read(con, "connection-cases/")["results"]
    assert (row["id"], row["survey"]["status"], row["installation"]) == (order.pk, "AGREED", None)
    assert row["follow_up"]["satisfaction"] == "NOT_REACHED" and row["state_since"] > row["reported_at"]


def test_every_figure_is_its_rows(province, cast):
    """The rows that a click opens, counted by hand, are the figure that was clicked."""
    first, came = life("a", arrived=1)
    life("b", arrived=2, move_by="CUSTOMER")
    life("c", arrived=2, move_by="UTILITY")
    life("d", arrived=9)
    for pk, answer in ((first.pk, "NOT_REACHED"), (first.pk, "FAIR")):
        Callback.objects.create(order_id=pk, satisfaction=answer, at=came)
    WorkOrder.objects.filter(pk=first.pk).update(status="ARCHIVED", closed_at=came)
    ConnectionCase.objects.filter(order=first).update(energised_at=came)
    Clock.objects.filter(order=first, code="CONN_TOTAL").update(outcome="MISSED", stopped_at=came)
    period = (MONDAY, MONDAY + timedelta(days=30))
    told = figures(cast.lin, *period, at=period[1])["figures"]
    for figure in told:
        rows = rows_behind(cast.lin, figure["code"], *period, at=period[1])
        assert len(rows) == figure["of"] and (rows or figure["code"] == "days_10kv"), figure["code"]
        if figure["hits"] is not None:
            assert sum(row["hit"] for row in rows) == figure["hits"], figure["code"]
    [archived] = rows_behind(cast.lin, "conformity", *period, at=period[1])
    assert archived["parts"] == {"stages": True, "promise": False, "satisfied": True} and not archived["hit"]
    assert [row["hit"] for row in rows_behind(cast.lin, "kept", *period, at=period[1])][:2] == [False, False]
    assert rows_behind(cast.eva, "kept", *period, at=period[1]) == []


def test_the_rows_of_a_figure_over_the_api(con):
    assert read(con, "connection-figures/kept/") | {"start": "", "end": ""} == {
        "start": "", "end": "", "of": 0, "rows": [],
    }  # fmt: skip
    assert con.get(f"{API}connection-figures/nothing/").status_code == 404


def test_units_where_somebody_is_expected_stand_first_in_the_week(con, province):
    """A province has hundreds of units with a manager, and a dozen visits."""
    manager = make_user("before", Role.GRID_MANAGER, province.town)
    elsewhere = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}
    make_grid("422826S01G9", province.town, elsewhere, manager=manager)
    order = make_case(at=now() - timedelta(hours=1))
    slot = free_slots(order, at=now())[0].starts_at
    quiet = read(con, f"visit-calendar/?day={(slot - timedelta(weeks=3)).date()}")
    book(order, slot, now())
    busy = read(con, f"visit-calendar/?day={slot.astimezone(CHINA).date()}")
    assert quiet["units"][0]["code"] == province.town.code
    assert busy["units"][0]["code"] == order.unit.code


def test_the_week_offers_what_the_applicant_is_offered(con, province):
    order = make_case(at=now() - timedelta(hours=1))
    offered = free_slots(order, at=now())
    book(order, offered[0].starts_at, now())
    VisitSlot.objects.filter(unit=order.unit, starts_at=offered[0].starts_at).update(capacity=5)
    free = {}
    for weeks in range(4):
        day = (now().astimezone(CHINA) + timedelta(weeks=weeks)).date()
        told = read(con, f"visit-calendar/?day={day}&unit={order.unit.code}")
        [unit] = told["units"]
        free |= {datetime.fromisoformat(slot["starts_at"]): slot["capacity"] - slot["booked"] for slot in unit["slots"]}
        if any(row["number"] == order.number for row in told["appointments"]):
            assert unit["managers"] and told["appointments"][0]["unit_code"] == unit["code"]
    for slot in free_slots(order, at=now()):
        assert free[slot.starts_at] == slot.free
    assert read(con, "visit-calendar/?unit=nowhere")["units"] == []
    assert con.get(f"{API}visit-calendar/?day=2026-99-99").status_code == 422


@pytest.mark.parametrize(
    ("path", "most"), [("connection-cases/", 14), ("connection-stages/", 13), ("visit-calendar/", 14)]
)
def test_a_hundred_cases_ask_no_more_than_one(con, path, most, django_assert_max_num_queries):
    for n in range(6):
        order = make_case(f"Q{n}", reporter_phone=f"+861380013{n:04d}", at=now() - timedelta(days=1))
        appointments.book(order_id=order.pk, slot=free_slots(order, at=now())[n // 3].starts_at, at=now(), actor=None)
    read(con, path)
    with django_assert_max_num_queries(most):
        read(con, path)


def test_the_panel_tells_what_its_parts_tell(con, province):
    order = make_case(at=now() - timedelta(days=1))
    appointments.book(order_id=order.pk, slot=free_slots(order, at=now())[0].starts_at, at=now(), actor=None)
    plans.survey(order_id=order.pk, contacted_at=None, text="", kw=None, at=now(), actor=None)
    feed.post(order_id=order.pk, text="几点来?", at=now())
    told = read(con, f"connection-cases/{order.number}/panel/")
    case, work = f"connection-cases/{order.number}/", f"work-orders/{order.number}/"
    assert told["record"] == read(con, work) and told["timeline"] == read(con, f"{work}timeline/")
    assert without_minutes(told["row"]) == without_minutes(read(con, case))
    assert told["appointments"] == read(con, f"appointments/?number={order.number}")["results"] != []
    assert told["plans"] == read(con, f"{case}plans/") != []
    assert told["feed"] == read(con, f"{case}feed/")["results"] != []
    assert con.get(f"{API}connection-cases/{make_held_order().number}/panel/").status_code == 404


def without_minutes(row):
    """Between two requests some seconds have gone by."""
    return {name: value for name, value in row.items() if name != "time"}


def test_a_long_case_is_told_with_the_queries_of_a_new_one(con):
    order = make_case(at=now() - timedelta(days=1))
    read(con, f"connection-cases/{order.number}/panel/")
    with at_most(PANEL):
        read(con, f"connection-cases/{order.number}/panel/")
    book(order, free_slots(order, at=now())[0].starts_at, now())
    person = User.objects.get(username="con")
    for n in range(3):
        feed.post(order_id=order.pk, text=f"{n}", at=now(), actor=person)
        SupplyPlan.objects.create(order=order, voltage="LV", drafted_at=now(), signed_at=now(), signed_by=person)
    with at_most(PANEL):
        read(con, f"connection-cases/{order.number}/panel/")


def test_a_word_that_is_sent_twice_stands_in_the_feed_once(con):
    order = make_case(at=now())
    said = {"text": "方案今天签"}
    for _ in range(2):
        answer = con.post(f"{API}connection-cases/{order.number}/feed/", said, headers={"Idempotency-Key": "k1"})
        assert answer.status_code == 201
    assert FeedPost.objects.get().text == "方案今天签"


def test_the_desk_hears_that_the_applicant_agreed(con):
    order = make_case(at=now())
    appointments.book(order_id=order.pk, slot=free_slots(order, at=now())[0].starts_at, at=now(), actor=None)
    order.refresh_from_db()
    for _ in range(2):
        appointments.agree(order_id=order.pk, at=now())
    assert EventRecord.objects.filter(name="appointment.agreed").count() == 1
    [row] = read(con, "connection-cases/")["results"]
    assert row["rev"] == order.rev + 1 and row["survey"]["agreed_at"]


@pytest.mark.parametrize("path", ["/connections/", "/connections/calendar/?day=x"])
def test_the_pages_are_told_words_and_fields(con, path):
    page = con.get(path).content.decode()
    assert 'data-island="connections"' in page and "LV_RESIDENT" in page and "PERMIT_OFFICE" in page
