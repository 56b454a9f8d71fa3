"""What a clock has not yet at its start is a default of the database, so that starting one writes twelve columns."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workorders', '0010_limits_and_days'),
    ]

    operations = [
        migrations.AlterField(
            model_name='duechange',
            name='why',
            field=models.CharField(choices=[('EXTENDED', 'Extension'), ('CALENDAR', 'Calendar changed'), ('CHANNEL', 'Told through another channel')], max_length=10),
        ),
        migrations.AlterField(
            model_name='clock',
            name='outcome',
            field=models.CharField(blank=True, choices=[('MET', 'In time'), ('MISSED', 'Late'), ('VOID', 'Not counted')], db_default='', default='', max_length=10),
        ),
        migrations.AlterField(
            model_name='clock',
            name='paused_seconds',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name='clock',
            name='warned_percent',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]
