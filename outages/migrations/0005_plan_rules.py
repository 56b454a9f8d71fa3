"""Histories of plans are append-only; how early customers are told; when outages are frequent."""

from datetime import date

from django.db import migrations

HISTORIES = ("planchange", "planwaiver", "affectedcustomer")
TRIGGERS = "CREATE SEQUENCE outages_plan_number_seq;\n" + "".join(
    f"CREATE TRIGGER {name}_is_append_only BEFORE UPDATE OR DELETE ON outages_{name}"
    " FOR EACH ROW EXECUTE FUNCTION outage_histories_are_append_only();\n"
    for name in HISTORIES
)
UNDO_TRIGGERS = "".join(f"DROP TRIGGER {name}_is_append_only ON outages_{name};\n" for name in HISTORIES) + (
    "DROP SEQUENCE outages_plan_number_seq;"
)

LAW = "供电营业规则, domain reference §4.1 S2"
# Code, kind, audience, hours before the start. Rationing follows the government's plan, a customer's wish his own.
NOTICES = [
    ("planned_7_days", "PLANNED", "ALL", 168),
    ("temporary_24_hours", "TEMPORARY", "IMPORTANT", 24),
]

FAULTS = ["FAULT"]
PLANNED = ["PLANNED"]
PRE_ARRANGED = ["PLANNED", "RATIONING", "TEMPORARY"]
FEEDER_KINDS = ["FAULT", "PLANNED", "TEMPORARY"]
ALL_KINDS = ["FAULT", "PLANNED", "RATIONING", "TEMPORARY"]
SOURCES = {
    "A": "provincial distribution report (domain reference §4.7 A)",
    "B": "regulator's ledger (domain reference §4.7 B)",
    "C": "area report (domain reference §4.7 C)",
    "D": "company report (domain reference §4.7 D)",
    "E": "weekly exceptions (domain reference §4.7 E)",
    "P": "design: no third outage in 60 days by a plan",
}
# Set, code, entity, level, span, its length, operator, count, kinds, more (domain reference §4.7).
RULES = [
    ("A", "A", "FEEDER", "FREQUENT", "LAST_MONTHS", 2, "GE", 3, FEEDER_KINDS, {}),
    ("A", "A-5", "FEEDER", "FREQUENT", "LAST_MONTHS", 2, "GE", 5, FEEDER_KINDS, {}),
    ("A", "A-planned-again", "FEEDER", "FREQUENT", "LAST_MONTHS", 2, "GE", 2, PLANNED, {}),
    ("A", "A-faults", "FEEDER", "FREQUENT", "LAST_MONTHS", 2, "GE", 2, FAULTS, {}),
    ("A", "A-fault-after-work", "FEEDER", "FREQUENT", "LAST_MONTHS", 2, "GE", 1, FAULTS, {"after_kind": "PLANNED"}),
    ("B", "B-year", "CUSTOMER", "FREQUENT", "THIS_YEAR", None, "GT", 5, ALL_KINDS, {}),
    ("B", "B-60-days", "CUSTOMER", "FREQUENT", "ANY_DAYS", 60, "GT", 3, ALL_KINDS, {}),
    ("B", "B-pre-arranged", "CUSTOMER", "FREQUENT", "THIS_YEAR", None, "GT", 3, PRE_ARRANGED, {}),
    ("B", "B-warn-year", "CUSTOMER", "WARNING", "THIS_YEAR", None, "GE", 4, ALL_KINDS, {}),
    ("B", "B-warn-50-days", "CUSTOMER", "WARNING", "LAST_DAYS", 50, "GE", 3, ALL_KINDS, {}),
    ("B", "B-warn-30-days", "CUSTOMER", "WARNING", "LAST_DAYS", 30, "GE", 2, ALL_KINDS, {}),
    ("B", "B-year", "FEEDER", "FREQUENT", "THIS_YEAR", None, "GT", 5, ALL_KINDS, {}),
    ("B", "B-60-days", "FEEDER", "FREQUENT", "ANY_DAYS", 60, "GT", 3, ALL_KINDS, {}),
    ("B", "B-pre-arranged", "FEEDER", "FREQUENT", "THIS_YEAR", None, "GT", 3, PRE_ARRANGED, {}),
    ("B", "B-warn-year", "FEEDER", "WARNING", "THIS_YEAR", None, "GE", 4, ALL_KINDS, {}),
    ("B", "B-warn-50-days", "FEEDER", "WARNING", "LAST_DAYS", 50, "GE", 3, ALL_KINDS, {}),
    ("B", "B-warn-30-days", "FEEDER", "WARNING", "LAST_DAYS", 30, "GE", 2, ALL_KINDS, {}),
    ("C", "C-3-in-60", "TRANSFORMER", "FREQUENT", "LAST_DAYS", 60, "GE", 3, ALL_KINDS, {}),
    ("D", "D-3", "CUSTOMER", "WARNING", "THIS_YEAR", None, "GE", 3, ALL_KINDS, {}),
    ("D", "D-5", "CUSTOMER", "FREQUENT", "THIS_YEAR", None, "GE", 5, ALL_KINDS, {}),
    ("D", "D-24-hours", "CUSTOMER", "WARNING", "THIS_YEAR", None, "GE", 1, ALL_KINDS, {"longer_than_minutes": 1440}),
    ("E", "E-2-in-week", "FEEDER", "FREQUENT", "THIS_WEEK", None, "GE", 2, FAULTS, {}),
    ("E", "E-8-hours", "FEEDER", "FREQUENT", "THIS_WEEK", None, "GE", 1, FAULTS, {"longer_than_minutes": 480}),
    ("P", "P-3-in-60", "FEEDER", "WARNING", "LAST_DAYS", 60, "GE", 3, ALL_KINDS, {}),
    ("P", "P-3-in-60", "TRANSFORMER", "WARNING", "LAST_DAYS", 60, "GE", 3, ALL_KINDS, {}),
    ("P", "P-3-in-60", "CUSTOMER", "WARNING", "LAST_DAYS", 60, "GE", 3, ALL_KINDS, {}),
]


def write_rules(apps, schema_editor):
    notices = apps.get_model("outages", "NoticeRule").objects
    for code, kind, audience, hours in NOTICES:
        notices.get_or_create(
            code=code,
            valid_from=date(2022, 1, 1),
            defaults={"kind": kind, "audience": audience, "hours_before": hours, "source": LAW},
        )
    rules = apps.get_model("outages", "FrequentOutageRule").objects
    for rule_set, code, entity, level, span, length, operator, count, kinds, more in RULES:
        rules.get_or_create(
            code=code,
            entity=entity,
            defaults={
                "rule_set": rule_set,
                "level": level,
                "span": span,
                "span_length": length,
                "operator": operator,
                "count": count,
                "kinds": kinds,
                "source": SOURCES[rule_set],
                **more,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("outages", "0004_plans")]
    operations = [
        migrations.RunSQL(TRIGGERS, UNDO_TRIGGERS),
        migrations.RunPython(write_rules, migrations.RunPython.noop),
    ]
