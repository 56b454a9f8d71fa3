"""What has changed since a moment. Concurrently: the tables are the biggest we have."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [("customers", "0004_connectivity")]

    operations = [
        AddIndexConcurrently(model_name="customer", index=models.Index(fields=["updated_at"], name="customer_updated")),
        AddIndexConcurrently(
            model_name="servicepoint", index=models.Index(fields=["updated_at"], name="service_point_updated")
        ),
    ]
