"""Views are kept of the board too, and one of them may be the one with which its owner's screen opens."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workorders", "0041_survey_refused")]

    operations = [
        migrations.AddField(
            "savedview",
            "screen",
            models.CharField(
                choices=[("ORDERS", "List of orders"), ("BOARD", "Dispatch board")],
                db_default="ORDERS",
                default="ORDERS",
                max_length=10,
            ),
        ),
        migrations.AddField(
            "savedview",
            "opens_screen",
            models.BooleanField(db_default=False, default=False, help_text="Its owner's screen opens with it"),
        ),
        migrations.RemoveConstraint("savedview", "one_view_per_owner_and_name"),
        migrations.AddConstraint(
            "savedview",
            models.UniqueConstraint(fields=("owner", "screen", "name"), name="one_view_per_owner_screen_and_name"),
        ),
        migrations.AddConstraint(
            "savedview",
            models.UniqueConstraint(
                condition=models.Q(opens_screen=True), fields=("owner", "screen"), name="a_screen_opens_with_one_view"
            ),
        ),
        migrations.AddConstraint(
            "savedview",
            models.CheckConstraint(condition=models.Q(screen__in=["ORDERS", "BOARD"]), name="viewed_screen_is_known"),
        ),
    ]
