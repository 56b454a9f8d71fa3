"""Who told us of a confidential matter: sealed in a table of its own, opened by two roles, never by the unit concerned."""

import pytest
from django.db import connection
from rest_framework.test import APIClient

from command_center.ground.core.models import AuditEntry
from command_center.ground.organisation.roles import Role
from customers.models import Message
from tests.people import make_user
from workorders.models import Complainant, WorkOrder

pytestmark = pytest.mark.django_db

NAME, PHONE = "覃守口", "13871234567"
COMPLAINT = {
    "kind": "COMPLAINT",
    "sub_kind": "SERVICE",
    "source": "HOTLINE_95598",
    "source_id": "C-1",
    "description": "抢修人员态度恶劣",
    "customer_number": "4228260001",
    "meter_number": "",
    "address": "丁寨乡旋坨村三组",
    "reporter": {"name": NAME, "phone": PHONE},
    "confidential": True,
}
# What a copy of the database must not say outside of the register of customers.
TELLING = (NAME, PHONE, "4228260001", "旋坨村三组")


@pytest.fixture
def quality(cast, province):
    """qi leads complaints in the county, hui at the station that one is about, mei is the shift supervisor."""
    people = {
        "qi": (Role.QUALITY_OFFICER, province.xianfeng),
        "hui": (Role.QUALITY_OFFICER, province.dingzhai),
    }
    clients = {}
    for name, (role, home) in people.items():
        clients[name] = APIClient()
        clients[name].force_login(make_user(name, role, home))
    return clients


def file(client, **told):
    return client.post("/api/v1/matters/", COMPLAINT | told, format="json")


def post(client, number, verb, **body):
    return client.post(f"/api/v1/work-orders/{number}/{verb}/", body, format="json")


def rows_that_say(text: str) -> list[str]:
    """The tables, but for the register, with a row in which the text stands."""
    tables = [name for name in connection.introspection.table_names() if not name.startswith("customers_")]
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{text}%"])
            found += [table] if cursor.fetchone()[0] else []
    return found


def test_a_copy_of_the_database_names_nobody(agent, relayed):
    assert rows_that_say("4228260001") == []
    file(agent, confidential=False, source_id="C-0", sub_kind="GRID")
    assert "workorders_workorder" in rows_that_say(NAME), "an open complaint does name its caller"
    answer = file(
        agent, kind="REPORT", sub_kind="", source_id="R-1", reporter={"name": "覃无名", "phone": "13871234568"}
    )
    relayed()
    assert answer.status_code == 201
    assert [table for text in ("覃无名", "13871234568") for table in rows_that_say(text)] == []


def test_the_second_call_of_the_same_caller_joins_it_and_names_nobody_either(agent, relayed):
    first = file(agent)
    second = file(agent, source="HOTLINE_12345", source_id="12345-1")
    assert (second.status_code, second.data["number"]) == (200, first.data["number"])
    relayed()
    assert [table for text in TELLING for table in rows_that_say(text)] == []
    assert Complainant.objects.count() == 2


def test_the_same_report_twice_is_known_and_another_story_refused(agent):
    first = file(agent)
    assert (file(agent).status_code, file(agent).data["number"]) == (200, first.data["number"])
    assert file(agent, reporter={"name": "别人", "phone": PHONE}).status_code == 422


def test_what_was_sent_before_it_became_confidential_names_nobody_any_more(agent, quality, relayed):
    number = file(agent, confidential=False).data["number"]
    for verb, said in (("give", {"unit": "422826S01"}), ("contact", {"text": "已致歉"})):
        assert post(quality["qi"], number, verb, **said).status_code == 200
    relayed()
    assert Message.objects.get().recipient
    file(agent, source="WECHAT", source_id="W-1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT m::text FROM customers_message m")
        [(row,)] = cursor.fetchall()
    assert not any(text in row for text in TELLING) and Message.objects.get().state == "REPLACED"


def test_a_complaint_becomes_confidential_when_its_caller_asks_later(agent):
    first = file(agent, confidential=False)
    assert NAME in WorkOrder.objects.get().reporter_name
    file(agent, confidential=False, source="HOTLINE_12345", source_id="12345-1")
    file(agent, source="WECHAT", source_id="W-1")
    order = WorkOrder.objects.get(number=first.data["number"])
    assert order.confidential and order.customer_id is None
    assert [table for text in TELLING for table in rows_that_say(text)] == []
    assert "workorders_workorder" not in rows_that_say(NAME)


def test_it_is_opened_by_who_follows_it_up_with_a_reason_and_not_by_the_unit_concerned(agent, quality, mei):
    number = file(agent, concerns="422826T01").data["number"]
    reason = {"reason": "回访投诉人需要联系"}
    assert post(mei, number, "reveal", **reason).status_code == 403
    assert post(quality["hui"], number, "reveal", **reason).status_code in (403, 404)
    opened = post(quality["qi"], number, "reveal", **reason)
    assert (opened.data["name"], opened.data["phone"]) == (NAME, "+86" + PHONE)
    assert AuditEntry.objects.filter(action="phone_revealed", object_ref=number).count() == 1


def test_what_is_split_off_takes_its_own_caller_along(agent, quality):
    number = file(agent).data["number"]
    file(agent, source="WECHAT", source_id="W-1", description="另一件事", reporter={"name": "覃二", "phone": PHONE})
    report = WorkOrder.objects.get(number=number).reports.get(urge=True)
    part = post(quality["qi"], number, "split", reason="另一件事", report=report.pk)
    assert part.status_code == 200, part.data
    opened = post(quality["qi"], part.data["part"], "reveal", reason="回访投诉人需要联系")
    assert opened.data["name"] == "覃二"
