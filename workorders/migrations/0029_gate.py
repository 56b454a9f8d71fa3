"""Behind which gate an order stands: reports of wrongdoing and what is about them, and what was told in confidence."""

from django.db import migrations, models

# As the kinds declared it when the column came; new orders are given theirs when they open (workorders/gate.py).
GIVE_GATES = """
UPDATE workorders_workorder SET gate = CASE WHEN kind = 'REPORT' THEN 'wrongdoing' ELSE 'confidential' END
WHERE kind = 'REPORT' OR confidential;
UPDATE workorders_workorder o SET gate = a.gate FROM workorders_workorder a
WHERE a.id = o.about_id AND o.kind = 'SUPERVISION' AND a.gate <> '' AND o.gate <> a.gate;
"""


class Migration(migrations.Migration):
    dependencies = [("workorders", "0028_retention")]
    operations = [
        migrations.AddField(
            "workorder",
            "gate",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Who besides its place may hear of it (roles.py)",
                max_length=20,
            ),
        ),
        migrations.RunSQL(GIVE_GATES, migrations.RunSQL.noop),
        migrations.AddIndex(
            "workorder",
            models.Index(condition=models.Q(("gate", ""), _negated=True), fields=["gate"], name="order_behind_a_gate"),
        ),
    ]
