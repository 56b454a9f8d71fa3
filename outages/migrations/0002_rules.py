"""The ledger can only be written, ended once and retracted once; histories are append-only; the judge's first numbers."""

from datetime import date

from django.db import migrations

FIXED = (
    "id, service_point_id, outage_id, off_at, phases, recorded_at, correction_id, "
    "feeder_id, transformer_id, org_path, area_kind, kind, basis"
)
END = "on_at, ended_by, back_fed, step_id, ended_recorded_at"
RETRACTION = "retracted_at, retracted_by_id"


def columns(prefix, names):
    return ", ".join(f"{prefix}.{name.strip()}" for name in names.split(","))


LEDGER = f"""
CREATE FUNCTION interruptions_are_ended_once_and_retracted_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'the ledger of interruptions is never deleted from' USING ERRCODE = 'restrict_violation';
    END IF;
    IF ({columns("NEW", FIXED)}) IS DISTINCT FROM ({columns("OLD", FIXED)}) THEN
        RAISE EXCEPTION 'a row of the ledger is never edited: retract it and append another'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.retracted_at IS NOT NULL THEN
        RAISE EXCEPTION 'a retracted row of the ledger stays as it is' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.on_at IS NOT NULL AND ({columns("NEW", END)}) IS DISTINCT FROM ({columns("OLD", END)}) THEN
        RAISE EXCEPTION 'an interruption ends once: retract it and append another' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER interruptions_are_ended_once_and_retracted_once BEFORE UPDATE OR DELETE ON outages_interruption
    FOR EACH ROW EXECUTE FUNCTION interruptions_are_ended_once_and_retracted_once();
"""
UNDO_LEDGER = """
DROP TRIGGER interruptions_are_ended_once_and_retracted_once ON outages_interruption;
DROP FUNCTION interruptions_are_ended_once_and_retracted_once();
"""

HISTORIES = ("outagechange", "correction", "restorationestimate")
APPEND_ONLY = """
CREATE FUNCTION outage_histories_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of an outage is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE SEQUENCE outages_number_seq;
""" + "".join(
    f"CREATE TRIGGER {name}_is_append_only BEFORE UPDATE OR DELETE ON outages_{name}"
    " FOR EACH ROW EXECUTE FUNCTION outage_histories_are_append_only();\n"
    for name in HISTORIES
)
UNDO_APPEND_ONLY = (
    "".join(f"DROP TRIGGER {name}_is_append_only ON outages_{name};\n" for name in HISTORIES)
    + "DROP FUNCTION outage_histories_are_append_only(); DROP SEQUENCE outages_number_seq;"
)

DESIGN = "design, to be calibrated by the utility"
# Level, share of children off, independent children off at least, signals at least (domain reference §4.4, §4.5).
PARAMETERS = [
    ("METER", 1.0, 1, 1),
    ("METER_BOX", 0.5, 2, 2),
    ("LV_BRANCH", 0.3, 2, 2),
    ("AREA", 0.3, 2, 5),
    ("TRANSFORMER", 0.3, 2, 5),
    ("LATERAL", 0.5, 2, 2),
    ("SECTION", 0.5, 2, 2),
    ("FEEDER", 0.5, 2, 2),
    ("SUBSTATION", 0.5, 2, 2),
]


def write_parameters(apps, schema_editor):
    parameters = apps.get_model("outages", "JudgementParameter").objects
    for level, share_off, least_children, least_signals in PARAMETERS:
        parameters.get_or_create(
            level=level,
            centre=None,
            valid_from=date(2022, 1, 1),
            defaults={
                "share_off": share_off,
                "least_children": least_children,
                "least_signals": least_signals,
                "source": DESIGN,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("outages", "0001_initial")]
    operations = [
        migrations.RunSQL(LEDGER, UNDO_LEDGER),
        migrations.RunSQL(APPEND_ONLY, UNDO_APPEND_ONLY),
        migrations.RunPython(write_parameters, migrations.RunPython.noop),
    ]
