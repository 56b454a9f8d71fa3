"""PostgreSQL is killed, or its disk is full, while people report: they hear "later", and nothing that was accepted is lost."""

import threading

import httpx
import pytest
from django.core.management import call_command
from django.db import connection

from command_center.ground.core.models import Stream
from launcher import backups, home
from tests.faults.callers import PROBLEM
from tests.faults.ledger import offences, reports_kept
from tests.faults.servers import own_server
from tests.waiting import until

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

NOT_NOW = (503, "5", PROBLEM, "unavailable")


@pytest.fixture
def server(transactional_db):
    with own_server() as server:
        yield server


@pytest.fixture
def database(server):
    return server.url


def heard(answer: httpx.Response):
    return answer.status_code, answer.headers.get("Retry-After"), answer.headers["Content-Type"], answer.json()["code"]


def all_are_served(stack, callers):
    stack.keep_up()
    return callers.are_served()


def test_a_killed_postgresql_is_told_and_loses_nothing(server, stack, callers):
    callers.report(0, 20)
    server.kill()
    until(lambda: not server.cluster.running, "nobody answers any more")
    assert heard(callers.report_one(20)) == NOT_NOW
    assert callers.readiness() == 503

    server.start()
    until(lambda: callers.is_taken(20), "the same report is taken when it comes again")
    callers.report(21, 40)
    until(lambda: all_are_served(stack, callers), "all 40 are looked after", told=offences)
    until(lambda: callers.readiness() == 200, "ready again")


@pytest.fixture
def small_disk(server):
    server.mount_small_disk()
    return server


def test_a_full_disk_is_told_and_loses_nothing(small_disk, stack, callers):
    callers.report(0, 20)
    small_disk.fill_disk()
    refused = []

    def is_refused():
        answer = callers.report_one(100 + len(refused))  # the last pages still have room for some
        refused.append(answer)
        return answer.status_code != 201

    until(is_refused, "there is no room any more")
    assert heard(refused[-1]) == NOT_NOW
    until(lambda: callers.readiness() == 503, "whoever asks for readiness is told")

    small_disk.free_disk()
    until(lambda: callers.is_taken(99 + len(refused)), "the same report is taken when it comes again")
    until(lambda: all_are_served(stack, callers), "all of them are looked after", told=offences)
    until(lambda: callers.readiness() == 200, "ready again")


@pytest.fixture
def backup_of(server, monkeypatch, tmp_path):
    """``./run backup`` and ``./run restore`` know this server only, and a ``.local`` of the test's own."""
    monkeypatch.setattr(home, "LOCAL", tmp_path)
    monkeypatch.setattr(backups.packages, "prepare", lambda: None)
    monkeypatch.setattr(backups.preparing, "forget", lambda: None)
    monkeypatch.setattr(backups, "running_engines", lambda **_: own_engines(server))
    return str(tmp_path / "night.backup")


class own_engines:
    def __init__(self, server):
        self.cluster = server.cluster

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


def test_a_backup_taken_in_the_storm_brings_back_a_whole_system(server, stack, callers, backup_of):
    callers.report(0, 30)
    before, epoch = set(callers.accepted), Stream.objects.get().epoch
    storm = threading.Thread(target=callers.report, args=(30, 90))
    storm.start()
    assert backups.backup([backup_of]) == 0
    storm.join()
    stack.stop()
    connection.close()
    assert backups.restore([backup_of, "--yes"]) == 0

    kept = reports_kept()
    assert before <= kept <= callers.accepted
    callers.accepted = kept
    assert Stream.objects.get().epoch != epoch
    stack.start()
    until(lambda: all_are_served(stack, callers), "whoever is in the backup is looked after", told=offences)
    for checker in ("check_ledger", "check_owners", "verify_audit"):
        call_command(checker)
