"""A test that commits leaves nothing: no row, no number, no partition; and what migrations wrote is there again, unchanged."""

import threading
from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import OperationalError, connection, transaction

from command_center.ground.core import doorbell, relay
from command_center.ground.core.models import EventRecord, Stream
from command_center.ground.organisation.models import OrgUnit
from dispatch.services.position_history import keep_history
from outages.models import NoticeRule
from tests import as_migrated
from tests.grid import make_held_order, make_network, make_province, make_unit
from workorders.models import StatusChange, TimeLimit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quiet_doorbell(monkeypatch):
    monkeypatch.setattr(doorbell, "ring", lambda: None)


def rows(schema):
    """Table → its rows as texts, in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])
        found = {}
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM {schema}."{name}" t ORDER BY 1')
            found[name] = [text for (text,) in cursor.fetchall()]
    return found


def numbers():
    """Sequence → the last number it gave."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
        return dict(cursor.fetchall())


def leave_traces():
    """New rows, append-only ones among them; published events; migrations' rows changed and deleted; partitions."""
    province = make_province()
    make_network(province)
    make_held_order()
    relay.publish_round()
    TimeLimit.objects.update(warn_percents=[1])
    NoticeRule.objects.all().delete()
    Permission.objects.all().delete()
    keep_history(today=date(2026, 7, 1), days_kept=30)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dispatch_positionfix (crew_id, fixed_at, received_at, latitude, longitude)"
            " VALUES (1, '2026-07-01', '2026-07-01', 29.6, 109.1), (1, '2020-01-01', '2020-01-01', 29.6, 109.1)"
        )
    assert StatusChange.objects.exists()
    assert Stream.objects.get().seq > 0


@pytest.mark.parametrize("turn", ["once", "again"])
def test_a_test_finds_no_traces_of_the_one_before(turn):
    kept = rows("as_migrated")
    assert len(kept["auth_permission"]) > 100
    tables = [text.strip("()") for text in kept["_tables"]]
    assert rows("public") == {name: kept.get(name, []) for name in tables}
    leave_traces()


def test_numbers_and_partitions_go_back_as_well():
    as_migrated.come_back()  # tests that were rolled back have used up numbers
    before = rows("public"), numbers()
    leave_traces()
    assert rows("public").keys() != before[0].keys()
    assert numbers() != before[1]
    as_migrated.come_back()
    assert (rows("public"), numbers()) == before


def test_who_has_not_committed_yet_is_waited_for():
    has_written, may_commit = threading.Event(), threading.Event()

    def write_slowly():
        with transaction.atomic():
            make_unit("42", "湖北省", "PROVINCE", None)
            has_written.set()
            may_commit.wait(10)
        connection.close()

    def commit_when_waited_for():
        with connection.cursor() as cursor:
            waiting = (
                "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'organisation_orgunit'::regclass)"
            )
            while not may_commit.is_set():
                cursor.execute(waiting)
                if cursor.fetchone()[0]:
                    may_commit.set()
        connection.close()

    writer, watcher = threading.Thread(target=write_slowly), threading.Thread(target=commit_when_waited_for)
    writer.start()
    assert has_written.wait(10)
    watcher.start()
    as_migrated.come_back()
    may_commit.set()
    writer.join(10)
    watcher.join(10)
    assert not OrgUnit.objects.exists()


def test_who_never_ends_is_ended_and_named():
    has_written, may_end = threading.Event(), threading.Event()

    def write_and_forget():
        with pytest.raises(OperationalError), transaction.atomic():
            make_unit("42", "湖北省", "PROVINCE", None)
            has_written.set()
            may_end.wait(10)
            make_unit("4228", "恩施州", "CITY", None)
        connection.close()

    forgetful = threading.Thread(target=write_and_forget)
    forgetful.start()
    assert has_written.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    with pytest.raises(as_migrated.LeftOpen, match=r"idle in transaction.*organisation_orgunit"):
        as_migrated.come_back()
    may_end.set()
    forgetful.join(10)
    assert not OrgUnit.objects.exists()
    connection.close()


def test_only_commits_are_quicker_here():
    """The rest of the server's safety is as in production."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_commit'), current_setting('fsync')")
        assert cursor.fetchone() == ("off", "on")
    assert not EventRecord.objects.exists()
