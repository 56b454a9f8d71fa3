"""The judge's numbers: one row a day of change. What nothing read is gone: shares, levels, rows of single centres."""

from django.db import migrations, models
from django.db.models import F, Q


def keep_what_was_read(apps, schema_editor):
    """From the level of the area came how many must report, from the feeder's how long a suspicion ripens."""
    rows = apps.get_model("outages", "JudgementParameter").objects
    for row in rows.filter(level="AREA", centre=None):
        feeder = rows.filter(level="FEEDER", centre=None, valid_from=row.valid_from).first()
        if feeder:
            row.probable_after_minutes = feeder.probable_after_minutes
            row.save(update_fields=["probable_after_minutes"])
    rows.exclude(level="AREA", centre=None).delete()


class Migration(migrations.Migration):
    dependencies = [("outages", "0007_several_reasons")]
    operations = [
        migrations.AddField("judgementparameter", "grace_minutes", models.PositiveSmallIntegerField(default=10, help_text="A call so soon after the return of power opens no new outage: the meter is asked first")),
        migrations.RunPython(keep_what_was_read, migrations.RunPython.noop),
        # The deleted rows' foreign keys are checked before the table may change.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveConstraint("judgementparameter", "one_parameter_per_level_centre_and_date"),
        migrations.RemoveConstraint("judgementparameter", "judgement_level_is_known"),
        migrations.RemoveConstraint("judgementparameter", "share_off_is_between_0_and_1"),
        migrations.RemoveField("judgementparameter", "level"),
        migrations.RemoveField("judgementparameter", "centre"),
        migrations.RemoveField("judgementparameter", "share_off"),
        migrations.RemoveField("judgementparameter", "least_children"),
        migrations.RemoveField("judgementparameter", "window_minutes"),
        migrations.AlterField("judgementparameter", "least_signals", models.PositiveSmallIntegerField(default=2, help_text="Places that must report before more than one place counts as dark")),
        migrations.AlterField("judgementparameter", "probable_after_minutes", models.PositiveSmallIntegerField(default=15, help_text="A suspicion that nothing spoke against for so long is probable")),
        migrations.AlterField("judgementparameter", "valid_from", models.DateField(unique=True)),
        migrations.AddConstraint("judgementparameter", models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="a_parameter_ends_after_it_begins")),
    ]
