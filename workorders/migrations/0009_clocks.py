"""Limits by kind, sub-kind, voltage, channel and basis; working days; extensions; a clock of any code.

The list of codes leaves the database: a new kind of order brings its clocks as rows of the table of limits, and a clock
without such a row is never started. What is left to keep out is rubbish, and the shape of a code does that.
"""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import workorders.clocks.codes
import workorders.models.calendar
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0004_calendar_key'),
        ('workorders', '0008_one_crew'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DueChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('EXTENDED', 'Extension'), ('CALENDAR', 'Calendar changed')], max_length=10)),
                ('old_due_at', models.DateTimeField()),
                ('new_due_at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'moved due moment',
                'verbose_name_plural': 'moved due moments',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='WorkdayException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('is_working_day', models.BooleanField(help_text='Yes: a make-up working day; no: a day off')),
                ('name', models.CharField(max_length=60)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('assumed', models.BooleanField(default=False, help_text='Not published yet: to be confirmed')),
            ],
            options={
                'verbose_name': 'holiday or make-up working day',
                'verbose_name_plural': 'holidays and make-up working days',
            },
        ),
        migrations.CreateModel(
            name='WorkHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=workorders.models.calendar.monday_to_friday, help_text='1 Monday … 7 Sunday', size=None)),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
                ('lunch_from', models.TimeField(blank=True, null=True)),
                ('lunch_to', models.TimeField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('assumed', models.BooleanField(default=False, help_text='Not published yet: to be confirmed')),
            ],
            options={
                'verbose_name': 'working hours',
                'verbose_name_plural': 'working hours',
            },
        ),
        migrations.RemoveConstraint(
            model_name='clock',
            name='clock_code_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='timelimit',
            name='one_limit_per_code_area_and_date',
        ),
        migrations.AddField(
            model_name='clock',
            name='basis',
            field=models.CharField(blank=True, choices=[('RULE', 'Internal rule'), ('PROMISE', 'Public promise'), ('LAW', 'Regulation')], db_default='', default='', max_length=10),
        ),
        migrations.AddField(
            model_name='clock',
            name='extended_seconds',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='clock',
            name='outer_basis',
            field=models.CharField(blank=True, choices=[('RULE', 'Internal rule'), ('PROMISE', 'Public promise'), ('LAW', 'Regulation')], db_default='', default='', max_length=10),
        ),
        migrations.AddField(
            model_name='clock',
            name='outer_due_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='clock',
            name='outer_limit_minutes',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='clock',
            name='outer_outcome',
            field=models.CharField(blank=True, choices=[('MET', 'In time'), ('MISSED', 'Late'), ('VOID', 'Not counted')], db_default='', default='', max_length=10),
        ),
        migrations.AddField(
            model_name='clock',
            name='work_centre',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.orgunit'),
        ),
        migrations.AddField(
            model_name='clock',
            name='worked_seconds',
            field=models.PositiveIntegerField(blank=True, help_text='Working time from start to end, of a clock of working days that has ended', null=True),
        ),
        migrations.AddField(
            model_name='pause',
            name='evidence',
            field=models.TextField(blank=True, db_default='', default='', help_text='What shows it: a call, a photo, a permit number'),
        ),
        migrations.AddField(
            model_name='timelimit',
            name='assumed',
            field=models.BooleanField(db_default=False, default=False, help_text='Nobody published it: to be confirmed by the utility'),
        ),
        migrations.AddField(
            model_name='timelimit',
            name='basis',
            field=models.CharField(choices=[('RULE', 'Internal rule'), ('PROMISE', 'Public promise'), ('LAW', 'Regulation')], db_default='RULE', default='RULE', max_length=10),
        ),
        migrations.AddField(
            model_name='timelimit',
            name='channel',
            field=models.CharField(blank=True, choices=[('HOTLINE_95598', '95598 hotline'), ('HOTLINE_12345', '12345 hotline'), ('HOTLINE_12398', '12398 hotline'), ('APP', 'Customer app'), ('WECHAT', 'WeChat'), ('PHONE', 'Local phone'), ('GRID_MANAGER', 'Grid manager'), ('WALK_IN', 'Walk-in'), ('SOCIAL', '110, fire, mayor line'), ('ALARM', 'Meter or terminal alarm')], db_default='', default='', help_text='Empty: every channel', max_length=20),
        ),
        migrations.AddField(
            model_name='timelimit',
            name='kind',
            field=models.CharField(blank=True, db_default='', default='', help_text='Empty: every kind of order', max_length=20, validators=[django.core.validators.RegexValidator('^[A-Z][A-Z0-9_]+$', 'Capital letters, digits and underscores.')]),
        ),
        migrations.AddField(
            model_name='timelimit',
            name='limit_working_days',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Or working days, by the calendar of the centre', null=True),
        ),
        migrations.AddField(
            model_name='timelimit',
            name='sub_kind',
            field=models.CharField(blank=True, db_default='', default='', help_text='Empty: every sub-kind', max_length=30, validators=[django.core.validators.RegexValidator('^[A-Z][A-Z0-9_]+$', 'Capital letters, digits and underscores.')]),
        ),
        migrations.AddField(
            model_name='timelimit',
            name='voltage',
            field=models.CharField(blank=True, choices=[('MV', 'Medium voltage'), ('LV', 'Low voltage')], db_default='', default='', help_text='Empty: every voltage', max_length=10),
        ),
        migrations.AlterField(
            model_name='clock',
            name='code',
            field=models.CharField(choices=workorders.clocks.codes.choices, max_length=20),
        ),
        migrations.AlterField(
            model_name='timelimit',
            name='code',
            field=models.CharField(choices=workorders.clocks.codes.choices, max_length=20),
        ),
        migrations.AlterField(
            model_name='timelimit',
            name='limit_minutes',
            field=models.PositiveIntegerField(blank=True, help_text='Minutes around the clock', null=True),
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(condition=models.Q(('stopped_at', None), ('work_centre__isnull', False)), fields=['work_centre'], name='clock_in_work_time'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[A-Z][A-Z0-9_]+$')), name='clock_code_is_a_code_word'),
        ),
        migrations.AddConstraint(
            model_name='timelimit',
            constraint=models.UniqueConstraint(fields=('code', 'channel', 'sub_kind', 'kind', 'voltage', 'area_kind', 'basis', 'valid_from'), name='one_limit_per_case_basis_and_date'),
        ),
        migrations.AddConstraint(
            model_name='timelimit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('limit_minutes__gt', 0), ('limit_minutes__isnull', False), ('limit_working_days', None)), models.Q(('limit_minutes', None), ('limit_working_days__gt', 0), ('limit_working_days__isnull', False)), _connector='OR'), name='a_limit_is_minutes_or_working_days'),
        ),
        migrations.AddConstraint(
            model_name='timelimit',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^[A-Z][A-Z0-9_]+$')), name='limit_code_is_a_code_word'),
        ),
        migrations.AddField(
            model_name='duechange',
            name='actor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='duechange',
            name='clock',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='due_changes', to='workorders.clock'),
        ),
        migrations.AddField(
            model_name='workdayexception',
            name='centre',
            field=models.ForeignKey(blank=True, help_text='Empty: every centre', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.orgunit'),
        ),
        migrations.AddField(
            model_name='workhours',
            name='centre',
            field=models.ForeignKey(blank=True, help_text='Empty: every centre', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.orgunit'),
        ),
        migrations.AddConstraint(
            model_name='duechange',
            constraint=models.UniqueConstraint(condition=models.Q(('why', 'EXTENDED')), fields=('clock',), name='a_clock_is_extended_once'),
        ),
        migrations.AddConstraint(
            model_name='duechange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('why', 'EXTENDED'), _negated=True), models.Q(('actor__isnull', False), ('new_due_at__gt', models.F('old_due_at')), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='an_extension_is_later_and_signed'),
        ),
        migrations.AddConstraint(
            model_name='workdayexception',
            constraint=models.UniqueConstraint(fields=('day', 'centre'), name='one_exception_per_day_and_centre', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='workhours',
            constraint=models.UniqueConstraint(fields=('centre', 'valid_from'), name='one_set_of_hours_per_centre_and_date', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='workhours',
            constraint=models.CheckConstraint(condition=models.Q(('opens__lt', models.F('closes')), models.Q(models.Q(('lunch_from', None), ('lunch_to', None)), models.Q(('lunch_from__isnull', False), ('lunch_to__isnull', False), ('lunch_from__gt', models.F('opens')), ('lunch_from__lt', models.F('lunch_to')), ('lunch_to__lt', models.F('closes'))), _connector='OR')), name='hours_open_before_they_close_with_lunch_between'),
        ),
        migrations.AddConstraint(
            model_name='workhours',
            constraint=models.CheckConstraint(condition=models.Q(('weekdays__contained_by', [1, 2, 3, 4, 5, 6, 7]), models.Q(('weekdays', []), _negated=True)), name='working_weekdays_are_1_to_7'),
        ),
    ]
