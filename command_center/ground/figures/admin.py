"""Back office of the kept figures: versions, what waits, the walks. Read only."""

from django.contrib import admin

from command_center.ground.figures.models import Book, DailyValue, SubjectDays, Sweep, TouchedDay, WeeklyReport
from command_center.ground.organisation.back_office import History


@admin.register(DailyValue)
class DailyValueAdmin(History):
    scope_field = None  # of what was told in confidence the place is nobody's but the administrator's
    list_display = ("figure", "day", "place", "top", "under", "rows", "recorded_at", "superseded_at", "why")
    list_filter = ("figure", "why")
    date_hierarchy = "day"


@admin.register(TouchedDay)
class TouchedDayAdmin(History):
    scope_field = None
    list_display = ("day", "why", "subject", "subject_id", "said", "at")
    list_filter = ("why",)


@admin.register(SubjectDays)
class SubjectDaysAdmin(History):
    scope_field = None
    list_display = ("subject", "subject_id", "days")


@admin.register(Book)
class BookAdmin(History):
    scope_field = None
    list_display = ("seq", "limits_until", "counted_at")


@admin.register(Sweep)
class SweepAdmin(History):
    scope_field = None
    list_display = ("why", "first", "last", "position", "found", "started_at", "finished_at")


@admin.register(WeeklyReport)
class WeeklyReportAdmin(History):
    list_display = ("unit", "first", "made_at")
    list_select_related = ("unit",)
    date_hierarchy = "first"
