"""Which roles there are is said by ``roles.py`` alone: columns read it when they are shown, the constraint asks a function."""

import command_center.ground.organisation.roles
from django.db import migrations, models

# It lets everything in until the migrations are done; then it says what is declared (``organisation/declared.py``).
FUNCTION = "CREATE FUNCTION organisation_is_role(text) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$SELECT true$$"


class Migration(migrations.Migration):
    dependencies = [("organisation", "0007_sweeps")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION organisation_is_role(text)"),
        migrations.RemoveConstraint("signinrule", "sign_in_rule_role_is_known"),
        migrations.AddConstraint(
            "signinrule",
            models.CheckConstraint(
                condition=models.Func("role", function="organisation_is_role", output_field=models.BooleanField()),
                name="sign_in_rule_role_is_known",
            ),
        ),
        migrations.AlterField(
            "signinrule",
            "role",
            models.CharField(
                choices=command_center.ground.organisation.roles.role_choices, max_length=30, unique=True, verbose_name="role"
            ),
        ),
        migrations.AlterField(
            "user",
            "role",
            models.CharField(
                choices=command_center.ground.organisation.roles.role_choices,
                default="DISPATCHER",
                max_length=30,
                verbose_name="role",
            ),
        ),
        migrations.RemoveConstraint("sweeprule", "sweep_rule_role_is_known"),
        migrations.AlterField(
            "sweeprule",
            "role",
            models.CharField(
                blank=True,
                choices=command_center.ground.organisation.roles.role_choices,
                max_length=30,
                unique=True,
                verbose_name="role",
            ),
        ),
        migrations.AddConstraint(
            "sweeprule",
            models.CheckConstraint(
                condition=models.Q(("role", ""))
                | models.Q(models.Func("role", function="organisation_is_role", output_field=models.BooleanField())),
                name="sweep_rule_role_is_known",
            ),
        ),
    ]
