"""Back office of the ledger of interruptions. Corrections are made on the outage, with a reason."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.back_office import HistoryInline
from outages.ledger.models import Correction, Interruption, RestorationStep
from outages.life.admin import OutageAdmin, OutageHistory


class RestorationStepInline(HistoryInline):
    model = RestorationStep
    fields = ("at", "ended_by", "customers", "phases", "actor", "note")


OutageAdmin.inlines = (*OutageAdmin.inlines, RestorationStepInline)


@admin.register(Interruption)
class InterruptionAdmin(OutageHistory):
    """The ledger. Corrections are made on the outage, with a reason; here nothing can be written."""

    scope_field = "org_path"
    list_display = ("service_point", "outage", "off_at", "on_at", "ended_by", "back_fed", "recorded_at", "retracted_at")
    list_filter = ("kind", "area_kind", "basis", "ended_by", "back_fed")
    list_select_related = ("outage", "service_point")
    search_fields = ("outage__number__startswith", "service_point__meter_number__startswith")
    search_help_text = _("Outage or meter number")
    exclude = ("transformer", "feeder")


@admin.register(Correction)
class CorrectionAdmin(OutageHistory):
    list_display = ("outage", "kind", "reason", "author", "at")
    list_filter = ("kind",)
    list_select_related = ("outage", "author")


@admin.register(RestorationStep)
class RestorationStepAdmin(OutageHistory):
    list_display = ("outage", "at", "ended_by", "by_device", "customers", "actor")
    list_filter = ("ended_by",)
    list_select_related = ("outage", "by_device", "actor")
