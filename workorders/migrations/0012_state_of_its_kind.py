"""Which states an order can have is a matter of its kind; for fault orders nothing changes."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0005_updated_indexes'),
        ('network', '0005_operations_since'),
        ('organisation', '0004_calendar_key'),
        ('workorders', "0011_clocks_start_bare"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='statuschange',
            name='change_status_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='workorder',
            name='order_status_is_known',
        ),
        migrations.AlterField(
            model_name='statuschange',
            name='new',
            field=models.CharField(choices=[('RECEIVED', 'Received'), ('JUDGED', 'Judged'), ('PENDING_DISPATCH', 'Pending dispatch'), ('DISPATCHED', 'Dispatched'), ('ACCEPTED', 'Accepted'), ('EN_ROUTE', 'En route'), ('ON_SITE', 'On site'), ('REPAIRING', 'Repairing'), ('RESTORED', 'Restored'), ('REPLIED', 'Replied'), ('REVIEWED', 'Reviewed'), ('CALLED_BACK', 'Called back'), ('MERGED', 'Merged'), ('SUSPENDED', 'Suspended'), ('REWORK', 'Rework'), ('ARCHIVED', 'Archived'), ('RETURNED_UPSTREAM', 'Returned upstream'), ('CANCELLED', 'Cancelled'), ('FALSE_ALARM', 'False alarm')], max_length=20),
        ),
        migrations.AlterField(
            model_name='statuschange',
            name='old',
            field=models.CharField(blank=True, choices=[('RECEIVED', 'Received'), ('JUDGED', 'Judged'), ('PENDING_DISPATCH', 'Pending dispatch'), ('DISPATCHED', 'Dispatched'), ('ACCEPTED', 'Accepted'), ('EN_ROUTE', 'En route'), ('ON_SITE', 'On site'), ('REPAIRING', 'Repairing'), ('RESTORED', 'Restored'), ('REPLIED', 'Replied'), ('REVIEWED', 'Reviewed'), ('CALLED_BACK', 'Called back'), ('MERGED', 'Merged'), ('SUSPENDED', 'Suspended'), ('REWORK', 'Rework'), ('ARCHIVED', 'Archived'), ('RETURNED_UPSTREAM', 'Returned upstream'), ('CANCELLED', 'Cancelled'), ('FALSE_ALARM', 'False alarm')], max_length=20),
        ),
        migrations.AlterField(
            model_name='workorder',
            name='status',
            field=models.CharField(choices=[('RECEIVED', 'Received'), ('JUDGED', 'Judged'), ('PENDING_DISPATCH', 'Pending dispatch'), ('DISPATCHED', 'Dispatched'), ('ACCEPTED', 'Accepted'), ('EN_ROUTE', 'En route'), ('ON_SITE', 'On site'), ('REPAIRING', 'Repairing'), ('RESTORED', 'Restored'), ('REPLIED', 'Replied'), ('REVIEWED', 'Reviewed'), ('CALLED_BACK', 'Called back'), ('MERGED', 'Merged'), ('SUSPENDED', 'Suspended'), ('REWORK', 'Rework'), ('ARCHIVED', 'Archived'), ('RETURNED_UPSTREAM', 'Returned upstream'), ('CANCELLED', 'Cancelled'), ('FALSE_ALARM', 'False alarm')], default='RECEIVED', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='statuschange',
            constraint=models.CheckConstraint(condition=models.Q(('new__in', ['ACCEPTED', 'ARCHIVED', 'CALLED_BACK', 'CANCELLED', 'DISPATCHED', 'EN_ROUTE', 'FALSE_ALARM', 'JUDGED', 'MERGED', 'ON_SITE', 'PENDING_DISPATCH', 'RECEIVED', 'REPAIRING', 'REPLIED', 'RESTORED', 'RETURNED_UPSTREAM', 'REVIEWED', 'REWORK', 'SUSPENDED'])), name='change_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='workorder',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'FAULT'), ('status__in', ['ACCEPTED', 'ARCHIVED', 'CALLED_BACK', 'CANCELLED', 'DISPATCHED', 'EN_ROUTE', 'FALSE_ALARM', 'JUDGED', 'MERGED', 'ON_SITE', 'PENDING_DISPATCH', 'RECEIVED', 'REPAIRING', 'REPLIED', 'RESTORED', 'RETURNED_UPSTREAM', 'REVIEWED', 'REWORK', 'SUSPENDED'])), name='an_order_has_a_state_of_its_kind'),
        ),
    ]
