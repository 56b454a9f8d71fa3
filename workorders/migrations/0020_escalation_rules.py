"""Who is called when, to begin with (domain.md §2.3, early warning; §2.4, escalate): assumed, to be edited by the utility."""

from datetime import date

from django.db import migrations

ASSUMED = "domain.md §2.3 and §2.4, to be confirmed by the utility"
RULES = [
    # name, clock, percent, reason, level, role
    ("到场超时", "ARRIVE", 100, "", "COUNTY_CENTRE", "SUPERVISOR"),
    ("到场超时两成", "ARRIVE", 120, "", "CITY_CENTRE", "MANAGER"),
    ("复电超时两成", "RESTORE", 120, "", "CITY_CENTRE", "MANAGER"),
    ("投诉答复将到期", "C_ANSWER", 80, "", "COUNTY_CENTRE", "QUALITY_OFFICER"),
    ("监管热线将到期", "X_12398", 80, "", "CITY_CENTRE", "QUALITY_OFFICER"),
    ("三次来电", "", None, "third_call", "COUNTY_CENTRE", "SUPERVISOR"),
    ("有人受伤", "", None, "injury", "CITY_CENTRE", "SUPERVISOR"),
    ("触电", "", None, "electric_shock", "CITY_CENTRE", "SUPERVISOR"),
    ("生命支持用户停电", "", None, "life_support", "COUNTY_CENTRE", "SUPERVISOR"),
    ("重要用户停电", "", None, "important_customer", "COUNTY_CENTRE", "SUPERVISOR"),
]


def write_rules(apps, schema_editor):
    rules = apps.get_model("workorders", "EscalationRule").objects
    for name, clock, percent, reason, level, role in RULES:
        rules.get_or_create(
            name=name,
            valid_from=date(2022, 1, 1),
            defaults={
                "clock": clock, "percent": percent, "reason": reason, "level": level, "role": role,
                "source": ASSUMED, "assumed": True,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("workorders", "0019_escalation")]
    operations = [migrations.RunPython(write_rules, migrations.RunPython.noop)]
