"""Limits of the kinds that are new: service requests by sub-type, supervision, connections (domain reference §2.1, §2.3, §2.7)."""

from datetime import date

from django.db import migrations

WARN = [50, 80, 100, 120]
VALID_FROM = date(2022, 1, 1)
PROMISES = "供电服务十项承诺"
DESIGN = "design of this product, to be confirmed by the utility"
STAGES = "stage split of this product, chosen to sum to the published totals"

# (code, minutes, working days, kind, sub-kind, basis, source, assumed)
LIMITS = [
    ("SR_REPLY", None, 1, "SERVICE_REQ", "", "RULE", DESIGN, True),
    ("SUPERVISE", 24 * 60, None, "SUPERVISION", "", "RULE", DESIGN, True),
    ("CONN_TOTAL", None, 5, "CONNECTION", "LV_RESIDENT", "PROMISE", PROMISES + "; the whole process", False),
    ("CONN_TOTAL", None, 6, "CONNECTION", "LV_NON_RESIDENT", "PROMISE", PROMISES, False),
    ("CONN_TOTAL", None, 22, "CONNECTION", "MV_SINGLE", "PROMISE", PROMISES, False),
    ("CONN_TOTAL", None, 32, "CONNECTION", "MV_DUAL", "PROMISE", PROMISES, False),
    ("CONN_SURVEY", None, 1, "CONNECTION", "LV_NON_RESIDENT", "RULE", STAGES, True),
    ("CONN_SURVEY", None, 2, "CONNECTION", "MV_SINGLE", "RULE", STAGES, True),
    ("CONN_SURVEY", None, 3, "CONNECTION", "MV_DUAL", "RULE", STAGES, True),
    ("CONN_PLAN", None, 2, "CONNECTION", "LV_NON_RESIDENT", "RULE", STAGES, True),
    ("CONN_PLAN", None, 10, "CONNECTION", "MV_SINGLE", "RULE", STAGES, True),
    ("CONN_PLAN", None, 20, "CONNECTION", "MV_DUAL", "RULE", STAGES, True),
    ("CONN_DESIGN", None, 3, "CONNECTION", "MV_SINGLE", "RULE", STAGES, True),
    ("CONN_DESIGN", None, 3, "CONNECTION", "MV_DUAL", "RULE", STAGES, True),
    ("CONN_MID", None, 2, "CONNECTION", "MV_SINGLE", "RULE", STAGES, True),
    ("CONN_MID", None, 2, "CONNECTION", "MV_DUAL", "RULE", STAGES, True),
    ("CONN_COMPLETION", None, 1, "CONNECTION", "LV_NON_RESIDENT", "RULE", STAGES, True),
    ("CONN_COMPLETION", None, 3, "CONNECTION", "MV_SINGLE", "RULE", STAGES, True),
    ("CONN_COMPLETION", None, 3, "CONNECTION", "MV_DUAL", "RULE", STAGES, True),
    ("CONN_ENERGISE", None, 2, "CONNECTION", "LV_NON_RESIDENT", "RULE", STAGES, True),
    ("CONN_ENERGISE", None, 2, "CONNECTION", "MV_SINGLE", "RULE", STAGES, True),
    ("CONN_ENERGISE", None, 1, "CONNECTION", "MV_DUAL", "RULE", STAGES, True),
    ("CONN_APPOINT_1", None, 1, "CONNECTION", "", "RULE", DESIGN, True),
    ("CONN_APPOINT_2", None, 1, "CONNECTION", "", "RULE", DESIGN, True),
]
# Which of a service request's clocks runs is said by its sub-type.
OF_SUB_TYPE = ("RECONNECT", "METER_TEST")
# The review and the callback are asked of every kind that has them.
OF_EVERY_KIND = [("REVIEW", 30, "RULE"), ("CALLBACK", 24 * 60, "RULE")]


def write_limits(apps, schema_editor):
    limits = apps.get_model("workorders", "TimeLimit").objects
    for code in OF_SUB_TYPE:
        limits.filter(code=code, kind="SERVICE_REQ", sub_kind="").update(sub_kind=code)
    for code, minutes, working_days, kind, sub_kind, basis, source, assumed in LIMITS:
        _write(limits, code, minutes, working_days, kind, sub_kind, basis, source, assumed)
    for code, minutes, basis in OF_EVERY_KIND:
        _write(limits, code, minutes, None, "", "", basis, DESIGN + "; as for faults", True)
    for row in limits.filter(kind="FAULT"):
        columns = {name: getattr(row, name) for name in ("code", "sub_kind", "area_kind", "voltage", "channel", "basis")}
        limits.get_or_create(
            **columns,
            kind="PROACTIVE",
            valid_from=row.valid_from,
            defaults={
                name: getattr(row, name)
                for name in (
                    "limit_minutes", "limit_working_days", "warn_percents", "valid_to", "source", "assumed",
                )
            },
        )  # fmt: skip


def _write(limits, code, minutes, working_days, kind, sub_kind, basis, source, assumed):
    limits.get_or_create(
        code=code,
        kind=kind,
        sub_kind=sub_kind,
        basis=basis,
        area_kind="",
        voltage="",
        channel="",
        valid_from=VALID_FROM,
        defaults={
            "limit_minutes": minutes,
            "limit_working_days": working_days,
            "warn_percents": WARN,
            "source": source,
            "assumed": assumed,
        },
    )


class Migration(migrations.Migration):
    dependencies = [("workorders", "0014_kinds")]
    operations = [migrations.RunPython(write_limits, migrations.RunPython.noop)]
