"""Whether a crew is at an order is asked of a function too, so that a new state with a crew needs no migration."""

from django.conf import settings
from django.db import migrations, models


# Lets nothing in until the migrations are done; then ``workorders/declared.py`` says which states those are and builds the index anew.
FUNCTION = "CREATE FUNCTION workorders_has_crew(text, text, text) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$SELECT false$$"
UNDO = "DROP FUNCTION workorders_has_crew(text, text, text)"


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0005_updated_indexes'),
        ('network', '0005_operations_since'),
        ('organisation', '0006_three_administrators'),
        ('workorders', '0021_filings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, UNDO),
        migrations.RemoveConstraint(
            model_name='workorder',
            name='one_live_crew_per_supply',
        ),
        migrations.AddConstraint(
            model_name='workorder',
            constraint=models.UniqueConstraint(condition=models.Q(models.Func('kind', 'status', 'suspended_from', function='workorders_has_crew', output_field=models.BooleanField()), ('second_crew_reason', '')), fields=('service_point',), name='one_live_crew_per_supply'),
        ),
    ]
