"""Where a service point hangs in the electrical graph, and when customers changed."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):

    dependencies = [
        ("customers", "0003_lookup_indexes"),
        ("network", "0003_connectivity"),
    ]

    operations = [
        migrations.AddField(
            model_name="servicepoint",
            name="node",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="service_points", to="network.connectivitynode"),
        ),
        migrations.AddField(
            model_name="servicepoint",
            name="phases",
            field=models.CharField(blank=True, db_default="", default="", max_length=8),
        ),
        migrations.AddField(
            model_name="servicepoint",
            name="updated_at",
            field=models.DateTimeField(auto_now=True, db_default=Now()),
        ),
        migrations.AddField(
            model_name="customer",
            name="updated_at",
            field=models.DateTimeField(auto_now=True, db_default=Now()),
        ),
    ]
