"""No minute of a case without an owner; cases that were there get their rows; limits of charging posts, photovoltaic, temporary supply."""

from datetime import date

from django.db import migrations

# Asked when the transaction ends: a step first ends one period and then begins the next.
NO_GAP = """
CREATE FUNCTION minutes_of_a_case_have_no_gap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_order bigint := coalesce(NEW.order_id, OLD.order_id);
BEGIN
    IF (SELECT count(*) FROM (SELECT unnest(range_agg(during)) FROM workorders_ownedperiod WHERE order_id = of_order) piece) > 1
    THEN
        RAISE EXCEPTION 'minutes of case % have a gap', of_order
            USING ERRCODE = 'check_violation', CONSTRAINT = 'minutes_of_a_case_have_no_gap';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER minutes_of_a_case_have_no_gap AFTER INSERT OR UPDATE OR DELETE ON workorders_ownedperiod
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION minutes_of_a_case_have_no_gap();
"""
UNDO = """
DROP TRIGGER minutes_of_a_case_have_no_gap ON workorders_ownedperiod;
DROP FUNCTION minutes_of_a_case_have_no_gap();
"""
# Before these rows nobody could say who held a wait or caused a pause: the wait is the utility's, the pause the customer's.
OF_CASES_BEFORE = """
INSERT INTO workorders_connectioncase (order_id, scheme, energised_at)
SELECT o.id, '', (SELECT min(s.at) FROM workorders_statuschange s WHERE s.order_id = o.id AND s.new = 'ENERGISED')
FROM workorders_workorder o WHERE o.kind = 'CONNECTION' ON CONFLICT DO NOTHING;
INSERT INTO workorders_ownedperiod (order_id, owner, during, state)
SELECT order_id, CASE WHEN new IN ('CUSTOMER_WORKS', 'SUSPENDED') THEN 'CUSTOMER' ELSE 'UTILITY' END, tstzrange(since, until), new
FROM (
    SELECT order_id, new, since, lead(since) OVER (PARTITION BY order_id ORDER BY id) AS until
    FROM (
        SELECT s.id, s.order_id, s.new,
            CASE WHEN s.old = '' THEN o.reported_at
                 ELSE greatest(o.reported_at, max(s.at) OVER (PARTITION BY s.order_id ORDER BY s.id)) END AS since
        FROM workorders_statuschange s JOIN workorders_workorder o ON o.id = s.order_id WHERE o.kind = 'CONNECTION'
    ) steps
) periods
WHERE new NOT IN ('ARCHIVED', 'TERMINATED') AND (until IS NULL OR until > since);
"""

WARN = [50, 80, 100, 120]
VALID_FROM = date(2022, 1, 1)
AS_SMALL_FIRMS = "as low voltage, not resident; design of this product, to be confirmed by the utility"
# The stage limits of a low-voltage customer who is no resident, until somebody publishes others.
LIKE = "LV_NON_RESIDENT"
SUB_KINDS = ("EV_CHARGER", "PHOTOVOLTAIC", "TEMPORARY")


def write_limits(apps, schema_editor):
    limits = apps.get_model("workorders", "TimeLimit").objects
    for row in limits.filter(kind="CONNECTION", sub_kind=LIKE):
        for sub_kind in SUB_KINDS:
            limits.get_or_create(
                code=row.code, kind="CONNECTION", sub_kind=sub_kind, basis=row.basis, area_kind="", voltage="", channel="",
                valid_from=VALID_FROM,
                defaults={
                    "limit_minutes": row.limit_minutes, "limit_working_days": row.limit_working_days,
                    "warn_percents": WARN, "source": AS_SMALL_FIRMS, "assumed": True,
                },
            )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("workorders", "0032_connection_cases")]
    operations = [
        migrations.RunSQL(NO_GAP, UNDO),
        migrations.RunSQL(OF_CASES_BEFORE, migrations.RunSQL.noop),
        migrations.RunPython(write_limits, migrations.RunPython.noop),
    ]
