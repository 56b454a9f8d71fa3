"""The one stream row, and the audit trail's append-only rule: only the relay's seal may be written, once."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.seal_number IS NULL AND NEW.seal_number IS NOT NULL
       AND (to_jsonb(NEW) - 'seal' - 'seal_number') = (to_jsonb(OLD) - 'seal' - 'seal_number') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON core_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
"""
UNDO = "DROP TRIGGER audit_is_append_only ON core_auditentry; DROP FUNCTION audit_is_append_only();"

STREAM = """
INSERT INTO core_stream (id, seq, epoch) VALUES (1, 0, gen_random_uuid()) ON CONFLICT DO NOTHING;
-- Queue tables stay small and are vacuumed eagerly.
ALTER TABLE core_delivery SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
ALTER TABLE core_eventrecord SET (autovacuum_vacuum_scale_factor = 0.02);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_initial")]
    operations = [migrations.RunSQL(APPEND_ONLY, UNDO), migrations.RunSQL(STREAM, migrations.RunSQL.noop)]
