"""Several reasons why a person should look at an outage or a plan: none overwrites another."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outages', '0006_evidence_author'),
    ]

    operations = [
        migrations.AddField(
            model_name='outage',
            name='attention_also',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, db_default=[], default=list, help_text='Further reasons, the graver first', size=None),
        ),
        migrations.AddField(
            model_name='plannedoutage',
            name='attention_also',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, db_default=[], default=list, help_text='Further reasons, the graver first', size=None),
        ),
        migrations.AddConstraint(
            model_name='outage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('attention', ''), _negated=True), ('attention_also', []), _connector='OR'), name='an_outage_has_a_first_reason'),
        ),
        migrations.AddConstraint(
            model_name='plannedoutage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('attention', ''), _negated=True), ('attention_also', []), _connector='OR'), name='a_plan_has_a_first_reason'),
        ),
    ]
