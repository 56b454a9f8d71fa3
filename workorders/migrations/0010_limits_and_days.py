"""The limits of every kind of order (domain reference §2.3), and the State Council's holidays of 2025 and 2026.

Rows that nobody published are marked ``assumed``. The rows of faults stay as they are; they get their kind and basis.
"""

from datetime import date, time, timedelta

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION due_changes_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of an order is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER due_changes_are_append_only BEFORE UPDATE OR DELETE ON workorders_duechange
    FOR EACH ROW EXECUTE FUNCTION due_changes_are_append_only();
"""
UNDO = """
DROP TRIGGER due_changes_are_append_only ON workorders_duechange;
DROP FUNCTION due_changes_are_append_only();
"""

OF_FAULTS = ("ACCEPT", "CREW_ACCEPT", "ARRIVE", "RESTORE", "REPLY", "REVIEW", "CALLBACK")
PROMISED = ("ARRIVE", "RESTORE")

VALID_FROM = date(2022, 1, 1)
WARN = [50, 80, 100, 120]
PROMISES = "供电服务十项承诺"
INTERNAL = "internal practice, to be confirmed by the utility"
DESIGN = "design of this product, to be confirmed by the utility"
BY_CHANNEL = "a city utility's page on handling limits by kind and channel, 2021"
SUB_TYPES = "training question on the sub-types of service requests"
SUPPLY_RULES = "supply rules of 2024, as a training question quotes them"
REGULATION = "supply regulation, articles 31–34"

# (code, minutes, working days, columns named, basis, source, assumed)
LIMITS = [
    ("HQ_DISPATCH", 2, None, {"kind": "FAULT", "channel": "HOTLINE_95598"}, "RULE", INTERNAL, True),
    ("DISPATCH", 3, None, {"kind": "FAULT"}, "RULE", INTERNAL + "; together with ACCEPT", True),
    ("CONTACT", 10, None, {"kind": "FAULT"}, "RULE", DESIGN, True),
    ("ARRIVE_ENTRY", 5, None, {"kind": "FAULT"}, "RULE", INTERNAL, True),
    ("ARRIVE", 60, None, {"kind": "FAULT", "area_kind": "URBAN"}, "LAW", REGULATION, False),
    ("ARRIVE", 120, None, {"kind": "FAULT", "area_kind": "RURAL"}, "LAW", REGULATION, False),
    ("ARRIVE", 240, None, {"kind": "FAULT", "area_kind": "REMOTE"}, "LAW", REGULATION, False),
    ("C_DISPATCH", 20, None, {"kind": "COMPLAINT"}, "RULE", INTERNAL, True),
    ("C_CONTACT", 24 * 60, None, {"kind": "COMPLAINT"}, "PROMISE", "a city utility's service page", False),
    ("C_ANSWER", None, 4, {"kind": "COMPLAINT"}, "RULE", BY_CHANNEL, False),
    ("C_ANSWER", None, 5, {"kind": "COMPLAINT"}, "PROMISE", "a city utility's service page; " + REGULATION, False),
    ("OPINION", None, 5, {"kind": "OPINION"}, "RULE", INTERNAL + "; older rule 9–10", True),
    ("REPORT", None, 9, {"kind": "REPORT"}, "RULE", BY_CHANNEL, False),
    ("CONSULT", None, 2, {"kind": "CONSULT"}, "RULE", INTERNAL, True),
    ("X_12398", None, 10, {"channel": "HOTLINE_12398"}, "RULE", BY_CHANNEL, False),
    ("X_12345", 7 * 24 * 60, None, {"channel": "HOTLINE_12345"}, "RULE", BY_CHANNEL, False),
    ("X_OTHER", 10 * 24 * 60, None, {}, "RULE", BY_CHANNEL, False),
    ("RECONNECT", 24 * 60, None, {"kind": "SERVICE_REQ"}, "LAW", SUPPLY_RULES, False),
    ("SR_HANDLE", None, 5, {"kind": "SERVICE_REQ"}, "RULE", SUB_TYPES, False),
    ("SR_HANDLE", 24 * 60, None, {"kind": "SERVICE_REQ", "sub_kind": "RECONNECT"}, "RULE", SUB_TYPES, False),
    ("SR_HANDLE", None, 4, {"kind": "SERVICE_REQ", "sub_kind": "METER_ABNORMAL"}, "RULE", SUB_TYPES, False),
    (
        "SR_HANDLE", None, 5, {"kind": "SERVICE_REQ", "sub_kind": "READING_ABNORMAL"}, "PROMISE",
        PROMISES + "; older rule 6", False,
    ),
    ("SR_ON_SITE", 24 * 60, None, {"kind": "SERVICE_REQ", "sub_kind": "DAMAGED_APPLIANCE"}, "RULE", SUB_TYPES, False),
    (
        "SR_ON_SITE", 45, None, {"kind": "SERVICE_REQ", "sub_kind": "FAST_CHARGE"}, "RULE",
        SUB_TYPES + "; booked less than 45 min ahead, else before the booked time", False,
    ),
    ("SR_REPLY", None, 1, {"kind": "SERVICE_REQ", "sub_kind": "RECONNECT"}, "RULE", SUB_TYPES, False),
    ("SR_REPLY", None, 1, {"kind": "SERVICE_REQ", "sub_kind": "DAMAGED_APPLIANCE"}, "RULE", SUB_TYPES, False),
    ("SR_REPLY", 120, None, {"kind": "SERVICE_REQ", "sub_kind": "FAST_CHARGE"}, "RULE", SUB_TYPES, False),
    ("METER_TEST", None, 5, {"kind": "SERVICE_REQ"}, "PROMISE", PROMISES, False),
    ("URGE_SEND", 10, None, {"kind": "URGE"}, "RULE", INTERNAL, True),
    ("RETURN_UP", 120, None, {}, "RULE", INTERNAL + "; not for faults", True),
]

NOTICE_2025 = "国务院办公厅关于2025年部分节假日安排的通知"
NOTICE_2026 = "国务院办公厅关于2026年部分节假日安排的通知"
HOLIDAY_RULE = "全国年节及纪念日放假办法 (2024); arrangement of 2027 not known yet"

# (first day, last day, name, source, assumed)
HOLIDAYS = [
    (date(2025, 1, 1), date(2025, 1, 1), "元旦", NOTICE_2025, False),
    (date(2025, 1, 28), date(2025, 2, 4), "春节", NOTICE_2025, False),
    (date(2025, 4, 4), date(2025, 4, 6), "清明节", NOTICE_2025, False),
    (date(2025, 5, 1), date(2025, 5, 5), "劳动节", NOTICE_2025, False),
    (date(2025, 5, 31), date(2025, 6, 2), "端午节", NOTICE_2025, False),
    (date(2025, 10, 1), date(2025, 10, 8), "国庆节、中秋节", NOTICE_2025, False),
    (date(2026, 1, 1), date(2026, 1, 3), "元旦", NOTICE_2026, False),
    (date(2026, 2, 15), date(2026, 2, 23), "春节", NOTICE_2026, False),
    (date(2026, 4, 4), date(2026, 4, 6), "清明节", NOTICE_2026, False),
    (date(2026, 5, 1), date(2026, 5, 5), "劳动节", NOTICE_2026, False),
    (date(2026, 6, 19), date(2026, 6, 21), "端午节", NOTICE_2026, False),
    (date(2026, 9, 25), date(2026, 9, 27), "中秋节", NOTICE_2026, False),
    (date(2026, 10, 1), date(2026, 10, 7), "国庆节", NOTICE_2026, False),
    # The days that the rule itself fixes; the State Council adds days off and make-up days every autumn.
    (date(2027, 1, 1), date(2027, 1, 1), "元旦", HOLIDAY_RULE, True),
    (date(2027, 2, 5), date(2027, 2, 8), "春节", HOLIDAY_RULE, True),
    (date(2027, 4, 5), date(2027, 4, 5), "清明节", HOLIDAY_RULE, True),
    (date(2027, 5, 1), date(2027, 5, 2), "劳动节", HOLIDAY_RULE, True),
    (date(2027, 6, 9), date(2027, 6, 9), "端午节", HOLIDAY_RULE, True),
    (date(2027, 9, 15), date(2027, 9, 15), "中秋节", HOLIDAY_RULE, True),
    (date(2027, 10, 1), date(2027, 10, 3), "国庆节", HOLIDAY_RULE, True),
]
MAKE_UP_DAYS = [
    (date(2025, 1, 26), "春节调休", NOTICE_2025),
    (date(2025, 2, 8), "春节调休", NOTICE_2025),
    (date(2025, 4, 27), "劳动节调休", NOTICE_2025),
    (date(2025, 9, 28), "国庆节调休", NOTICE_2025),
    (date(2025, 10, 11), "国庆节调休", NOTICE_2025),
    (date(2026, 1, 4), "元旦调休", NOTICE_2026),
    (date(2026, 2, 14), "春节调休", NOTICE_2026),
    (date(2026, 2, 28), "春节调休", NOTICE_2026),
    (date(2026, 5, 9), "劳动节调休", NOTICE_2026),
    (date(2026, 9, 20), "国庆节调休", NOTICE_2026),
    (date(2026, 10, 10), "国庆节调休", NOTICE_2026),
]


def write_limits(apps, schema_editor):
    limits = apps.get_model("workorders", "TimeLimit").objects
    of_faults = limits.filter(code__in=OF_FAULTS)
    of_faults.update(kind="FAULT")
    of_faults.filter(code__in=PROMISED).update(basis="PROMISE")
    of_faults.filter(source__startswith="internal practice").update(assumed=True)
    for code, minutes, working_days, columns, basis, source, assumed in LIMITS:
        limits.get_or_create(
            code=code,
            basis=basis,
            valid_from=VALID_FROM,
            **{"kind": "", "sub_kind": "", "area_kind": "", "voltage": "", "channel": "", **columns},
            defaults={
                "limit_minutes": minutes,
                "limit_working_days": working_days,
                "warn_percents": WARN,
                "source": source,
                "assumed": assumed,
            },
        )


def write_days(apps, schema_editor):
    exceptions = apps.get_model("workorders", "WorkdayException").objects
    for first, last, name, source, assumed in HOLIDAYS:
        for number in range((last - first).days + 1):
            fields = {"is_working_day": False, "name": name, "source": source, "assumed": assumed}
            exceptions.get_or_create(day=first + timedelta(days=number), centre=None, defaults=fields)
    for day, name, source in MAKE_UP_DAYS:
        exceptions.get_or_create(day=day, centre=None, defaults={"is_working_day": True, "name": name, "source": source})
    apps.get_model("workorders", "WorkHours").objects.get_or_create(
        centre=None,
        valid_from=VALID_FROM,
        defaults={
            "opens": time(8), "closes": time(18), "lunch_from": time(12), "lunch_to": time(14), "assumed": True,
            "source": "eight hours of the regulation on working time; the hours of the day are assumed",
        },
    )


class Migration(migrations.Migration):
    dependencies = [("workorders", "0009_clocks")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, UNDO),
        migrations.RunPython(write_limits, migrations.RunPython.noop),
        migrations.RunPython(write_days, migrations.RunPython.noop),
    ]
