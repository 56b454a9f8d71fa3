"""What a phone tells after its order was taken back: append-only, like every history of an order."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


APPEND_ONLY = """
CREATE TRIGGER late_words_are_append_only BEFORE UPDATE OR DELETE ON workorders_lateword
    FOR EACH ROW EXECUTE FUNCTION status_changes_are_append_only();
"""
UNDO = "DROP TRIGGER late_words_are_append_only ON workorders_lateword;"


class Migration(migrations.Migration):

    dependencies = [
        ('workorders', '0006_present_alarms'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LateWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('crew', models.CharField(max_length=80)),
                ('step', models.CharField(choices=[('depart', 'Set off'), ('arrive', 'Arrived'), ('start', 'Repair begun'), ('restore', 'Power restored'), ('findings', 'Fault found'), ('reply', 'Reply filed'), ('help', 'Help asked for'), ('nothing-found', 'No fault found'), ('not-restored', 'Power not back after all')], max_length=20)),
                ('said', models.JSONField(default=dict)),
                ('photo', models.ImageField(blank=True, upload_to='replies/%Y/%m/')),
                ('observed_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('in_time', models.BooleanField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='late_words', to='workorders.workorder')),
            ],
            options={
                'verbose_name': 'late word of a crew',
                'verbose_name_plural': 'late words of crews',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('step__in', ['depart', 'arrive', 'start', 'restore', 'findings', 'reply', 'help', 'nothing-found', 'not-restored'])), name='late_step_is_known'), models.CheckConstraint(condition=models.Q(('observed_at__lte', models.F('received_at'))), name='a_late_word_was_said_before_it_came')],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, UNDO),
    ]
