"""One house, one crew: what a report is recognised by, urges as reports, and one live crew per supply.

Where two crews are at one supply already, the later order is marked: the rule holds from now on.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


FILL = """
UPDATE workorders_faultreport r SET service_point_id = o.service_point_id, phone = o.reporter_phone
  FROM workorders_workorder o WHERE o.id = r.order_id AND o.closed_at IS NULL AND o.reporter_phone LIKE '+%';
UPDATE workorders_workorder o SET second_crew_reason = 'before_the_rule'
 WHERE (o.status IN ('ACCEPTED', 'EN_ROUTE', 'ON_SITE', 'REPAIRING')
        OR (o.status = 'SUSPENDED' AND o.suspended_from IN ('ACCEPTED', 'EN_ROUTE', 'ON_SITE', 'REPAIRING')))
   AND EXISTS (SELECT FROM workorders_workorder f WHERE f.service_point_id = o.service_point_id AND f.id < o.id
               AND (f.status IN ('ACCEPTED', 'EN_ROUTE', 'ON_SITE', 'REPAIRING')
                    OR (f.status = 'SUSPENDED' AND f.suspended_from IN ('ACCEPTED', 'EN_ROUTE', 'ON_SITE', 'REPAIRING'))));
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0005_updated_indexes'),
        ('network', '0005_operations_since'),
        ('organisation', '0003_machine_roles'),
        ('workorders', '0007_late_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='faultreport',
            name='phone',
            field=models.CharField(blank=True, db_default='', max_length=20),
        ),
        migrations.AddField(
            model_name='faultreport',
            name='service_point',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='customers.servicepoint'),
        ),
        migrations.AddField(
            model_name='faultreport',
            name='urge',
            field=models.BooleanField(db_default=False, default=False, help_text='Told about an order that was there'),
        ),
        migrations.AddField(
            model_name='faultreport',
            name='warnings',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, db_default=[], default=list, help_text='What was not taken as told', size=None),
        ),
        migrations.AddField(
            model_name='workorder',
            name='second_crew_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workorder',
            name='second_crew_reason',
            field=models.CharField(blank=True, db_default='', help_text='Why a person sends a second crew to the same supply', max_length=200),
        ),
        migrations.AlterField(
            model_name='faultreport',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='workorders.workorder'),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='faultreport',
            index=models.Index(condition=models.Q(('phone', ''), _negated=True), fields=['phone', 'id'], name='report_by_phone'),
        ),
        migrations.AddIndex(
            model_name='workorder',
            index=models.Index(condition=models.Q(('status__in', ['ACCEPTED', 'DISPATCHED', 'EN_ROUTE', 'JUDGED', 'ON_SITE', 'PENDING_DISPATCH', 'RECEIVED', 'REPAIRING', 'SUSPENDED'])), fields=['latitude', 'longitude'], name='order_to_repair_by_place'),
        ),
        migrations.AddConstraint(
            model_name='faultreport',
            constraint=models.UniqueConstraint(condition=models.Q(('urge', False)), fields=('order',), name='one_report_opens_an_order'),
        ),
        migrations.AddConstraint(
            model_name='workorder',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('status__in', ['ACCEPTED', 'EN_ROUTE', 'ON_SITE', 'REPAIRING']), models.Q(('status', 'SUSPENDED'), ('suspended_from__in', ['ACCEPTED', 'EN_ROUTE', 'ON_SITE', 'REPAIRING'])), _connector='OR'), ('second_crew_reason', '')), fields=('service_point',), name='one_live_crew_per_supply'),
        ),
        migrations.AddConstraint(
            model_name='workorder',
            constraint=models.CheckConstraint(condition=models.Q(('second_crew_reason__in', ('', 'before_the_rule')), ('second_crew_by__isnull', False), _connector='OR'), name='a_second_crew_is_asked_for_by_a_person'),
        ),
    ]
