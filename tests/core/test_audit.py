"""The audit trail: nothing can be changed or removed, and if somebody does it anyway, it shows."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from command_center.ground.core import audit
from command_center.ground.core.models import AuditEntry

pytestmark = pytest.mark.django_db


def three_entries():
    for number in range(3):
        audit.record(actor=None, action="reveal", object_kind="customer", object_ref=str(number), why="测试")
    audit.seal_audit()


def test_entries_are_sealed_into_a_chain_that_holds():
    three_entries()
    assert list(AuditEntry.objects.order_by("pk").values_list("seal_number", flat=True)) == [1, 2, 3]
    told = StringIO()
    call_command("verify_audit", stdout=told)
    assert told.getvalue() == "3 entries sealed, none broken; 0 not sealed yet.\n"


@pytest.mark.parametrize("sql", ["UPDATE core_auditentry SET action = 'x'", "DELETE FROM core_auditentry"])
def test_it_cannot_be_changed(sql):
    three_entries()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE core_auditentry SET object_ref = '9' WHERE seal_number = 2",
        "DELETE FROM core_auditentry WHERE seal_number = 2",
        "UPDATE core_auditentry SET at = at + interval '1 second' WHERE seal_number = 2",
    ],
)
def test_tampering_by_a_superuser_shows(sql):
    three_entries()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger fires
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = origin")
    with pytest.raises(CommandError, match=r"broken seals: [23]"):
        call_command("verify_audit")
