"""The auditor of the demo signs in with a password and reads the trail; nothing else, and nothing of it can be changed."""

import pytest
from django.test import Client

from command_center.ground.core import audit
from command_center.ground.organisation.models import OrgUnit, User
from demo import accounts
from dispatch.models import Crew
from tests.door.test_back_office import url

TRAIL = "/admin/core/auditentry/"


@pytest.fixture
def auditor_of_demo(province, monkeypatch):
    only = [account for account in accounts.ACCOUNTS if account.username == "auditor"]
    monkeypatch.setattr(accounts, "ACCOUNTS", only)
    accounts.create_accounts()
    client = Client()
    answer = client.post("/login/", {"username": "auditor", "password": accounts.PASSWORD})
    assert answer.status_code == 302
    return client


def test_the_auditor_is_led_to_the_trail_and_reads_it(auditor_of_demo, province):
    boss = User.objects.create(username="boss", home=OrgUnit.objects.first(), is_superuser=True)
    entry = audit.record(actor=boss, action="rights_changed", object_kind="user", object_ref="mei")
    index = auditor_of_demo.get("/admin/").content.decode()
    assert f'href="{TRAIL}"' in index
    assert "rights_changed" in auditor_of_demo.get(TRAIL).content.decode()
    assert auditor_of_demo.get(TRAIL, {"q": "mei"}).status_code == 200
    page = auditor_of_demo.get(f"{TRAIL}{entry.pk}/change/")
    assert page.status_code == 200 and 'name="_save"' not in page.content.decode()


def test_and_changes_nothing_and_sees_nothing_else(auditor_of_demo):
    entry = audit.record(actor=None, action="rights_changed")
    assert auditor_of_demo.post(f"{TRAIL}{entry.pk}/change/", {"action": "x"}).status_code == 403
    assert auditor_of_demo.post(f"{TRAIL}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert auditor_of_demo.get(url(User)).status_code == 403
    assert auditor_of_demo.get(url(Crew)).status_code == 403
