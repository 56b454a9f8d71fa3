"""Concurrently: the table has a row for every order, and new orders must not wait for it."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("workorders", "0003_order_words")]

    operations = [
        AddIndexConcurrently("orderwords", GinIndex(OpClass("words", "gin_trgm_ops"), name="order_words_trigrams")),
        AddIndexConcurrently("orderwords", models.Index(fields=["reporter_name"], name="order_by_reporter_name")),
        AddIndexConcurrently("orderwords", models.Index(fields=["reporter_phone"], name="order_by_reporter_phone")),
    ]
