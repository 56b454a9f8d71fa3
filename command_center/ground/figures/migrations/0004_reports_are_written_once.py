"""A weekly report is written once."""

from django.db import migrations

RULE = """
CREATE FUNCTION weekly_reports_are_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a weekly report is written once' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER weekly_reports_are_written_once BEFORE UPDATE OR DELETE ON figures_weeklyreport
    FOR EACH ROW EXECUTE FUNCTION weekly_reports_are_written_once();
"""
UNDO = """
DROP TRIGGER weekly_reports_are_written_once ON figures_weeklyreport;
DROP FUNCTION weekly_reports_are_written_once();
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0003_weekly_report")]
    operations = [migrations.RunSQL(RULE, UNDO)]
