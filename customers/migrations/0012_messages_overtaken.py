"""A message that is being handed over may be overtaken: then it does not go again. The index of what may still leave knows both."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("customers", "0011_no_surveys")]
    operations = [
        migrations.AddField(
            model_name="message",
            name="overtaken",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                fields=["customer", "family"], condition=Q(state__in=["WAITING", "SENDING"]), name="message_to_overtake"
            ),
        ),
        RemoveIndexConcurrently(model_name="message", name="message_to_replace"),
    ]
