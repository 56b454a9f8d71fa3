"""Names from their beginning, and jurisdiction. Concurrently: the tables are the biggest we have."""

from django.contrib.postgres.indexes import OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [("customers", "0002_initial")]

    operations = [
        AddIndexConcurrently(
            model_name="customer",
            index=models.Index(OpClass("name", "varchar_pattern_ops"), name="customer_name_prefix"),
        ),
        AddIndexConcurrently(
            model_name="customer",
            index=models.Index(OpClass("org_path", "varchar_pattern_ops"), name="customer_path_prefix"),
        ),
        AddIndexConcurrently(
            model_name="servicepoint",
            index=models.Index(OpClass("org_path", "varchar_pattern_ops"), name="service_point_path_prefix"),
        ),
    ]
