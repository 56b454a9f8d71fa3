"""Back office of complaints: the trees of categories are kept here, files are read only, sealed people are never shown."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import TabularInline

from command_center.ground.organisation.back_office import History, Table
from workorders.models import (
    Appeal,
    Category,
    CategoryTree,
    Classification,
    Complainant,
    Complaint,
    Downgrade,
    Grade,
    Measure,
)


class CategoryInline(TabularInline):
    model = Category
    extra = 0


class GradeInline(TabularInline):
    model = Grade
    extra = 0


@admin.register(CategoryTree)
class CategoryTreeAdmin(Table):
    """A new version is a new row with a later day; what was counted under an old one stays countable."""

    scope_field = None
    list_display = ("code", "valid_from", "source", "assumed")
    inlines = (CategoryInline, GradeInline)


@admin.register(Category)
class CategoryAdmin(Table):
    scope_field = None
    list_display = ("tree", "group", "code", "label_zh", "label_en", "counts_as", "needs_outage_history", "weight")
    list_filter = ("tree", "group", "counts_as")
    list_select_related = ("tree",)
    search_fields = ("code__startswith", "label_zh__startswith")


@admin.register(Grade)
class GradeAdmin(Table):
    scope_field = None
    list_display = ("tree", "rank", "code", "label_zh", "label_en", "evidence_years")
    list_select_related = ("tree",)
    search_fields = ("code__startswith",)


class OfComplaint(History):
    scope_field = "order__org_path"
    list_select_related: tuple[str, ...] = ("order",)
    search_fields: tuple[str, ...] = ("order__number__startswith",)


@admin.register(Complaint)
class ComplaintAdmin(OfComplaint):
    list_display = ("order", "liability", "liability_by", "liability_at", "history_pulled_at")
    list_filter = ("liability",)


@admin.register(Classification)
class ClassificationAdmin(OfComplaint):
    list_display = ("order", "category", "grade", "reason", "actor", "at")
    list_select_related = ("order", "category", "grade", "actor")


@admin.register(Measure)
class MeasureAdmin(OfComplaint):
    list_display = ("order", "text", "unit", "due_on", "at")
    list_select_related = ("order", "unit")
    deferred = ("unit__area",)


@admin.register(Downgrade, Appeal)
class TwoPersonsAdmin(OfComplaint):
    list_display = ("order", "reason", "asked_by", "asked_at", "granted", "decided_by", "decided_at")
    list_select_related = ("order", "asked_by", "decided_by")


@admin.register(Complainant)
class ComplainantAdmin(OfComplaint):
    """That somebody is sealed, and for which order; nothing of them."""

    list_display = ("order", "report")
    list_select_related = ("order", "report")
    fields: tuple[str, ...] = ("order", "report")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields
