"""Who answered for what, and since when, is a record: the database lets only an end be written, once."""

from django.db import migrations

KEEP = """
CREATE FUNCTION custody_is_a_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.until IS NOT NULL OR to_jsonb(NEW) - 'until' <> to_jsonb(OLD) - 'until' THEN
        RAISE EXCEPTION 'who answered for an item never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER custody_is_a_record BEFORE UPDATE OR DELETE ON custody_custody
    FOR EACH ROW EXECUTE FUNCTION custody_is_a_record();
"""
UNDO = """
DROP TRIGGER custody_is_a_record ON custody_custody;
DROP FUNCTION custody_is_a_record();
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0001_custody")]
    operations = [migrations.RunSQL(KEEP, UNDO)]
