"""What every table of the back office shares: jurisdiction, bounded counts, read-only history, masked people."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import pgettext_lazy
from unfold.admin import ModelAdmin, TabularInline

from command_center.ground.organisation.back_office_rights import KEEPERS
from command_center.ground.organisation.scope import scoped

COUNTED_AT_MOST = 5000


class FirstPages(Paginator):
    """Counts no further than anybody pages: counting a million rows takes longer than showing fifty."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows[:COUNTED_AT_MOST].count()


def translate_names(model: type[Model]) -> None:
    """A field or table without a label of its own is labelled by its name, which the catalogue knows under ``field``."""
    meta = model._meta
    for field in (*meta.local_fields, *meta.local_many_to_many):
        if type(field.verbose_name) is str:
            field.verbose_name = pgettext_lazy("field", field.verbose_name)
    if type(meta.verbose_name) is str:
        meta.verbose_name_plural = pgettext_lazy("field", f"{meta.verbose_name}s")
        meta.verbose_name = pgettext_lazy("field", meta.verbose_name)


class Table(ModelAdmin):
    """A table within the jurisdiction of whoever looks; a superuser sees everything.

    ``scope_field`` leads to the organisation path; None keeps the table to the administrator whose it is.
    """

    scope_field: str | None = "org_path"
    # Columns never fetched for a list, e.g. the service area of a county.
    deferred: tuple[str, ...] = ()
    show_full_result_count = False
    paginator = FirstPages
    list_per_page = 50
    ordering: tuple[str, ...] = ("-pk",)

    def __init__(self, model: type[Model], admin_site: Any) -> None:
        translate_names(model)
        super().__init__(model, admin_site)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        rows = super().get_queryset(request)
        if self.deferred:
            rows = rows.select_related(*self._relations()).defer(*self.deferred)
        if request.user.is_superuser:
            return rows
        if self.scope_field:
            return scoped(rows, request.user, field=self.scope_field)
        # Of the whole house, so none of a desk's: for the administrator whose table it is.
        return rows if getattr(request.user, "role", "") in KEEPERS else rows.none()

    def _relations(self) -> list[str]:
        chosen = self.list_select_related
        return list(chosen) if isinstance(chosen, list | tuple) else []


class ReadOnly:
    """History and whatever only the services may write."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class History(ReadOnly, Table):
    """A table that is only looked at."""


class HistoryInline(ReadOnly, TabularInline):
    extra = 0
    show_change_link = False
