"""A rating is a reading too."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0009_messages_forgotten'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='reply',
            name='reply_reading_is_known',
        ),
        migrations.AlterField(
            model_name='reply',
            name='reading',
            field=models.CharField(choices=[('STILL_OUT', 'Still without power'), ('IS_BACK', 'Has power'), ('STOP', 'Wants no more messages'), ('RATED', 'Says how we did'), ('UNREAD', 'A person has to read it')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(('reading__in', ['STILL_OUT', 'IS_BACK', 'STOP', 'RATED', 'UNREAD'])), name='reply_reading_is_known'),
        ),
    ]
