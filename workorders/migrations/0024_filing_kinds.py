"""Which kinds a filing may name is asked when it is shown: a new kind needs no migration."""

import workorders.models.orders
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workorders', '0023_open_orders_by_place'),
    ]

    operations = [
        migrations.AlterField(
            model_name='filing',
            name='kind',
            field=models.CharField(blank=True, choices=workorders.models.orders.kinds, max_length=20),
        ),
    ]
