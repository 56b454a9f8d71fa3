"""When an alarm arose, and who acknowledged it when, is a record: the database refuses to change or delete it."""

from django.db import migrations

KEEP = """
CREATE FUNCTION alarms_are_a_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.raised_at <> OLD.raised_at OR (OLD.acknowledged_at IS NOT NULL AND
        (NEW.acknowledged_at, NEW.acknowledged_by_id) IS DISTINCT FROM (OLD.acknowledged_at, OLD.acknowledged_by_id))
    THEN
        RAISE EXCEPTION 'the time of an alarm and its acknowledgement never change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER alarms_are_a_record BEFORE UPDATE OR DELETE ON alarms_alarm
    FOR EACH ROW EXECUTE FUNCTION alarms_are_a_record();
"""
UNDO = """
DROP TRIGGER alarms_are_a_record ON alarms_alarm;
DROP FUNCTION alarms_are_a_record();
"""


class Migration(migrations.Migration):
    dependencies = [("alarms", "0001_alarms")]
    operations = [migrations.RunSQL(KEEP, UNDO)]
