"""``check_ledger`` reckons the past: every wrong row of a time that is over is named, with its customer and its times."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.timezone import localtime, now

from command_center.ground.network.models import OperationSource
from command_center.ground.network.services.switching import operate
from command_center.ground.organisation.models import User
from outages.following.services.supply import follow_switching
from outages.ledger.checks.dark_times import without
from outages.ledger.checks.past import past_differences
from outages.ledger.services import correcting
from outages.life.selectors.affected import scope_of_device
from outages.life.states import Status
from outages.models import EndedBy, Interruption, Outage
from outages.verbs.services.opening import open_outage
from outages.verbs.services.restoring import How, restore
from tests.grid import make_network
from tests.outages.lines import make_points, only
from tests.outages.networks import make_small_network
from tests.outages.test_phases import FUSES_OF_ONE_PHASE

pytestmark = pytest.mark.django_db

NOON = now().replace(microsecond=0) - timedelta(hours=12)


def at(minute):
    return NOON + timedelta(minutes=minute)


@pytest.fixture
def net(province):
    """Three customers below FU2; the breaker CB1 above was open from minute 10 to 40, and the ledger followed."""
    net = make_network(province)
    net.points = make_points(province.t2, 3)
    move(net.cb1, opened=True, minute=10)
    move(net.cb1, opened=False, minute=40)
    return net


def move(branch, *, opened, minute):
    done = operate(branch_id=branch.pk, opened=opened, at=at(minute), source=OperationSource.SCADA)
    follow_switching(operation_ids=[done.pk], at=at(minute))


def by_sql(statement, *values):
    """What no service would do: the triggers that keep the ledger append-only are asleep."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def move_row(point, off_at, on_at):
    by_sql(
        "UPDATE outages_interruption SET off_at = %s, on_at = %s WHERE service_point_id = %s", off_at, on_at, point.pk
    )


def found(first=0, last=120):
    """(what, customer, first minute, last minute) of all that the check names."""
    past = past_differences(since=at(first), until=at(last), before=now() + timedelta(hours=1))
    return [
        (code.partition("_")[0], each.point_id, (each.start - NOON).seconds // 60, (each.stop - NOON).seconds // 60)
        for code, rows in past.found.items()
        for each in rows
    ]


def test_what_the_ledger_followed_is_right_at_every_moment(net):
    assert Interruption.objects.count() > 3
    assert found() == []


def test_a_row_of_the_past_that_is_not_true_is_named(net):
    wrong, *_ = net.points
    by_sql(
        """INSERT INTO outages_interruption (service_point_id, outage_id, step_id, off_at, on_at, ended_by, ended_recorded_at,
            back_fed, phases, transformer_id, org_path, area_kind, kind, basis)
        SELECT service_point_id, outage_id, step_id, %s, %s, ended_by, now(), back_fed, phases, transformer_id, org_path,
            area_kind, kind, basis FROM outages_interruption WHERE service_point_id = %s""",
        at(50), at(70), wrong.pk,
    )  # fmt: skip
    assert found() == [("row", wrong.pk, 50, 70)]
    with pytest.raises(CommandError, match="1 differences"):
        call_command("check_ledger", since=at(0), until=at(120), grace=-3600)
    call_command("check_ledger", since=at(80), until=at(120), grace=-3600)


def test_a_row_that_is_missing_or_too_short_or_too_long_is_named(net):
    gone, short, long = net.points
    by_sql("DELETE FROM outages_interruption WHERE service_point_id = %s", gone.pk)
    move_row(short, at(15), at(30))
    move_row(long, at(5), at(45))
    assert found() == [
        ("dark", gone.pk, 10, 40), ("dark", short.pk, 10, 15), ("dark", short.pk, 30, 40),
        ("row", long.pk, 5, 10), ("row", long.pk, 40, 45),
    ]  # fmt: skip
    assert found(20, 35) == [("dark", gone.pk, 20, 35), ("dark", short.pk, 30, 35)]


def test_phase_by_phase(province):
    net = make_small_network(province, FUSES_OF_ONE_PHASE, sources=["N1"], customers=[("N2", "A", 1), ("N2", "B", 1)])
    move(net["FB"], opened=True, minute=10)
    move(net["FB"], opened=False, minute=20)
    assert found() == []
    on_a, on_b = (net["E3"].from_node.service_points.get(phases=phase) for phase in "AB")
    by_sql("UPDATE outages_interruption SET service_point_id = %s", on_a.pk)
    assert found() == [("dark", on_b.pk, 10, 20), ("row", on_a.pk, 10, 20)]


def test_a_fuse_that_only_calls_speak_of_is_believed_below_it_and_nowhere_else(net, province):
    scope = scope_of_device(net.fu2.pk, at=at(60))
    outage = open_outage(scope=scope, started_at=at(60), at=at(61), status=Status.CONFIRMED, device_id=net.fu2.pk)
    restore(outage_id=outage.pk, at=at(90))
    assert found() == []
    elsewhere, *_ = make_points(province.t1, 1)
    below, *_ = net.points
    by_sql("UPDATE outages_interruption SET service_point_id = %s WHERE outage_id = %s AND service_point_id = %s",
           elsewhere.pk, outage.pk, below.pk)  # fmt: skip
    assert ("row", elsewhere.pk, 60, 90) in found()


def test_what_a_person_said_counts(net):
    first, second, third = net.points
    outage = Outage.objects.get()
    said = {"outage_id": outage.pk, "reason": "表计", "at": now()}
    correcting.correct_never_off(scope=only(first), **said)
    assert ("dark", first.pk, 10, 40) in found()  # nobody said so
    author = User.objects.create(username="desk", name="desk")
    correcting.correct_never_off(scope=only(second), actor=author, **said)
    correcting.correct_was_off(scope=only(third), off_at=at(80), on_at=at(90), actor=author, **said)
    assert found() == [("dark", first.pk, 10, 40)]


def test_a_crew_that_says_restored_before_the_telegram_counts(province):
    net = make_network(province)
    make_points(province.t2, 2)
    move(net.cb1, opened=True, minute=10)
    outage = Outage.objects.get()
    restore(outage_id=outage.pk, at=at(35), how=How(ended_by=EndedBy.REPAIR))
    move(net.cb1, opened=False, minute=40)
    assert found() == []
    assert found(37) == []
    by_sql("UPDATE outages_interruption SET ended_by = 'SWITCHING'")
    assert {row[2:] for row in found()} == {(35, 40)}


def test_spans_that_are_taken_away_leave_the_rest():
    assert without([(0, 10), (20, 30)], [(2, 3), (9, 21), (30, 40)]) == [(0, 2), (3, 9), (21, 30)]
    assert without([(0, 10)], []) == [(0, 10)]
    assert without([(0, 10)], [(0, 10)]) == []


def test_moments_on_the_command_line(net, capsys):
    day = f"{localtime(at(0)):%Y-%m-%d}"
    call_command("check_ledger", "--from", day, "--to", f"{localtime(at(120)):%Y-%m-%dT%H:%M}")
    assert f"the past: {day} 00:00:00 to" in capsys.readouterr().out
    with pytest.raises(CommandError, match="is no moment"):
        call_command("check_ledger", "--from", "gestern")
