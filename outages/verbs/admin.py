"""Back office of the rounds of questions whether power is back."""

from django.contrib import admin

from command_center.ground.organisation.back_office import HistoryInline
from outages.life.admin import OutageHistory
from outages.verbs.models import CheckAnswer, RestoreCheck


class CheckAnswerInline(HistoryInline):
    model = CheckAnswer
    fields = ("service_point", "important", "answer", "answered_at")


@admin.register(RestoreCheck)
class RestoreCheckAdmin(OutageHistory):
    list_display = ("outage", "at", "population", "asked", "finished_at", "passed")
    inlines = (CheckAnswerInline,)
