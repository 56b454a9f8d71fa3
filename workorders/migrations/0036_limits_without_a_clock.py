"""Limits that no process starts go: nobody kept them. An urge reaches whoever holds the order in the moment it is told (docs/clocks.md)."""

from django.db import migrations

# (code, kind). A proactive repair has no caller: no hotline hangs up, nobody waits for a first word.
NEVER_STARTED = [("URGE_SEND", "URGE"), ("HQ_DISPATCH", "PROACTIVE"), ("CONTACT", "PROACTIVE")]


def forget(apps, schema_editor):
    for code, kind in NEVER_STARTED:
        apps.get_model("workorders", "TimeLimit").objects.filter(code=code, kind=kind).delete()


class Migration(migrations.Migration):
    dependencies = [("workorders", "0035_visit_rules")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
