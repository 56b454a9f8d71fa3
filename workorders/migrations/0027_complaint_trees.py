"""Two versions of the tree of complaint categories, its grades, and a log that only grows (domain reference §2.1, §2.6)."""

from datetime import date

from django.db import migrations

APPEND_ONLY = """
CREATE TRIGGER classifications_are_append_only BEFORE UPDATE OR DELETE ON workorders_classification
    FOR EACH ROW EXECUTE FUNCTION status_changes_are_append_only();
"""
UNDO = "DROP TRIGGER classifications_are_append_only ON workorders_classification;"

# (code, group, words in Chinese, in English, weight); the names are those of a provincial report, the weights of about 2016.
CATEGORIES = [
    ("hall-service", "SERVICE", "营业厅服务", "Service in the business hall", "0.7"),
    ("hall-attitude", "SERVICE", "营业厅人员服务态度", "Attitude of hall staff", "0.2"),
    ("hall-conduct", "SERVICE", "营业厅人员服务规范", "Conduct of hall staff", "0.2"),
    ("charging-standard", "BUSINESS", "收费标准", "Charging standard", "0.7"),
    ("charging-item", "BUSINESS", "收费项目", "Charged item", "0.7"),
    ("connection-overdue", "BUSINESS", "业扩报装超时限", "Connection overdue", "0.7"),
    ("connection-step", "BUSINESS", "业扩环节处理不当", "A step of a connection mishandled", "0.2"),
    ("business-overdue", "BUSINESS", "业务办理超时限", "Business overdue", "0.2"),
    ("business-step", "BUSINESS", "业务环节处理问题", "Trouble with a step of business", "0.2"),
    ("meter-reading", "BUSINESS", "抄表", "Meter reading", "0.7"),
    ("surveyor-attitude", "SERVICE", "用电检查人员服务态度", "Attitude of surveyors", "0.2"),
    ("surveyor-conduct", "SERVICE", "用电检查人员服务规范", "Conduct of surveyors", "0.2"),
    ("tariff", "BUSINESS", "电价", "Tariff", "0.2"),
    ("bill", "BUSINESS", "电费", "Bill", "0.2"),
    ("metering-attitude", "SERVICE", "计量人员服务态度", "Attitude of metering staff", "0.2"),
    ("metering-conduct", "SERVICE", "计量人员服务规范", "Conduct of metering staff", "0.2"),
    ("meter-miswired", "BUSINESS", "计量接线错误", "Meter miswired", "0.2"),
    ("metering-device", "BUSINESS", "计量装置", "Metering device", "0.2"),
    ("meter-replacement", "BUSINESS", "表计更换", "Replacement of a meter", "0.2"),
    ("meter-test", "BUSINESS", "表计校验", "Test of a meter", "0.2"),
    ("repair-overdue", "OUTAGE", "抢修超时限", "Repair overdue", None),
    ("repairer-attitude", "SERVICE", "抢修人员服务态度", "Attitude of repairers", None),
    ("repairer-conduct", "SERVICE", "抢修人员服务规范", "Conduct of repairers", None),
    ("repair-quality", "OUTAGE", "抢修质量", "Quality of a repair", None),
    ("frequent-outage", "OUTAGE", "频繁停电", "Frequent outages", None),
    ("voltage", "QUALITY", "电压长时间异常", "Voltage wrong for long", None),
    ("frequency", "QUALITY", "频率长时间异常", "Frequency wrong for long", None),
    ("construction", "GRID", "电网建设", "Grid construction", None),
]
# Assumed: which of them the version of 2022 takes for opinions; that much moved then is known, what exactly is not.
OPINIONS_SINCE_2022 = {
    "hall-conduct", "surveyor-conduct", "metering-conduct", "tariff", "bill", "metering-device", "meter-replacement",
    "meter-test", "frequent-outage", "voltage", "frequency", "construction",
}
TREES = [
    ("2016", date(2016, 1, 1), "names of a provincial report; weights of one published assessment of about 2016", False),
    ("2022", date(2022, 1, 1), "", True),
]
GRADES = [
    ("SPECIAL", "特殊", "Special", 1, 5),
    ("MAJOR", "重大", "Major", 2, 5),
    ("IMPORTANT", "重要", "Important", 3, 3),
    ("ORDINARY", "一般", "Ordinary", 4, 3),
]


def seed(apps, schema_editor):
    CategoryTree, Category, Grade = (
        apps.get_model("workorders", name) for name in ("CategoryTree", "Category", "Grade")
    )
    for tree_code, valid_from, source, assumed in TREES:
        tree = CategoryTree.objects.create(code=tree_code, valid_from=valid_from, source=source, assumed=assumed)
        moved = OPINIONS_SINCE_2022 if tree_code == "2022" else set()
        Category.objects.bulk_create(
            Category(
                tree=tree, code=code, group=group, label_zh=zh, label_en=en, weight=weight,
                counts_as="OPINION" if code in moved else "COMPLAINT", needs_outage_history=code == "frequent-outage",
            )
            for code, group, zh, en, weight in CATEGORIES
        )
        Grade.objects.bulk_create(
            Grade(tree=tree, code=code, label_zh=zh, label_en=en, rank=rank, evidence_years=years)
            for code, zh, en, rank, years in GRADES
        )


class Migration(migrations.Migration):
    dependencies = [("workorders", "0026_complaints")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, UNDO),
        migrations.RunPython(seed, migrations.RunPython.noop),
    ]
