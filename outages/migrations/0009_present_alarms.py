"""What draws attention to an outage or a plan today becomes a shared alarm."""

from django.db import migrations

REASONS = "".join(
    f"""
INSERT INTO alarms_alarm (subject_kind, subject_id, subject_name, code, grade, org_path, detail, raised_at)
SELECT '{kind}', s.id, s.number, code,
    CASE WHEN code = 'life_support' THEN 1 WHEN code IN ('end_is_near', 'started_early') THEN 3 ELSE 2 END,
    s.org_path, '{{}}', s.updated_at
FROM {table} s, unnest(array_prepend(s.attention, s.attention_also)) code
WHERE s.attention <> '' AND s.status NOT IN ('CLOSED', 'DISMISSED', 'MERGED', 'CANCELLED', 'POSTPONED')
ON CONFLICT DO NOTHING;"""
    for kind, table in (("outage", "outages_outage"), ("plan", "outages_plannedoutage"))
)


class Migration(migrations.Migration):
    dependencies = [("outages", "0008_one_judge_row"), ("alarms", "0002_record")]
    operations = [migrations.RunSQL(REASONS, migrations.RunSQL.noop)]
