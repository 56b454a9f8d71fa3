"""History is append-only; order numbers count up; the time limits of the trade (domain reference §2.3)."""

from datetime import date

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION status_changes_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of an order is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER status_changes_are_append_only BEFORE UPDATE OR DELETE ON workorders_statuschange
    FOR EACH ROW EXECUTE FUNCTION status_changes_are_append_only();
CREATE SEQUENCE workorders_number_seq;
"""
UNDO = """
DROP TRIGGER status_changes_are_append_only ON workorders_statuschange;
DROP FUNCTION status_changes_are_append_only();
DROP SEQUENCE workorders_number_seq;
"""

WARN = [50, 80, 100, 120]
PROMISE = "供电服务十项承诺"
INTERNAL = "internal practice, to be confirmed by the utility"
LIMITS = [
    ("ACCEPT", "", 3, INTERNAL),
    ("CREW_ACCEPT", "", 3, INTERNAL),
    ("ARRIVE", "URBAN", 45, PROMISE),
    ("ARRIVE", "RURAL", 90, PROMISE),
    ("ARRIVE", "REMOTE", 120, PROMISE),
    ("RESTORE", "URBAN", 180, PROMISE),
    ("RESTORE", "RURAL", 240, PROMISE),
    ("RESTORE", "REMOTE", 240, PROMISE),
    ("REPLY", "", 5, INTERNAL),
    ("REVIEW", "", 30, INTERNAL),
    ("CALLBACK", "", 24 * 60, INTERNAL),
]


def write_limits(apps, schema_editor):
    limits = apps.get_model("workorders", "TimeLimit").objects
    for code, area_kind, minutes, source in LIMITS:
        limits.get_or_create(
            code=code,
            area_kind=area_kind,
            valid_from=date(2022, 1, 1),
            defaults={"limit_minutes": minutes, "warn_percents": WARN, "source": source},
        )


class Migration(migrations.Migration):
    dependencies = [("workorders", "0001_initial")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, UNDO),
        migrations.RunPython(write_limits, migrations.RunPython.noop),
    ]
