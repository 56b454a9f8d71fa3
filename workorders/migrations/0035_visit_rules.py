"""A slot counts its appointments, whatever writes them; the first rule of headroom, assumed."""

from datetime import date

from django.db import migrations

COUNT = """
CREATE FUNCTION slots_count_their_appointments() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was boolean := TG_OP <> 'INSERT' AND OLD.status NOT IN ('MOVED', 'CANCELLED');
    is_now boolean := TG_OP <> 'DELETE' AND NEW.status NOT IN ('MOVED', 'CANCELLED');
BEGIN
    IF was AND is_now AND OLD.slot_id = NEW.slot_id THEN
        RETURN NULL;
    END IF;
    IF was THEN
        UPDATE workorders_visitslot SET booked = booked - 1 WHERE id = OLD.slot_id;
    END IF;
    IF is_now THEN
        UPDATE workorders_visitslot SET booked = booked + 1 WHERE id = NEW.slot_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER slots_count_their_appointments AFTER INSERT OR UPDATE OR DELETE ON workorders_appointment
    FOR EACH ROW EXECUTE FUNCTION slots_count_their_appointments();
"""
UNDO = """
DROP TRIGGER slots_count_their_appointments ON workorders_appointment;
DROP FUNCTION slots_count_their_appointments();
"""


def write_rule(apps, schema_editor):
    apps.get_model("workorders", "HeadroomRule").objects.get_or_create(
        valid_from=date(2022, 1, 1), defaults={"source": "design of this product, to be confirmed by the utility"}
    )


class Migration(migrations.Migration):
    dependencies = [("workorders", "0034_visits_and_plans")]
    operations = [migrations.RunSQL(COUNT, UNDO), migrations.RunPython(write_rule, migrations.RunPython.noop)]
