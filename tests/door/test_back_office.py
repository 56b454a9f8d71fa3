"""The back office: every table opens, history is read-only, jurisdiction holds, actions call services."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils.timezone import now

from command_center.ground.core.models import AuditEntry, Delivery, EventRecord
from command_center.ground.organisation.models import User
from dispatch.models import Crew, PositionDevice
from tests.door.counting import counted
from tests.grid import IN_LAIFENG, make_held_order, make_order
from workorders.models import TimeLimit, WorkOrder

OURS = {"core", "organisation", "network", "customers", "workorders", "dispatch"}
TABLES = [model for model in apps.get_models() if model._meta.app_label in OURS and not model._meta.auto_created]
SHOWN_ELSEWHERE = {
    "contact",
    "tokenuse",
    "escalationcall",
}  # with its customer, its token, its escalation
KEPT_HERE = {
    "orgunit", "servicegrid", "user", "signinrule", "supplynode", "connectivitynode", "branch", "timelimit", "workdayexception", "workhours", "crew", "crewmember", "certificate", "shift",
    "positiondevice", "dispatchpolicy", "escalationrule", "categorytree", "messagetemplate", "contactpreference",
    "sweeprule", "category", "grade", "nodeload", "headroomrule", "visitslot", "legalhold", "wallscreen",
}  # fmt: skip


@pytest.fixture
def boss(cast):
    client = Client()
    client.force_login(cast.boss)
    return client


def url(model, rest=""):
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/{rest}"


def may_in_admin(user, *codenames):
    User.objects.filter(pk=user.pk).update(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    "model", [m for m in TABLES if m._meta.model_name not in SHOWN_ELSEWHERE], ids=lambda m: m._meta.model_name
)
def test_every_table_opens_and_finds(boss, province, relayed, model):
    make_held_order()
    relayed()
    assert model in admin.site._registry
    assert boss.get(url(model)).status_code == 200
    assert boss.get(url(model), {"q": "1"}).status_code == 200
    row = model._default_manager.first()
    if row is not None:
        assert boss.get(url(model, f"{row.pk}/change/")).status_code == 200
    writable = model._meta.model_name in KEPT_HERE
    assert (boss.get(url(model, "add/")).status_code == 200) == writable


@pytest.mark.parametrize("model", [WorkOrder, Crew, EventRecord, Delivery], ids=lambda m: m._meta.model_name)
def test_lists_take_the_same_queries_for_many_rows(boss, province, relayed, model):
    make_order("R0")
    relayed()
    few = counted(lambda: boss.get(url(model)))
    for n in range(1, 5):
        make_order(f"R{n}")
    relayed()
    assert counted(lambda: boss.get(url(model))) == few


def test_an_order_is_looked_at_only_and_masked(boss, province):
    order = make_order()
    page = boss.get(url(WorkOrder, f"{order.pk}/change/")).content.decode()
    assert "138****5612" in page and "13800135612" not in page and "冉小明" not in page
    assert boss.post(url(WorkOrder, f"{order.pk}/change/"), {"status": "ARCHIVED"}).status_code == 403
    assert boss.post(url(WorkOrder, f"{order.pk}/delete/"), {"post": "yes"}).status_code == 403


def test_a_county_administrator_sees_the_county(cast, province):
    here, there = make_order("R1"), make_order("R2", latitude=IN_LAIFENG[0], longitude=IN_LAIFENG[1])
    client = may_in_admin(cast.mei, "view_workorder")
    page = client.get(url(WorkOrder)).content.decode()
    assert here.number in page and there.number not in page
    assert client.get(url(WorkOrder, f"{there.pk}/change/")).status_code == 302, "as if it did not exist"


def test_rights_are_granted_by_superusers_only(cast, province):
    client = may_in_admin(cast.mei, "view_user", "change_user")
    page = client.get(url(User, f"{cast.mei.pk}/change/")).content.decode()
    assert 'name="role"' not in page and 'name="is_superuser"' not in page
    User.objects.filter(pk=cast.boss.pk).update(home=province.xianfeng)
    assert client.post(url(User, f"{cast.boss.pk}/change/"), {"name": "x"}).status_code == 403
    assert client.get(url(User, f"{cast.eva.pk}/change/")).status_code == 302


def test_a_change_of_rights_is_noticed(boss, cast):
    form = boss.get(url(User, f"{cast.mei.pk}/change/")).context["adminform"].form.initial
    data = {key: form[key] for key in ("username", "name", "email", "phone", "home", "is_active")}
    answer = boss.post(url(User, f"{cast.mei.pk}/change/"), {**data, "role": "MANAGER", "extra_paths": ""})
    assert answer.status_code == 302
    cast.mei.refresh_from_db()
    assert (cast.mei.role, cast.mei.rights_version) == ("MANAGER", 1)
    assert AuditEntry.objects.get(action="rights_changed").detail == {"fields": ["role"]}


def test_dead_deliveries_are_tried_again(boss, province, relayed):
    make_order()
    relayed()
    Delivery.objects.update(done_at=None, dead_at=now(), tries=8)
    chosen = list(Delivery.objects.values_list("pk", flat=True))
    boss.post(url(Delivery, "?state=dead"), {"action": "retry", "_selected_action": chosen})
    assert not Delivery.objects.exclude(dead_at=None).exists()


def test_a_device_token_is_shown_once(boss, province):
    data = {"crew": province.dingzhai_crew.pk, "device_id": ""}
    page = boss.post(url(PositionDevice, "add/"), data, follow=True).content.decode()
    token = page.split("/gps/t/")[1].split("<")[0].strip()
    assert Client().get(f"/gps/t/{token}?id=P1").status_code == 200
    assert token not in boss.get(url(PositionDevice)).content.decode()
    boss.post(url(PositionDevice), {"action": "revoke", "_selected_action": [PositionDevice.objects.get().pk]})
    assert Client().get(f"/gps/t/{token}?id=P1").status_code == 404


def test_time_limits_are_kept_here(boss, db):
    limit = TimeLimit.objects.get(code="ARRIVE", kind="FAULT", area_kind="URBAN", basis="PROMISE")
    data = {
        "code": "ARRIVE",
        "kind": "FAULT",
        "area_kind": "URBAN",
        "basis": "PROMISE",
        "limit_minutes": 40,
        "warn_percents": "50,80",
        "valid_from": "2022-01-01",
    }
    assert boss.post(url(TimeLimit, f"{limit.pk}/change/"), data).status_code == 302
    limit.refresh_from_db()
    assert limit.limit_minutes == 40


def test_a_changed_crew_is_announced(boss, province):
    crew = province.town_crew
    page = boss.get(url(Crew, f"{crew.pk}/change/")).context
    data = {k: v for k, v in page["adminform"].form.initial.items() if v is not None}
    data |= {"unit": province.baifusi.pk, "grids": []}
    for formset in page["inline_admin_formsets"]:
        data |= {f"{formset.formset.prefix}-{key}": 0 for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    assert boss.post(url(Crew, f"{crew.pk}/change/"), data).status_code == 302
    crew.refresh_from_db()
    assert crew.org_path == province.baifusi.path and crew.centre == province.laifeng
    assert EventRecord.objects.filter(name="crew.changed", subject_id=crew.pk).exists()


def test_it_leads_to_the_desks_groups_its_tables_and_has_the_theme_chosen_there(boss):
    boss.cookies["theme"] = "dark"
    page = boss.get("/admin/", headers={"Accept-Language": "en"})
    groups = {group["title"]: group["items"] for group in page.context["sidebar_navigation"]}
    assert "/api/docs/" in [item["link"] for item in groups["The desks"]]
    assert "/admin/dispatch/crew/" in [item["link"] for item in groups["Dispatch"]]
    assert page.context["theme"] == "dark" and "Knox" not in groups
    boss.cookies["theme"] = ""
    assert boss.get("/admin/").context["theme"] is None


def test_the_description_of_the_api_says_what_is_coming_in_both_languages(client):
    chinese, english = (client.get("/api/docs/", headers={"Accept-Language": each}) for each in ("zh-CN", "en"))
    assert "正在读取接口说明…" in chinese.content.decode() and "接口说明为英文。" in chinese.content.decode()
    assert "Reading the description of the API…" in english.content.decode()
