"""Answers by link: what was said and what was made of it never changes; that a person looked at it is added."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


KEEP = """
CREATE FUNCTION customer_answers_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('workorders.forgetting', true) = 'on' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.settled_at IS NULL
        AND (to_jsonb(NEW) - '{settled_at,settled_by_id,settled_how}'::text[])
            = (to_jsonb(OLD) - '{settled_at,settled_by_id,settled_how}'::text[]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what a customer answered is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER customer_answers_are_kept BEFORE UPDATE OR DELETE ON workorders_customeranswer
    FOR EACH ROW EXECUTE FUNCTION customer_answers_are_kept();
"""
UNDO = """
DROP TRIGGER customer_answers_are_kept ON workorders_customeranswer;
DROP FUNCTION customer_answers_are_kept();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('workorders', '0036_limits_without_a_clock'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CustomerAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(choices=[('PLACE', 'Where it is dark'), ('PHOTO', 'Photo of the main switch or the meter'), ('EXTENT', 'Only this house, or the neighbours too'), ('SUPPLY', 'Is it on again')], max_length=10)),
                ('said', models.JSONField(default=dict)),
                ('photo', models.ImageField(blank=True, upload_to='answers/%Y/%m/')),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('accuracy_m', models.FloatField(blank=True, null=True)),
                ('verdict', models.CharField(choices=[('ACCEPTED', 'Believed'), ('DOUBTFUL', 'A person looks at it'), ('UNREADABLE', 'Could not be read')], max_length=10)),
                ('rule', models.CharField(max_length=30)),
                ('change', models.CharField(max_length=12)),
                ('link', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('settled_how', models.CharField(blank=True, max_length=200)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='customer_answers', to='workorders.workorder')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'answer by link',
                'verbose_name_plural': 'answers by link',
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('settled_at', None), ('verdict', 'DOUBTFUL')), fields=['due_at'], name='answer_to_be_looked_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(('question__in', ['PLACE', 'PHOTO', 'EXTENT', 'SUPPLY'])), name='answer_question_is_known'), models.CheckConstraint(condition=models.Q(('verdict__in', ['ACCEPTED', 'DOUBTFUL', 'UNREADABLE'])), name='answer_verdict_is_known'), models.CheckConstraint(condition=models.Q(('verdict', 'DOUBTFUL'), ('due_at', None), _connector='XOR'), name='a_doubtful_answer_has_a_due_moment'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_how', '')), models.Q(('settled_at__isnull', False), models.Q(('settled_how', ''), _negated=True)), _connector='OR'), name='who_settles_an_answer_says_how'), models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('longitude__isnull', False)), _connector='OR'), name='an_answered_place_has_two_coordinates')],
            },
        ),
        migrations.RunSQL(KEEP, UNDO),
    ]
