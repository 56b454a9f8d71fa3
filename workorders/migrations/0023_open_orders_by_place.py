"""The index of places holds every order that is not closed: a new state needs no new index."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0005_updated_indexes'),
        ('network', '0005_operations_since'),
        ('organisation', '0006_three_administrators'),
        ('workorders', '0022_has_crew'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='workorder',
            name='order_to_repair_by_place',
        ),
        migrations.AddIndex(
            model_name='workorder',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['latitude', 'longitude'], name='open_order_by_place'),
        ),
    ]
