"""States and sub-types of orders are asked of functions that `workorders/declared.py` writes after every `migrate`."""

import workorders.models.orders
from django.conf import settings
from django.db import migrations, models


# They let everything in until the migrations are done; then they say what the kinds declare.
FUNCTIONS = """
CREATE FUNCTION workorders_is_state(text) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$SELECT true$$;
CREATE FUNCTION workorders_is_state_of_kind(text, text) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$SELECT true$$;
CREATE FUNCTION workorders_is_sub_kind_of_kind(text, text) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$SELECT true$$;
"""
UNDO = """
DROP FUNCTION workorders_is_state(text);
DROP FUNCTION workorders_is_state_of_kind(text, text);
DROP FUNCTION workorders_is_sub_kind_of_kind(text, text);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0005_updated_indexes'),
        ('network', '0005_operations_since'),
        ('organisation', '0006_three_administrators'),
        ('workorders', '0017_list_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, UNDO),
        migrations.RemoveConstraint(
            model_name='statuschange',
            name='change_status_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='workorder',
            name='an_order_has_a_state_of_its_kind',
        ),
        migrations.RemoveConstraint(
            model_name='workorder',
            name='an_order_has_a_sub_type_of_its_kind',
        ),
        migrations.AlterField(
            model_name='statuschange',
            name='new',
            field=models.CharField(choices=workorders.models.orders.statuses, max_length=20),
        ),
        migrations.AlterField(
            model_name='statuschange',
            name='old',
            field=models.CharField(blank=True, choices=workorders.models.orders.statuses, max_length=20),
        ),
        migrations.AlterField(
            model_name='workorder',
            name='kind',
            field=models.CharField(choices=workorders.models.orders.kinds, default='FAULT', max_length=20),
        ),
        migrations.AlterField(
            model_name='workorder',
            name='status',
            field=models.CharField(choices=workorders.models.orders.statuses, default='RECEIVED', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='statuschange',
            constraint=models.CheckConstraint(condition=models.Func('new', function='workorders_is_state', output_field=models.BooleanField()), name='change_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='workorder',
            constraint=models.CheckConstraint(condition=models.Func('kind', 'status', function='workorders_is_state_of_kind', output_field=models.BooleanField()), name='an_order_has_a_state_of_its_kind'),
        ),
        migrations.AddConstraint(
            model_name='workorder',
            constraint=models.CheckConstraint(condition=models.Func('kind', 'sub_kind', function='workorders_is_sub_kind_of_kind', output_field=models.BooleanField()), name='an_order_has_a_sub_type_of_its_kind'),
        ),
    ]
