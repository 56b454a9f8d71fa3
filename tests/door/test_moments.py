"""A mistyped year does not rewrite the record: refused, typed twice, or left to a supervisor."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime, now

from command_center.ground.core.moments import closed_year
from command_center.screens.templatetags.moments import short_time
from outages.life.states import Status
from outages.models import Interruption, Outage
from outages.verbs.services.opening import open_outage
from tests.grid import make_network
from tests.outages.lines import make_points, only

pytestmark = pytest.mark.django_db

LAST_WEEK, LONG_AGO = now() - timedelta(days=7), now() - timedelta(days=3653)
BEGAN = now() - timedelta(minutes=40)


@pytest.fixture
def net(province):
    network = make_network(province)
    network.points = make_points(province.t2, 3)
    return network


@pytest.fixture
def outage(net):
    return open_outage(scope=only(net.points[0]), started_at=BEGAN, at=now(), status=Status.CONFIRMED)


def post(client, path, **body):
    return client.post(f"/api/v1/{path}/", body, format="json")


def said(answer):
    return answer.status_code, answer.data["errors"][0]["pointer"]


def operate(client, moment, **more):
    return post(client, "devices/FU2/operate", opened=True, at=moment.isoformat(), **more)


def was_off(client, outage, points, moment, **more):
    meters = [point.meter_number for point in points]
    return post(
        client,
        f"outages/{outage.number}/was-off",
        service_points=meters,
        off_at=moment.isoformat(),
        reason="补录",
        **more,
    )


def correct(client, row, moment, **more):
    return post(client, f"interruptions/{row.pk}/correct", kind="START", at=moment.isoformat(), reason="补录", **more)


def test_a_switch_of_another_decade_is_refused(lin, net):
    assert said(operate(lin, LONG_AGO, confirm_at=LONG_AGO.isoformat())) == (422, "/at")
    assert not Outage.objects.exists()


def test_a_switch_of_last_week_is_typed_twice(lin, net):
    first = operate(lin, LAST_WEEK)
    assert said(first) == (422, "/at") and first.data["confirm"] == "confirm_at"
    assert said(operate(lin, LAST_WEEK, confirm_at=now().isoformat())) == (422, "/at")
    assert operate(lin, LAST_WEEK, confirm_at=LAST_WEEK.isoformat()).status_code == 200


def test_before_the_outage_began_is_typed_twice(mei, net, outage):
    earlier = BEGAN - timedelta(hours=2)
    assert said(was_off(mei, outage, net.points[1:2], LONG_AGO)) == (422, "/off_at")
    assert said(was_off(mei, outage, net.points[1:2], earlier)) == (422, "/off_at")
    assert was_off(mei, outage, net.points[1:2], earlier, confirm_at=earlier.isoformat()).status_code == 200
    row = Interruption.objects.open().get(service_point=net.points[0])
    assert said(correct(mei, row, LONG_AGO)) == said(correct(mei, row, earlier)) == (422, "/at")
    assert correct(mei, row, earlier, confirm_at=earlier.isoformat()).status_code == 200


def test_a_row_of_another_outage_is_corrected_there(mei, net, outage):
    other = open_outage(scope=only(net.points[2]), started_at=now(), at=now(), status=Status.CONFIRMED)
    answer = was_off(mei, outage, net.points[2:], BEGAN + timedelta(minutes=1))
    assert (answer.status_code, answer.data["outage"]) == (409, other.number)
    assert not other.corrections.exists()


def test_an_estimate_of_another_year_is_refused(mei, outage):
    for moment in (now() + timedelta(days=400), now().replace(year=9999)):
        answer = post(mei, f"outages/{outage.number}/estimate", etr_at=moment.isoformat())
        assert said(answer) == (422, "/etr_at")


def test_figures_of_a_closed_year_need_a_supervisor(lin, mei, net, monkeypatch):
    began = now() - timedelta(days=2)
    outage = open_outage(scope=only(net.points[0]), started_at=began, at=began, status=Status.CONFIRMED)
    monkeypatch.setattr("command_center.ground.organisation.closed_years.closed_year", lambda moment, at: moment.year)
    row = Interruption.objects.get()
    assert post(mei, f"interruptions/{row.pk}/correct", kind="NEVER_OFF", reason="补录").status_code == 403
    assert post(lin, f"interruptions/{row.pk}/correct", kind="NEVER_OFF", reason="补录").status_code == 200
    assert not outage.interruptions.standing().exists()


def test_a_year_closes_in_the_middle_of_the_next_january():
    new_year = localtime(now()).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    before = new_year - timedelta(seconds=1)
    assert closed_year(before, at=new_year + timedelta(days=10)) is None
    assert closed_year(before, at=new_year + timedelta(days=20)) == before.year
    assert closed_year(new_year, at=new_year + timedelta(days=200)) is None


def test_pages_name_the_year_when_it_is_not_this_one():
    last_year = now() - timedelta(days=370)
    assert short_time(last_year).startswith(f"{localtime(last_year).year}-")
    assert not short_time(now()).startswith(f"{localtime(now()).year}-")
