"""Which orders are held, in which people are pseudonyms, and histories that let people be taken out and nothing else."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# People are taken out of a history in one transaction that says so; all but the named words must stay as it was.
RULE = """
CREATE FUNCTION history_of_orders_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('workorders.forgetting', true) = 'on'
        AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the history of an order is append-only' USING ERRCODE = 'restrict_violation';
END $$;
"""
WORDS = {
    "status_changes": ("statuschange", "detail", "status_changes"),
    "late_words": ("lateword", "said, photo", "status_changes"),
    "classifications": ("classification", "reason", "status_changes"),
    "due_changes": ("duechange", "reason", "due_changes"),
    "transfers": ("transfer", "reason", "transfers"),
}


def triggers(function_of):
    return "".join(
        f"DROP TRIGGER {name}_are_append_only ON workorders_{table};"
        f"CREATE TRIGGER {name}_are_append_only BEFORE UPDATE OR DELETE ON workorders_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION {function_of(words, before)};"
        for name, (table, words, before) in WORDS.items()
    )


NEW = RULE + triggers(lambda words, before: f"history_of_orders_is_append_only({words})")
OLD = triggers(lambda words, before: f"{before}_are_append_only()") + "DROP FUNCTION history_of_orders_is_append_only();"


class Migration(migrations.Migration):

    dependencies = [
        ('workorders', '0027_complaint_trees'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Pseudonymised',
            fields=[
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='pseudonymised', serialize=False, to='workorders.workorder')),
                ('at', models.DateTimeField()),
                ('people', models.PositiveSmallIntegerField()),
            ],
            options={
                'verbose_name': 'pseudonymised order',
                'verbose_name_plural': 'pseudonymised orders',
            },
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('held_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('held_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legal_holds', to='workorders.workorder')),
            ],
            options={
                'verbose_name': 'legal hold',
                'verbose_name_plural': 'legal holds',
                'ordering': ['-held_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('order',), name='one_live_hold_per_order'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_by', None)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='a_hold_is_lifted_by_somebody')],
            },
        ),
        migrations.RunSQL(NEW, OLD),
    ]
