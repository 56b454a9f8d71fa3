"""What draws attention to an order today, and the limits that run out, become shared alarms."""

from django.db import migrations

REASONS = """
INSERT INTO alarms_alarm (subject_kind, subject_id, subject_name, code, grade, org_path, detail, raised_at)
SELECT 'order', o.id, o.number, reason,
    CASE WHEN o.grade = 1 OR reason IN ('life_support', 'hazard', 'crew_asks_help') THEN 1
         WHEN reason IN ('no_crew', 'two_failures') THEN CASE WHEN o.grade = 3 THEN 2 ELSE 1 END
         WHEN reason IN ('power_is_back', 'suggestion', 'customer_side', 'low_voltage') THEN 3 ELSE 2 END,
    o.org_path, '{}', o.updated_at
FROM workorders_workorder o, unnest(array_prepend(o.attention, o.attention_also)) reason
WHERE o.attention <> '' AND o.status NOT IN ('CANCELLED', 'ARCHIVED', 'RETURNED_UPSTREAM', 'FALSE_ALARM', 'MERGED')
ON CONFLICT DO NOTHING;
INSERT INTO alarms_alarm (subject_kind, subject_id, subject_name, code, grade, org_path, detail, raised_at)
SELECT 'order', o.id, o.number, CASE WHEN c.warned_percent >= 100 THEN 'over:' ELSE 'near:' END || c.code,
    CASE WHEN c.warned_percent >= 100 THEN least(o.grade, 2) ELSE greatest(o.grade, 2) END, o.org_path, '{}',
    c.due_at - CASE WHEN c.warned_percent >= 100 THEN 0 ELSE 0.2 END * c.limit_minutes * interval '1 minute'
FROM workorders_clock c JOIN workorders_workorder o ON o.id = c.order_id
WHERE c.stopped_at IS NULL AND c.warned_percent >= 80
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("workorders", "0005_several_reasons"), ("alarms", "0002_record")]
    operations = [migrations.RunSQL(REASONS, migrations.RunSQL.noop)]
