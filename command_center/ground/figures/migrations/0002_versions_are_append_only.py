"""A version of a kept figure is written once and ended once; nothing is deleted."""

from django.db import migrations

RULE = """
CREATE FUNCTION kept_figures_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL
        AND (to_jsonb(NEW) - 'superseded_at') = (to_jsonb(OLD) - 'superseded_at') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a version of a kept figure is ended once and never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER kept_figures_are_append_only BEFORE UPDATE OR DELETE ON figures_dailyvalue
    FOR EACH ROW EXECUTE FUNCTION kept_figures_are_append_only();
"""
UNDO = """
DROP TRIGGER kept_figures_are_append_only ON figures_dailyvalue;
DROP FUNCTION kept_figures_are_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_kept_figures")]
    operations = [migrations.RunSQL(RULE, UNDO)]
