"""The words of an order in a table of their own, kept by a trigger, and filled for the orders that are there."""

import django.db.models.deletion
from django.db import migrations, models

KEEP = r"""
CREATE FUNCTION keep_order_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO workorders_orderwords (order_id, words, reporter_name, reporter_phone)
    VALUES (
        NEW.id,
        ' ' || regexp_replace(
            lower(normalize(concat_ws(' ', NEW.number, NEW.address, NEW.description), NFKC)), '[\s,、;。!?]+', ' ', 'g'
        ),
        lower(normalize(NEW.reporter_name, NFKC)),
        NEW.reporter_phone
    )
    ON CONFLICT (order_id) DO UPDATE SET
        words = EXCLUDED.words, reporter_name = EXCLUDED.reporter_name, reporter_phone = EXCLUDED.reporter_phone;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_words_of_new_orders AFTER INSERT ON workorders_workorder
    FOR EACH ROW EXECUTE FUNCTION keep_order_words();
CREATE TRIGGER keep_words_of_changed_orders
    AFTER UPDATE OF number, address, description, reporter_name, reporter_phone ON workorders_workorder
    FOR EACH ROW WHEN (
        (OLD.number, OLD.address, OLD.description, OLD.reporter_name, OLD.reporter_phone)
        IS DISTINCT FROM (NEW.number, NEW.address, NEW.description, NEW.reporter_name, NEW.reporter_phone)
    ) EXECUTE FUNCTION keep_order_words();
INSERT INTO workorders_orderwords (order_id, words, reporter_name, reporter_phone)
SELECT
    id,
    ' ' || regexp_replace(lower(normalize(concat_ws(' ', number, address, description), NFKC)), '[\s,、;。!?]+', ' ', 'g'),
    lower(normalize(reporter_name, NFKC)),
    reporter_phone
FROM workorders_workorder;
"""
UNDO = """
DROP TRIGGER keep_words_of_changed_orders ON workorders_workorder;
DROP TRIGGER keep_words_of_new_orders ON workorders_workorder;
DROP FUNCTION keep_order_words();
"""


class Migration(migrations.Migration):
    dependencies = [("workorders", "0002_rules"), ("customers", "0001_initial")]  # which brings pg_trgm

    operations = [
        migrations.CreateModel(
            name="OrderWords",
            fields=[
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="workorders.workorder",
                    ),
                ),
                ("words", models.TextField()),
                ("reporter_name", models.CharField(max_length=80)),
                ("reporter_phone", models.CharField(max_length=20)),
            ],
            options={"verbose_name": "words of an order", "verbose_name_plural": "words of orders"},
        ),
        migrations.RunSQL(KEEP, UNDO),
    ]
