"""Which roles there are is said by ``organisation/roles.py`` alone."""

import command_center.ground.organisation.roles
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workorders", "0030_media_rules"), ("organisation", "0008_roles_declared")]
    operations = [
        migrations.AlterField(
            "escalationrule",
            "role",
            models.CharField(
                choices=command_center.ground.organisation.roles.role_choices, default="SUPERVISOR", max_length=30
            ),
        )
    ]
