"""Back office of the judge: what spoke for an outage, and the numbers he goes by."""

from django.contrib import admin

from command_center.ground.organisation.back_office import Table
from outages.judging.models.evidence import Evidence
from outages.judging.models.parameters import JudgementParameter
from outages.life.admin import OutageHistory


@admin.register(Evidence)
class EvidenceAdmin(OutageHistory):
    scope_field = "org_path"
    list_display = ("kind", "at", "outage", "service_point", "branch", "node", "order")
    list_filter = ("kind",)
    list_select_related = ("outage", "service_point", "branch", "node", "order")


@admin.register(JudgementParameter)
class JudgementParameterAdmin(Table):
    """Effective-dated: a new number is a new row with its first day."""

    scope_field = None
    ordering = ("-valid_from",)
    list_display = ("valid_from", "valid_to", "least_signals", "probable_after_minutes", "grace_minutes", "source")
