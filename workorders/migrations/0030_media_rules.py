"""Media attention calls the shift supervisor of the county and the manager of the city (domain.md §2.4): assumed, people are entered by the utility."""

from datetime import date

from django.db import migrations

ASSUMED = "domain.md §2.4, to be confirmed by the utility; name the spokesperson here"
RULES = [
    ("媒体关注", "COUNTY_CENTRE", "SUPERVISOR"),
    ("媒体关注（市）", "CITY_CENTRE", "MANAGER"),
]


def write_rules(apps, schema_editor):
    rules = apps.get_model("workorders", "EscalationRule").objects
    for name, level, role in RULES:
        rules.get_or_create(
            name=name,
            valid_from=date(2022, 1, 1),
            defaults={"reason": "media_attention", "level": level, "role": role, "source": ASSUMED, "assumed": True},
        )


class Migration(migrations.Migration):
    dependencies = [("workorders", "0029_gate")]
    operations = [migrations.RunPython(write_rules, migrations.RunPython.noop)]
