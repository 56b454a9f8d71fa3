"""Shared fixtures: the mini province, the cast, signed-in clients, and the event path run by hand."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from celery import current_app
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from rest_framework.test import APIClient

from command_center.ground.core import deliveries, doorbell, process_cache, relay
from command_center.ground.core.models import Delivery
from tests import as_migrated, migrated
from tests.grid import make_province
from tests.people import make_cast
from tests.workers import WORKER

MANY_ROUNDS = 50
# ``./run test --long`` takes every random walk through so many seeds.
LONG = 1000

# How fast a machine draws its examples says nothing about what they show.
hypothesis_settings.register_profile(
    "any machine", hypothesis_settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help=f"{LONG} seeds for every random walk")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """``@pytest.mark.seeds(20)``: the test's argument ``seed`` is 0 … 19, with ``--long`` 0 … 999."""
    walk = metafunc.definition.get_closest_marker("seeds")
    if walk is not None:
        metafunc.parametrize("seed", range(LONG if metafunc.config.getoption("long") else walk.args[0]))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: Any) -> None:
    """One of several test processes copies the database of the first; one alone that of an earlier run, if it can."""
    if WORKER:
        test = connection.settings_dict["TEST"]
        test["TEMPLATE"] = test["NAME"].removesuffix(f"_{WORKER}")
        return
    with django_db_blocker.unblock():
        migrated.use()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test databases; after a test that commits they come back in our way and not in Django's."""
    with django_db_blocker.unblock():
        if not WORKER:
            migrated.keep()
        as_migrated.keep()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: as_migrated.come_back())
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No answer of one test reaches the next: remembered tables and the cache start empty; hashing is quick.

    Within a test remembered tables do not age: how many statements it counts must not depend on how fast the machine is.
    """
    monkeypatch.setattr(process_cache, "monotonic", lambda: 0.0)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    process_cache.clear_all()
    yield
    process_cache.clear_all()
    cache.clear()


@pytest.fixture(autouse=True)
def _the_centres_celery() -> Iterator[None]:
    """No test leaves another Celery application behind: what later tests send would go to a broker that nobody runs."""
    yield
    assert current_app.main == "command_center", "Celery(set_as_current=False), please"


@pytest.fixture
def kinds_to_come(db: None) -> None:
    """The database knows the kinds that are declared; clocks do not mind which they are."""
    with connection.cursor() as cursor:
        for rule in ("an_order_has_a_state_of_its_kind", "an_order_has_a_sub_type_of_its_kind"):
            cursor.execute(f"ALTER TABLE workorders_workorder DROP CONSTRAINT {rule}")


@pytest.fixture
def province(db: None) -> SimpleNamespace:
    return make_province()


@pytest.fixture
def cast(province: SimpleNamespace) -> SimpleNamespace:
    return make_cast(province)


@pytest.fixture
def signed_in(cast: SimpleNamespace) -> Callable[[str], APIClient]:
    """``signed_in("mei")`` is an API client with mei's session."""

    def client_of(name: str) -> APIClient:
        client = APIClient()
        client.force_login(getattr(cast, name))
        return client

    return client_of


@pytest.fixture
def mei(signed_in: Callable[[str], APIClient]) -> APIClient:
    return signed_in("mei")


@pytest.fixture
def lin(signed_in: Callable[[str], APIClient]) -> APIClient:
    return signed_in("lin")


@pytest.fixture
def omar(signed_in: Callable[[str], APIClient]) -> APIClient:
    return signed_in("omar")


@pytest.fixture
def tao(signed_in: Callable[[str], APIClient]) -> APIClient:
    return signed_in("tao")


@pytest.fixture
def eva(signed_in: Callable[[str], APIClient]) -> APIClient:
    return signed_in("eva")


@pytest.fixture
def agent(signed_in: Callable[[str], APIClient]) -> APIClient:
    return signed_in("agent")


@pytest.fixture
def auditor(signed_in: Callable[[str], APIClient]) -> APIClient:
    return signed_in("auditor")


@pytest.fixture
def relayed(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Any]]:
    """``relayed()`` publishes what happened and lets every handler react, until quiet; the events in ``seq`` order.

    No Redis, no Celery: the same ``publish_round`` and ``drain`` that the relay and the workers call. Handlers read the
    clock: ``relayed(at=MONDAY)`` lets them read Monday, for a test whose days are written down.
    """
    monkeypatch.setattr(doorbell, "answered", lambda name: None)

    def until_quiet(at: datetime | None = None) -> list[Any]:
        with time_machine.travel(at, tick=False) if at else nullcontext():
            return rounds(at)

    def rounds(at: datetime | None) -> list[Any]:
        events: list[Any] = []
        for _ in range(MANY_ROUNDS):
            published = relay.publish_round()
            events += published.events
            if at:  # written down: what happened before this call is due on that day
                Delivery.objects.filter(done_at=None, claims=0).update(due_at=at)
            for name in published.wake:
                deliveries.drain(name)
            if not published.events:
                return events
        unfinished = list(Delivery.objects.filter(done_at=None).values_list("handler", "error")[:5])
        raise AssertionError(f"events never came to rest: {unfinished}")

    return until_quiet
