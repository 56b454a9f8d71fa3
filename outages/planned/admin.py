"""Back office of planned and frequent outages: plans are looked at, rules and protected days are kept here.

Plans are changed through the API only: there is no second, private way.
"""

from django.contrib import admin

from command_center.ground.organisation.back_office import History, HistoryInline, Table
from outages.planned.models.notices import AffectedCustomer, Notice, NoticeRule, ProtectedPeriod
from outages.planned.models.plan import (
    PlanAlternative,
    PlanChange,
    PlanFinding,
    PlannedDevice,
    PlannedOutage,
    PlanWaiver,
)
from outages.reliability.models.frequency import FrequentOutage, FrequentOutageRule


class PlannedDeviceInline(HistoryInline):
    model = PlannedDevice
    fields = ("branch", "move")


class PlanFindingInline(HistoryInline):
    model = PlanFinding
    fields = ("code", "severity", "params", "round", "at")


class PlanWaiverInline(HistoryInline):
    model = PlanWaiver
    fields = ("code", "reason", "author", "round", "at")


class PlanAlternativeInline(HistoryInline):
    model = PlanAlternative
    fields = ("kind", "branch", "vehicle", "customers", "customer_hours", "chosen", "note")


class PlanChangeInline(HistoryInline):
    model = PlanChange
    fields = ("at", "kind", "old", "new", "start_before_at", "end_before_at", "actor", "reason")


@admin.register(PlannedOutage)
class PlannedOutageAdmin(History):
    list_display = (
        "number",
        "status",
        "kind",
        "title",
        "centre",
        "feeder",
        "planned_start_at",
        "planned_end_at",
        "customers",
        "attention",
    )
    list_filter = ("status", "kind", "not_done")
    list_select_related = ("centre", "feeder")
    deferred = ("centre__area",)
    search_fields = ("number__startswith", "title")
    date_hierarchy = "planned_start_at"
    inlines = (PlannedDeviceInline, PlanFindingInline, PlanWaiverInline, PlanAlternativeInline, PlanChangeInline)


@admin.register(AffectedCustomer)
class AffectedCustomerAdmin(History):
    list_display = ("plan", "service_point", "sensitive_class", "round", "frozen_at")
    list_filter = ("sensitive_class",)
    list_select_related = ("plan", "service_point")
    search_fields = ("plan__number__startswith",)


@admin.register(Notice)
class NoticeAdmin(History):
    scope_field = "plan__org_path"
    list_display = ("plan", "channel", "sent_at", "outcome", "delivered_at", "round")
    list_filter = ("channel", "outcome")
    list_select_related = ("plan",)
    search_fields = ("plan__number__startswith",)


@admin.register(NoticeRule)
class NoticeRuleAdmin(Table):
    scope_field = None
    list_display = ("code", "kind", "audience", "hours_before", "valid_from", "valid_to", "source")


@admin.register(ProtectedPeriod)
class ProtectedPeriodAdmin(Table):
    scope_field = None
    list_display = ("name", "kind", "starts_on", "ends_on", "org_path", "severity")
    list_filter = ("kind", "severity")


@admin.register(FrequentOutageRule)
class FrequentOutageRuleAdmin(Table):
    scope_field = None
    list_display = ("rule_set", "code", "entity", "level", "span", "span_length", "operator", "count", "active")
    list_filter = ("rule_set", "entity", "level", "active")


@admin.register(FrequentOutage)
class FrequentOutageAdmin(History):
    list_display = ("rule", "node", "customer", "count", "first_on", "last_on", "deadline_on", "done_at", "cleared_at")
    list_filter = ("rule__rule_set", "rule__entity", "rule__level")
    list_select_related = ("rule", "node", "customer")
