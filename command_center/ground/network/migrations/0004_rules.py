"""Operations of switches are append-only; whatever changes the graph's structure raises the model's version."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION switch_operations_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was switched stays written' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER switch_operations_are_append_only BEFORE UPDATE OR DELETE ON network_switchoperation
    FOR EACH ROW EXECUTE FUNCTION switch_operations_are_append_only();
"""
UNDO_APPEND_ONLY = """
DROP TRIGGER switch_operations_are_append_only ON network_switchoperation;
DROP FUNCTION switch_operations_are_append_only();
"""

# Per statement, so that an import pays once for its hundred thousand rows. is_open and name are left out on purpose:
# switching does not change the structure. The row may be missing where a test has emptied the tables.
VERSION = """
INSERT INTO network_modelversion (id, version) VALUES (1, 0) ON CONFLICT DO NOTHING;
CREATE FUNCTION raise_model_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO network_modelversion (id, version) VALUES (1, 1)
        ON CONFLICT (id) DO UPDATE SET version = network_modelversion.version + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER branches_raise_model_version
    AFTER INSERT OR DELETE OR UPDATE OF code, kind, from_node_id, to_node_id, phases, length_m, rating_kva, device,
        normally_open, telemetered, feeder_id, transformer_id, operating_org_id, serving_org_id, org_path, retired_at
    ON network_branch FOR EACH STATEMENT EXECUTE FUNCTION raise_model_version();
CREATE TRIGGER nodes_raise_model_version
    AFTER INSERT OR DELETE OR UPDATE ON network_connectivitynode
    FOR EACH STATEMENT EXECUTE FUNCTION raise_model_version();
"""
UNDO_VERSION = """
DROP TRIGGER branches_raise_model_version ON network_branch;
DROP TRIGGER nodes_raise_model_version ON network_connectivitynode;
DROP FUNCTION raise_model_version();
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0003_connectivity")]
    operations = [migrations.RunSQL(APPEND_ONLY, UNDO_APPEND_ONLY), migrations.RunSQL(VERSION, UNDO_VERSION)]
