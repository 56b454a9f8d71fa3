"""Ten kinds of orders: what a unit handles and answers, and the states and sub-types of each in one constraint."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


APPEND_ONLY = """
CREATE FUNCTION transfers_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of an order is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER transfers_are_append_only BEFORE UPDATE OR DELETE ON workorders_transfer
    FOR EACH ROW EXECUTE FUNCTION transfers_are_append_only();
"""
UNDO = """
DROP TRIGGER transfers_are_append_only ON workorders_transfer;
DROP FUNCTION transfers_are_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0005_updated_indexes"),
        ("network", "0005_operations_since"),
        ("organisation", "0006_three_administrators"),
        ("workorders", "0013_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cause", models.CharField(blank=True, max_length=200)),
                ("measures", models.TextField()),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("not_told_reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ServiceRequest",
            fields=[
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="service_request",
                        serialize=False,
                        to="workorders.workorder",
                    ),
                ),
                ("booked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "service request",
                "verbose_name_plural": "service requests",
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "transfer",
                "verbose_name_plural": "transfers",
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="statuschange",
            name="change_status_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="workorder",
            name="one_live_crew_per_supply",
        ),
        migrations.RemoveConstraint(
            model_name="workorder",
            name="an_order_has_a_state_of_its_kind",
        ),
        migrations.AddField(
            model_name="workorder",
            name="about",
            field=models.ForeignKey(
                blank=True,
                help_text="The order that this one is about",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="orders_about",
                to="workorders.workorder",
            ),
        ),
        migrations.AddField(
            model_name="workorder",
            name="callback_wanted",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="workorder",
            name="concerns",
            field=models.ForeignKey(
                blank=True,
                help_text="The unit that the matter is about: it may not handle it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.orgunit",
            ),
        ),
        migrations.AddField(
            model_name="workorder",
            name="confidential",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Who told it is known to those alone who follow it up"
            ),
        ),
        migrations.AddField(
            model_name="workorder",
            name="sub_kind",
            field=models.CharField(blank=True, db_default="", help_text="Sub-type of its kind: a code", max_length=20),
        ),
        migrations.AlterField(
            model_name="statuschange",
            name="new",
            field=models.CharField(
                choices=[
                    ("ISSUED", "Issued"),
                    ("REPLIED", "Replied"),
                    ("REWORK", "Rework"),
                    ("CLEARED", "Cleared"),
                    ("CANCELLED", "Cancelled"),
                    ("ACCEPTED", "Accepted"),
                    ("SURVEY_BOOKED", "Survey booked"),
                    ("SURVEYED", "Surveyed"),
                    ("PLAN_REPLIED", "Plan replied"),
                    ("CUSTOMER_WORKS", "Customer's own works"),
                    ("DESIGN_REVIEWED", "Design reviewed"),
                    ("MID_INSPECTED", "Inspected half-way"),
                    ("COMPLETION_INSPECTED", "Completion inspected"),
                    ("GRID_WORKS_WAIT", "Waits for grid works"),
                    ("INSTALL_BOOKED", "Installation booked"),
                    ("ENERGISED", "Energised"),
                    ("FOLLOWED_UP", "Followed up"),
                    ("SUSPENDED", "Suspended"),
                    ("ARCHIVED", "Archived"),
                    ("TERMINATED", "Terminated"),
                    ("RECEIVED", "Received"),
                    ("DISPATCHED", "Dispatched"),
                    ("RETURNED_UPSTREAM", "Returned upstream"),
                    ("HANDLING", "In hand"),
                    ("MERGED", "Merged"),
                    ("HANDLED", "Done, to be answered"),
                    ("REVIEWED", "Reviewed"),
                    ("CALLED_BACK", "Called back"),
                    ("FINAL_ANSWER", "Final answer given"),
                    ("REGISTERED", "Registered"),
                    ("CONTACTED", "Contacted"),
                    ("INVESTIGATING", "Investigating"),
                    ("LIABILITY_DECIDED", "Liability decided"),
                    ("MEASURES", "Measures taken"),
                    ("ANSWERED", "Answered"),
                    ("WITHDRAWN", "Withdrawn"),
                    ("DOWNGRADED", "Downgraded to an opinion"),
                    ("JUDGED", "Judged"),
                    ("PENDING_DISPATCH", "Pending dispatch"),
                    ("EN_ROUTE", "En route"),
                    ("ON_SITE", "On site"),
                    ("REPAIRING", "Repairing"),
                    ("RESTORED", "Restored"),
                    ("FALSE_ALARM", "False alarm"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="statuschange",
            name="old",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ISSUED", "Issued"),
                    ("REPLIED", "Replied"),
                    ("REWORK", "Rework"),
                    ("CLEARED", "Cleared"),
                    ("CANCELLED", "Cancelled"),
                    ("ACCEPTED", "Accepted"),
                    ("SURVEY_BOOKED", "Survey booked"),
                    ("SURVEYED", "Surveyed"),
                    ("PLAN_REPLIED", "Plan replied"),
                    ("CUSTOMER_WORKS", "Customer's own works"),
                    ("DESIGN_REVIEWED", "Design reviewed"),
                    ("MID_INSPECTED", "Inspected half-way"),
                    ("COMPLETION_INSPECTED", "Completion inspected"),
                    ("GRID_WORKS_WAIT", "Waits for grid works"),
                    ("INSTALL_BOOKED", "Installation booked"),
                    ("ENERGISED", "Energised"),
                    ("FOLLOWED_UP", "Followed up"),
                    ("SUSPENDED", "Suspended"),
                    ("ARCHIVED", "Archived"),
                    ("TERMINATED", "Terminated"),
                    ("RECEIVED", "Received"),
                    ("DISPATCHED", "Dispatched"),
                    ("RETURNED_UPSTREAM", "Returned upstream"),
                    ("HANDLING", "In hand"),
                    ("MERGED", "Merged"),
                    ("HANDLED", "Done, to be answered"),
                    ("REVIEWED", "Reviewed"),
                    ("CALLED_BACK", "Called back"),
                    ("FINAL_ANSWER", "Final answer given"),
                    ("REGISTERED", "Registered"),
                    ("CONTACTED", "Contacted"),
                    ("INVESTIGATING", "Investigating"),
                    ("LIABILITY_DECIDED", "Liability decided"),
                    ("MEASURES", "Measures taken"),
                    ("ANSWERED", "Answered"),
                    ("WITHDRAWN", "Withdrawn"),
                    ("DOWNGRADED", "Downgraded to an opinion"),
                    ("JUDGED", "Judged"),
                    ("PENDING_DISPATCH", "Pending dispatch"),
                    ("EN_ROUTE", "En route"),
                    ("ON_SITE", "On site"),
                    ("REPAIRING", "Repairing"),
                    ("RESTORED", "Restored"),
                    ("FALSE_ALARM", "False alarm"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="workorder",
            name="kind",
            field=models.CharField(
                choices=[
                    ("FAULT", "Fault report"),
                    ("PROACTIVE", "Proactive repair"),
                    ("COMPLAINT", "Complaint"),
                    ("OPINION", "Opinion or suggestion"),
                    ("REPORT", "Report of wrongdoing"),
                    ("CONSULT", "Consultation"),
                    ("SERVICE_REQ", "Service request"),
                    ("PRAISE", "Praise"),
                    ("CONNECTION", "Service connection"),
                    ("SUPERVISION", "Supervision"),
                ],
                default="FAULT",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="workorder",
            name="status",
            field=models.CharField(
                choices=[
                    ("ISSUED", "Issued"),
                    ("REPLIED", "Replied"),
                    ("REWORK", "Rework"),
                    ("CLEARED", "Cleared"),
                    ("CANCELLED", "Cancelled"),
                    ("ACCEPTED", "Accepted"),
                    ("SURVEY_BOOKED", "Survey booked"),
                    ("SURVEYED", "Surveyed"),
                    ("PLAN_REPLIED", "Plan replied"),
                    ("CUSTOMER_WORKS", "Customer's own works"),
                    ("DESIGN_REVIEWED", "Design reviewed"),
                    ("MID_INSPECTED", "Inspected half-way"),
                    ("COMPLETION_INSPECTED", "Completion inspected"),
                    ("GRID_WORKS_WAIT", "Waits for grid works"),
                    ("INSTALL_BOOKED", "Installation booked"),
                    ("ENERGISED", "Energised"),
                    ("FOLLOWED_UP", "Followed up"),
                    ("SUSPENDED", "Suspended"),
                    ("ARCHIVED", "Archived"),
                    ("TERMINATED", "Terminated"),
                    ("RECEIVED", "Received"),
                    ("DISPATCHED", "Dispatched"),
                    ("RETURNED_UPSTREAM", "Returned upstream"),
                    ("HANDLING", "In hand"),
                    ("MERGED", "Merged"),
                    ("HANDLED", "Done, to be answered"),
                    ("REVIEWED", "Reviewed"),
                    ("CALLED_BACK", "Called back"),
                    ("FINAL_ANSWER", "Final answer given"),
                    ("REGISTERED", "Registered"),
                    ("CONTACTED", "Contacted"),
                    ("INVESTIGATING", "Investigating"),
                    ("LIABILITY_DECIDED", "Liability decided"),
                    ("MEASURES", "Measures taken"),
                    ("ANSWERED", "Answered"),
                    ("WITHDRAWN", "Withdrawn"),
                    ("DOWNGRADED", "Downgraded to an opinion"),
                    ("JUDGED", "Judged"),
                    ("PENDING_DISPATCH", "Pending dispatch"),
                    ("EN_ROUTE", "En route"),
                    ("ON_SITE", "On site"),
                    ("REPAIRING", "Repairing"),
                    ("RESTORED", "Restored"),
                    ("FALSE_ALARM", "False alarm"),
                ],
                default="RECEIVED",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="statuschange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "new__in",
                        [
                            "ACCEPTED",
                            "ANSWERED",
                            "ARCHIVED",
                            "CALLED_BACK",
                            "CANCELLED",
                            "CLEARED",
                            "COMPLETION_INSPECTED",
                            "CONTACTED",
                            "CUSTOMER_WORKS",
                            "DESIGN_REVIEWED",
                            "DISPATCHED",
                            "DOWNGRADED",
                            "ENERGISED",
                            "EN_ROUTE",
                            "FALSE_ALARM",
                            "FINAL_ANSWER",
                            "FOLLOWED_UP",
                            "GRID_WORKS_WAIT",
                            "HANDLED",
                            "HANDLING",
                            "INSTALL_BOOKED",
                            "INVESTIGATING",
                            "ISSUED",
                            "JUDGED",
                            "LIABILITY_DECIDED",
                            "MEASURES",
                            "MERGED",
                            "MID_INSPECTED",
                            "ON_SITE",
                            "PENDING_DISPATCH",
                            "PLAN_REPLIED",
                            "RECEIVED",
                            "REGISTERED",
                            "REPAIRING",
                            "REPLIED",
                            "RESTORED",
                            "RETURNED_UPSTREAM",
                            "REVIEWED",
                            "REWORK",
                            "SURVEYED",
                            "SURVEY_BOOKED",
                            "SUSPENDED",
                            "TERMINATED",
                            "WITHDRAWN",
                        ],
                    )
                ),
                name="change_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="workorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "FAULT"),
                        (
                            "status__in",
                            [
                                "ACCEPTED",
                                "ARCHIVED",
                                "CALLED_BACK",
                                "CANCELLED",
                                "DISPATCHED",
                                "EN_ROUTE",
                                "FALSE_ALARM",
                                "JUDGED",
                                "MERGED",
                                "ON_SITE",
                                "PENDING_DISPATCH",
                                "RECEIVED",
                                "REPAIRING",
                                "REPLIED",
                                "RESTORED",
                                "RETURNED_UPSTREAM",
                                "REVIEWED",
                                "REWORK",
                                "SUSPENDED",
                            ],
                        ),
                    ),
                    models.Q(
                        ("kind", "PROACTIVE"),
                        (
                            "status__in",
                            [
                                "ACCEPTED",
                                "ARCHIVED",
                                "CALLED_BACK",
                                "CANCELLED",
                                "DISPATCHED",
                                "EN_ROUTE",
                                "FALSE_ALARM",
                                "JUDGED",
                                "MERGED",
                                "ON_SITE",
                                "PENDING_DISPATCH",
                                "RECEIVED",
                                "REPAIRING",
                                "REPLIED",
                                "RESTORED",
                                "RETURNED_UPSTREAM",
                                "REVIEWED",
                                "REWORK",
                                "SUSPENDED",
                            ],
                        ),
                    ),
                    models.Q(
                        ("kind", "COMPLAINT"),
                        (
                            "status__in",
                            [
                                "ANSWERED",
                                "ARCHIVED",
                                "CALLED_BACK",
                                "CANCELLED",
                                "CONTACTED",
                                "DISPATCHED",
                                "DOWNGRADED",
                                "FINAL_ANSWER",
                                "INVESTIGATING",
                                "LIABILITY_DECIDED",
                                "MEASURES",
                                "REGISTERED",
                                "REPLIED",
                                "RETURNED_UPSTREAM",
                                "REVIEWED",
                                "REWORK",
                                "WITHDRAWN",
                            ],
                        ),
                    ),
                    models.Q(
                        ("kind", "OPINION"),
                        (
                            "status__in",
                            [
                                "ARCHIVED",
                                "CALLED_BACK",
                                "CANCELLED",
                                "DISPATCHED",
                                "FINAL_ANSWER",
                                "HANDLING",
                                "MERGED",
                                "RECEIVED",
                                "REPLIED",
                                "RETURNED_UPSTREAM",
                                "REVIEWED",
                                "REWORK",
                                "SUSPENDED",
                            ],
                        ),
                    ),
                    models.Q(
                        ("kind", "REPORT"),
                        (
                            "status__in",
                            [
                                "ARCHIVED",
                                "CALLED_BACK",
                                "CANCELLED",
                                "DISPATCHED",
                                "HANDLING",
                                "MERGED",
                                "RECEIVED",
                                "REPLIED",
                                "RETURNED_UPSTREAM",
                                "REVIEWED",
                                "REWORK",
                                "SUSPENDED",
                            ],
                        ),
                    ),
                    models.Q(
                        ("kind", "CONSULT"),
                        (
                            "status__in",
                            [
                                "ARCHIVED",
                                "CALLED_BACK",
                                "CANCELLED",
                                "DISPATCHED",
                                "HANDLING",
                                "MERGED",
                                "RECEIVED",
                                "REPLIED",
                                "RETURNED_UPSTREAM",
                                "REVIEWED",
                                "REWORK",
                                "SUSPENDED",
                            ],
                        ),
                    ),
                    models.Q(
                        ("kind", "SERVICE_REQ"),
                        (
                            "status__in",
                            [
                                "ARCHIVED",
                                "CALLED_BACK",
                                "CANCELLED",
                                "DISPATCHED",
                                "HANDLED",
                                "HANDLING",
                                "MERGED",
                                "RECEIVED",
                                "REPLIED",
                                "RETURNED_UPSTREAM",
                                "REVIEWED",
                                "REWORK",
                                "SUSPENDED",
                            ],
                        ),
                    ),
                    models.Q(
                        ("kind", "PRAISE"),
                        ("status__in", ["ARCHIVED", "CANCELLED", "DISPATCHED", "RECEIVED", "RETURNED_UPSTREAM"]),
                    ),
                    models.Q(
                        ("kind", "CONNECTION"),
                        (
                            "status__in",
                            [
                                "ACCEPTED",
                                "ARCHIVED",
                                "COMPLETION_INSPECTED",
                                "CUSTOMER_WORKS",
                                "DESIGN_REVIEWED",
                                "ENERGISED",
                                "FOLLOWED_UP",
                                "GRID_WORKS_WAIT",
                                "INSTALL_BOOKED",
                                "MID_INSPECTED",
                                "PLAN_REPLIED",
                                "SURVEYED",
                                "SURVEY_BOOKED",
                                "SUSPENDED",
                                "TERMINATED",
                            ],
                        ),
                    ),
                    models.Q(
                        ("kind", "SUPERVISION"), ("status__in", ["CANCELLED", "CLEARED", "ISSUED", "REPLIED", "REWORK"])
                    ),
                    _connector="OR",
                ),
                name="an_order_has_a_state_of_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="workorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "FAULT"), ("sub_kind__in", [""])),
                    models.Q(("kind", "PROACTIVE"), ("sub_kind__in", [""])),
                    models.Q(
                        ("kind", "COMPLAINT"),
                        ("sub_kind__in", ["", "SERVICE", "BUSINESS", "OUTAGE", "QUALITY", "GRID"]),
                    ),
                    models.Q(
                        ("kind", "OPINION"),
                        ("sub_kind__in", ["", "SERVICE", "BUSINESS", "OUTAGE", "QUALITY", "GRID", "OTHER"]),
                    ),
                    models.Q(
                        ("kind", "REPORT"), ("sub_kind__in", ["", "CONDUCT", "THEFT", "BREACH", "DAMAGE", "OTHER"])
                    ),
                    models.Q(
                        ("kind", "CONSULT"), ("sub_kind__in", ["", "BILL", "OUTAGE", "CONNECTION", "METER", "OTHER"])
                    ),
                    models.Q(
                        ("kind", "SERVICE_REQ"),
                        (
                            "sub_kind__in",
                            [
                                "",
                                "RECONNECT",
                                "DAMAGED_APPLIANCE",
                                "METER_ABNORMAL",
                                "READING_ABNORMAL",
                                "METER_TEST",
                                "FAST_CHARGE",
                                "OTHER",
                            ],
                        ),
                    ),
                    models.Q(("kind", "PRAISE"), ("sub_kind__in", ["", "CONDUCT", "SERVICE", "GRID", "OTHER"])),
                    models.Q(
                        ("kind", "CONNECTION"),
                        ("sub_kind__in", ["", "LV_RESIDENT", "LV_NON_RESIDENT", "MV_SINGLE", "MV_DUAL"]),
                    ),
                    models.Q(("kind", "SUPERVISION"), ("sub_kind__in", ["", "PROVINCE", "CITY", "COUNTY"])),
                    _connector="OR",
                ),
                name="an_order_has_a_sub_type_of_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="workorder",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("kind__in", ("FAULT", "PROACTIVE")),
                    models.Q(
                        ("status__in", ["ACCEPTED", "EN_ROUTE", "ON_SITE", "REPAIRING"]),
                        models.Q(
                            ("status", "SUSPENDED"),
                            ("suspended_from__in", ["ACCEPTED", "EN_ROUTE", "ON_SITE", "REPAIRING"]),
                        ),
                        _connector="OR",
                    ),
                    ("second_crew_reason", ""),
                ),
                fields=("service_point",),
                name="one_live_crew_per_supply",
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="author",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="workorders.workorder"
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="actor",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="from_unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.orgunit"
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="workorders.workorder"
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="to_unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.orgunit"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("told_at", None), ("not_told_reason", ""), _connector="OR"),
                name="told_or_not_told_but_never_both",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("from_unit", None), models.Q(("from_unit", models.F("to_unit")), _negated=True), _connector="OR"
                ),
                name="a_transfer_goes_to_another_unit",
            ),
        ),
        migrations.RunSQL(APPEND_ONLY, UNDO),
    ]
