"""A database of the version before the engine, in the middle of a storm, comes up in this one: nothing lost, every card equal.

``tests/data/dumps/storm.sql.gz`` is what pg_dump wrote on 28 November 2026 after 480 random steps of the walk over orders and outages (invented
people); ``storm.json.gz`` the cards that version showed at that moment.
"""

import gzip
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.translation import override

from command_center.ground.alarms.models import Alarm
from command_center.ground.alarms.selectors import cards_of_alarms
from command_center.ground.alarms.selectors import with_names as with_names_of_alarms
from command_center.ground.custody.services.keeping import name_what_has_none
from command_center.screens.cards import crews, orders, outages
from command_center.screens.owners import offenders
from outages.models import Outage
from workorders.engine.advance import advance
from workorders.kinds import PROCESSES
from workorders.models import StatusChange, WorkOrder

DUMPS = Path(__file__).parent.parent / "data" / "dumps"
# What a card tells today and did not then.
NEW_ON_A_CARD = {"order_kind": "FAULT", "sub_kind": ""}


def unpacked(name: str) -> str:
    with gzip.open(DUMPS / name, "rt", encoding="utf-8") as file:
        return file.read()


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """The cards as the old version showed them, and the moment."""
    return json.loads(unpacked("storm.json.gz"))


@pytest.fixture(scope="module")
def old_storm(django_db_setup, django_db_blocker):
    """The old database, migrated to this version; dropped afterwards."""
    name, ours = f"old_storm_{os.getpid()}", connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        connection.close()
        connection.settings_dict["NAME"] = name
        try:
            restore()
            call_command("migrate", verbosity=0, interactive=False)
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = ours
            with connection.creation._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def restore() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION btree_gist; CREATE EXTENSION pg_trgm")
        cursor.execute(unpacked("storm.sql.gz"))
        cursor.execute("RESET ALL")
    connection.close()


@pytest.fixture
def storm(old_storm, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def same(cards: Any, before: Any) -> None:
    """Each card tells all that it told, in JSON as a screen gets it; it may tell more."""
    assert as_before(json.loads(json.dumps(cards, default=str)), before) == before


def as_before(now: Any, before: Any) -> Any:
    """What is told now, without the keys that were not told before."""
    if isinstance(before, dict) and isinstance(now, dict):
        return {key: as_before(value, before[key]) for key, value in now.items() if key in before}
    if isinstance(before, list) and isinstance(now, list) and len(now) == len(before):
        return [as_before(one, other) for one, other in zip(now, before, strict=True)]
    return now


def test_every_order_is_there_with_its_card_and_its_clocks(storm, told):
    cards = orders.cards_of(orders.with_names(WorkOrder.objects.order_by("pk")))
    same(cards, told["orders"])
    assert all(NEW_ON_A_CARD.items() <= card.items() for card in cards)
    assert sorted(orders.order_cards([card["id"] for card in cards])) == told["board"]


def test_crews_outages_and_alarms_stand_as_they_stood(storm, told):
    at = datetime.fromisoformat(told["at"])
    same(list(crews.crew_cards(at=at).values()), told["crews"])
    same(outages.cards_of_outages(outages.with_places(Outage.objects.order_by("pk"))), told["outages"])
    with override("zh-hans"):
        same(cards_of_alarms(with_names_of_alarms(Alarm.objects.open().order_by("pk"))), told["alarms"])


def test_nobody_waits_unseen_in_it(storm, told):
    """The sweep gives a name to what the old version knew no name for; then everything has an owner, as it had."""
    at = datetime.fromisoformat(told["at"])
    assert told["owners"] == []
    name_what_has_none(at=at)
    assert [str(each) for each in offenders(at=at)] == []


def test_the_storm_goes_on(storm, told):
    """Whatever an order can do next in its process, it does."""
    at = datetime.fromisoformat(told["at"])
    taken = 0
    for order in WorkOrder.objects.order_by("pk"):
        verbs = [verb.name for verb in PROCESSES[order.kind].verbs if order.status in verb.frm and verb.to]
        for verb in verbs[:1]:
            with transaction.atomic():
                advance([order], verb, at=at)
            taken += 1
    assert taken > 50
    assert StatusChange.objects.count() > len(told["orders"]) + taken
