"""A customer may want to be asked no more how we did."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0010_reply_ratings")]

    operations = [
        migrations.AddField(
            model_name="contactpreference",
            name="no_surveys",
            field=models.BooleanField(default=False, help_text="Is not asked how we did; everything else is told"),
        ),
    ]
