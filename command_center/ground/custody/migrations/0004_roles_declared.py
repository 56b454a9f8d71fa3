"""Which roles there are is said by ``organisation/roles.py`` alone."""

import command_center.ground.organisation.roles
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("custody", "0003_trade"), ("organisation", "0008_roles_declared")]
    operations = [
        migrations.AlterField(
            "deskduty",
            "role",
            models.CharField(choices=command_center.ground.organisation.roles.role_choices, max_length=30),
        )
    ]
