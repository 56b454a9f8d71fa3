"""What customers were told loses them after its years: the book lets chain and customer go in that transaction, and nothing else."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

RULE = """
CREATE OR REPLACE FUNCTION promises_are_never_edited() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    outcome text[] := ARRAY['came_true_at', 'void_at'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'the book of promises is never deleted from' USING ERRCODE = 'restrict_violation';
    END IF;
    IF current_setting('workorders.forgetting', true) = 'on' THEN
        outcome := outcome || ARRAY['chain', 'customer_id'];
    END IF;
    IF to_jsonb(NEW) - outcome <> to_jsonb(OLD) - outcome THEN
        RAISE EXCEPTION 'what was told stays as it was told' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("customers", "0008_phone_codes")]
    operations = [
        migrations.RunSQL(RULE, migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                fields=["created_at"],
                condition=~Q(subject_kind="order") & ~Q(key__startswith="gone:"),
                name="message_to_be_forgotten",
            ),
        ),
        AddIndexConcurrently(
            model_name="promise",
            index=models.Index(
                fields=["told_at"],
                condition=Q(chain__startswith="supply:") | Q(chain__startswith="plan:"),
                name="promise_to_be_forgotten",
            ),
        ),
    ]
