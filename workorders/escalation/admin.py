"""Back office of the escalation: rules are edited by the system administrator, what fired is read only."""

from django.contrib import admin

from command_center.ground.organisation.back_office import History, HistoryInline, Table
from workorders.models import Escalation, EscalationCall, EscalationRule


@admin.register(EscalationRule)
class EscalationRuleAdmin(Table):
    scope_field = None
    list_display = (
        "name", "clock", "percent", "reason", "kind", "area_kind", "grade", "level", "role", "valid_from", "valid_to", "assumed",
    )  # fmt: skip
    list_filter = ("level", "percent", "kind")
    autocomplete_fields = ("people", "centre")


class CallInline(HistoryInline):
    model = EscalationCall


@admin.register(Escalation)
class EscalationAdmin(History):
    list_display = ("order", "rule", "clock", "percent", "reason", "unit", "at")
    list_filter = ("percent", "rule")
    list_select_related = ("order", "rule", "unit")
    inlines = (CallInline,)
