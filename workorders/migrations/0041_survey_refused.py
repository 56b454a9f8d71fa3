"""By the link of a survey somebody may say that they want no such question again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workorders", "0040_plan_validity")]

    operations = [
        migrations.AddField(
            model_name="survey",
            name="refused_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
