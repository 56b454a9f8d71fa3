"""Who makes accounts reads no orders, who gives rights makes none, who audits changes nothing (三员分立)."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client

from command_center.ground.core.models import AuditEntry
from command_center.ground.organisation.back_office_rights import KEEPERS, ROWS, VERBS
from command_center.ground.organisation.models import User
from command_center.ground.organisation.roles import Role
from tests.people import make_user

USER = "/admin/organisation/user/"


def tables():
    return {model._meta.label_lower: page for model, page in admin.site._registry.items()}


@pytest.fixture
def keeper(province):
    def of(role):
        person = make_user(role.lower(), role, province.province, is_staff=True)
        client = Client()
        client.force_login(person)
        return client

    return of


def test_every_table_of_the_back_office_has_a_row():
    assert set(ROWS) == set(tables())


@pytest.mark.parametrize("role", KEEPERS)
def test_each_sees_their_own_tables_and_no_other(keeper, rf, role):
    client = keeper(role)
    seen = {name for name in tables() if client.get(f"/admin/{name.replace('.', '/')}/").status_code == 200}
    assert seen == {name for name, cells in ROWS.items() if "v" in cells[role]}
    request = rf.get("/admin/")
    request.user = User.objects.get(username=role.lower())
    more = {
        f"{name} {verb}"
        for name, page in tables().items()
        for sign, verb in VERBS.items()
        if getattr(page, f"has_{verb}_permission")(request) and sign not in ROWS[name][role]
    }
    assert more == set()


def test_permissions_granted_otherwise_do_not_count(keeper):
    client = keeper(Role.ADMINISTRATOR)
    User.objects.get(username="administrator").user_permissions.set(Permission.objects.all())
    assert client.get("/admin/workorders/workorder/").status_code == 403
    assert client.get("/admin/core/auditentry/").status_code == 403


def test_one_makes_the_account_and_another_gives_it_a_role(keeper, province):
    system, security = keeper(Role.ADMINISTRATOR), keeper(Role.SECURITY_ADMINISTRATOR)
    form = {"username": "new", "name": "New", "password1": "a-long-password", "password2": "a-long-password"}
    assert security.post(f"{USER}add/", form).status_code == 403
    assert system.post(f"{USER}add/", {**form, "role": "SUPERVISOR", "home": province.province.pk}).status_code == 302
    new = User.objects.get(username="new")
    assert (new.home, new.scope_paths) == (None, []), "who makes it gives it no area"
    given = {
        "role": "SUPERVISOR",
        "home": province.xianfeng.pk,
        "extra_paths": "",
        "is_active": "on",
        "is_superuser": "on",
    }
    system.post(f"{USER}{new.pk}/change/", {"username": "new", "name": "New", **given})
    new.refresh_from_db()
    assert new.home is None
    assert security.post(f"{USER}{new.pk}/change/", given).status_code == 302
    new.refresh_from_db()
    assert (new.role, new.home, new.is_superuser) == ("SUPERVISOR", province.xianfeng, False)
    assert AuditEntry.objects.filter(action="rights_changed", actor__username="security_administrator").exists()


def test_nobody_becomes_another_administrator(keeper, cast):
    system, security = keeper(Role.ADMINISTRATOR), keeper(Role.SECURITY_ADMINISTRATOR)
    me = User.objects.get(username="security_administrator")
    assert system.get(f"{USER}{me.pk}/password/").status_code == 403
    assert system.get(f"{USER}{cast.auditor.pk}/password/").status_code == 403
    assert security.get(f"{USER}{cast.mei.pk}/password/").status_code == 403
    assert security.post(f"{USER}{me.pk}/change/", {"role": "SUPERVISOR"}).status_code == 403, "nor gives to themselves"
