"""Back office of alarms: who saw what and when. Read only."""

from django.contrib import admin

from command_center.ground.alarms.models import Alarm
from command_center.ground.organisation.back_office import History


@admin.register(Alarm)
class AlarmAdmin(History):
    list_display = (
        "subject_name", "code", "grade", "raised_at", "acknowledged_by", "acknowledged_at", "cleared_at",
    )  # fmt: skip
    list_filter = ("grade", "subject_kind", "code")
    list_select_related = ("acknowledged_by",)
    search_fields = ("subject_name__startswith",)
