"""Opening many different customers is a sweep and is told; the same one often, or those who called, is a desk at work."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from command_center.ground.core.models import AuditEntry
from command_center.ground.organisation import sweeps
from command_center.ground.organisation.models import CustomerOpening, Sweep, SweepRule
from tests.grid import make_customer, make_order
from tests.people import give_password, make_user

CUSTOMERS, RULES = "/api/v1/customers/", "/admin/organisation/sweeprule/"


@pytest.fixture
def houses(province):
    """Numbers of five customers of Xianfeng."""
    return [make_customer(f"42280000{n}", "冉明", province.t3).number for n in range(5)]


@pytest.fixture
def rule(db):
    """Three customers within an hour, of any role; six if they called."""
    rule = SweepRule.objects.create(customers=3, called_customers=5)
    sweeps.rules.clear()
    return rule


def look(client, number):
    assert client.get(f"{CUSTOMERS}{number}/card/").status_code == 200


def reveal(client, number):
    assert client.post(f"{CUSTOMERS}{number}/reveal/", {"reason": "停电回访"}).status_code == 200


@pytest.mark.parametrize("opens", [look, reveal])
def test_different_customers_are_a_sweep_told_once_and_refuse_nobody(mei, lin, houses, rule, relayed, opens):
    for number in houses:
        opens(mei, number)
        relayed()
    sweep = Sweep.objects.get()
    assert (sweep.person.username, sweep.kind, sweep.customers) == ("mei", "customer_sweep", 3)
    entry = AuditEntry.objects.get(action="customer_sweep")
    assert entry.detail == {"customers": 3, "uncalled": 3}
    (alarm,) = lin.get("/api/v1/alarms/").data["results"]
    assert (alarm["code"], alarm["subject_name"]) == ("customer_sweep", "Mei")


def test_the_same_customer_again_and_again_is_none(mei, houses, rule, relayed):
    for _ in range(30):
        look(mei, houses[0])
    relayed()
    assert not Sweep.objects.exists() and CustomerOpening.objects.count() == 1


def test_a_storm_night_disturbs_nobody(mei, houses, rule, relayed):
    """Each calls, is looked up, and has an order a minute later."""
    for n, number in enumerate(houses[:4]):
        look(mei, number)
        make_order(f"R{n}", customer_number=number)
        relayed()
    assert not Sweep.objects.exists()


def test_but_those_who_called_are_not_a_list_to_be_copied(mei, houses, rule, relayed):
    for n, number in enumerate(houses):
        make_order(f"R{n}", customer_number=number)
        look(mei, number)
        relayed()
    assert Sweep.objects.get().customers == 5


def test_callers_of_revealed_orders_count_by_order(mei, province, rule, relayed):
    SweepRule.objects.update(called_customers=3)
    sweeps.rules.clear()
    for n in range(3):
        order = make_order(f"R{n}")
        assert mei.post(f"/api/v1/work-orders/{order.number}/reveal/", {"reason": "停电回访"}).status_code == 200
        relayed()
    assert Sweep.objects.count() == 1


def test_what_was_opened_before_the_hour_does_not_count_and_goes_after_a_day(cast, houses, rule):
    at = now()
    for number in houses[:2]:
        sweeps.opened(cast.mei, number, at=at - timedelta(minutes=61))
    sweeps.opened(cast.mei, houses[2], at=at)
    assert sweeps.opened_lately(cast.mei, at=at).count() == 1
    assert sweeps.drop_old_openings(at=at + timedelta(hours=23)) == 2


def test_a_role_has_its_own_rule(mei, houses, rule, relayed):
    SweepRule.objects.create(role="DISPATCHER", customers=50)
    sweeps.rules.clear()
    for number in houses:
        look(mei, number)
    relayed()
    assert not Sweep.objects.exists()


def test_the_security_administrator_is_told_ticks_it_off_and_sets_the_rule(cast, province):
    sweeps.report(cast.mei, kind="customer_sweep", at=now(), customers=30)
    client = Client(headers={"Accept-Language": "en"})
    keeper = make_user("sec", "SECURITY_ADMINISTRATOR", province.province, is_staff=True)
    client.post("/login/", {"username": "sec", "password": give_password(keeper), "next": "/admin/"})
    assert "1 sweep to be looked into." in client.get("/admin/").content.decode()
    client.post("/admin/organisation/sweep/", {"action": "looked_into", "_selected_action": [Sweep.objects.get().pk]})
    assert Sweep.objects.get().seen_by.username == "sec"
    client.post(f"{RULES}add/", {"role": "", "customers": 20, "called_customers": 100, "minutes": 30})
    assert SweepRule.objects.get().customers == 20
    assert AuditEntry.objects.filter(action="sweep_rule_changed").exists()
