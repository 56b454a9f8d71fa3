"""Orders of every kind are found by the first character of a name and the last digits of a phone; built while orders come in."""

from django.contrib.postgres.indexes import OpClass
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Right


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("workorders", "0012_state_of_its_kind")]

    operations = [
        AddIndexConcurrently(
            "orderwords", models.Index(OpClass("reporter_name", "varchar_pattern_ops"), name="order_by_reporter")
        ),
        RemoveIndexConcurrently("orderwords", "order_by_reporter_name"),
        AddIndexConcurrently(
            "orderwords",
            models.Index(
                Right("reporter_phone", 4),
                condition=models.Q(reporter_phone__regex=r"^\+861\d{10}$"),
                name="order_by_phone_ends",
            ),
        ),
    ]
