"""What lists of ten million orders are sorted and asked by; built while orders come in."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations
from django.db.models import Index, Q
from django.db.models.functions import Right


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("workorders", "0016_saved_views")]

    operations = [
        AddIndexConcurrently("orderwords", Index(Right("reporter_phone", 4), name="order_by_phone_end")),
        RemoveIndexConcurrently("orderwords", "order_by_phone_ends"),
        AddIndexConcurrently("workorder", Index(fields=["kind", "reported_at"], name="order_by_kind_and_report")),
        AddIndexConcurrently("workorder", Index(fields=["grade", "id"], name="order_by_grade")),
        AddIndexConcurrently(
            "workorder",
            Index(fields=["next_due_at", "id"], condition=Q(next_due_at__isnull=False), name="order_by_due"),
        ),
        AddIndexConcurrently(
            "workorder", Index(fields=["closed_at", "id"], condition=Q(closed_at__isnull=False), name="order_by_close")
        ),
        AddIndexConcurrently(
            "workorder", Index(fields=["reported_at"], condition=~Q(attention=""), name="order_to_be_looked_at")
        ),
    ]
