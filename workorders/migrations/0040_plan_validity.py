"""A signed supply plan holds for a time: the day on which it lapsed, and how long it holds (domain reference §2.7, assumed)."""

from datetime import date

from django.db import migrations, models

DAY = 24 * 60
VALID_FROM = date(2022, 1, 1)
# A limit is minutes: three months and a year at their longest, so that no applicant has less than was meant.
LOW_VOLTAGE, MEDIUM_VOLTAGE = 92 * DAY, 366 * DAY
SOURCE = "three months at low voltage, one year at medium voltage: known in the trade, to be confirmed by the utility"
# (sub-kind, minutes, at which share the applicant is warned: two weeks before). Nobody is called at the end: it is the customer's.
LIMITS = [("", LOW_VOLTAGE, [85]), ("MV_SINGLE", MEDIUM_VOLTAGE, [96]), ("MV_DUAL", MEDIUM_VOLTAGE, [96])]


def write_limits(apps, schema_editor):
    limits = apps.get_model("workorders", "TimeLimit").objects
    for sub_kind, minutes, percents in LIMITS:
        limits.get_or_create(
            code="CONN_VALID", kind="CONNECTION", sub_kind=sub_kind, basis="RULE", area_kind="", voltage="", channel="",
            valid_from=VALID_FROM,
            defaults={"limit_minutes": minutes, "warn_percents": percents, "source": SOURCE, "assumed": True},
        )  # fmt: skip


def forget_limits(apps, schema_editor):
    apps.get_model("workorders", "TimeLimit").objects.filter(code="CONN_VALID").delete()


class Migration(migrations.Migration):
    dependencies = [("workorders", "0039_complaint_outage")]
    operations = [
        migrations.AddField("supplyplan", "lapsed_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            "supplyplan",
            models.CheckConstraint(
                condition=models.Q(lapsed_at=None) | models.Q(signed_at__isnull=False, lapsed_at__gt=models.F("signed_at")),
                name="a_plan_lapses_after_it_was_signed",
            ),
        ),
        migrations.RunPython(write_limits, forget_limits),
    ]
