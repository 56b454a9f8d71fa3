"""Back office on a million rows: read only (the marketing system owns them), masked, found by the console's look-up."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from command_center.ground.organisation.back_office import translate_names
from command_center.ground.organisation.scope import scoped
from customers.messages import admin as messages  # noqa: F401
from customers.models import Contact, Customer, ServicePoint
from customers.phones import mask_address, mask_name, mask_phone
from customers.selectors import find_service_points
from customers.verification import admin as verification  # noqa: F401

FOUND_AT_MOST = 50
COUNTED_AT_MOST = 5000


class FirstPages(Paginator):
    """Counts no further than anybody pages: counting a million rows takes longer than showing fifty."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows[:COUNTED_AT_MOST].count()


class ReadOnly:
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LargeTable(ReadOnly, ModelAdmin):
    """A table nobody leafs through: jurisdiction, no full counts, and the search of the console."""

    show_full_result_count = False
    paginator = FirstPages
    list_per_page = 50
    ordering = ("pk",)
    search_fields = ("pk",)  # shows the box; ``get_search_results`` does the search
    search_help_text = _("Number, meter, phone, name or address")

    def __init__(self, model: type[Model], admin_site: Any) -> None:
        for shown in (model, *(inline.model for inline in self.inlines)):
            translate_names(shown)
        super().__init__(model, admin_site)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return scoped(super().get_queryset(request), request.user)

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> "tuple[QuerySet[Any], bool]":
        if not search_term.strip():
            return queryset, False
        points = find_service_points(search_term, user=request.user, limit=FOUND_AT_MOST)
        return queryset.filter(pk__in=[self.row_of(point) for point in points]), False

    def row_of(self, point: ServicePoint) -> int:
        """The id of this table's row that the found service point stands for."""
        return point.pk


class MaskedInline(ReadOnly, TabularInline):
    extra = 0
    model: type[Model]


class ContactInline(MaskedInline):
    model = Contact
    fields = readonly_fields = ("masked_name", "masked_phone")

    @admin.display(description=_("name"))
    def masked_name(self, contact: Contact) -> str:
        return mask_name(contact.name)

    @admin.display(description=_("phone"))
    def masked_phone(self, contact: Contact) -> str:
        return mask_phone(contact.phone)


class ServicePointInline(MaskedInline):
    model = ServicePoint
    fields = readonly_fields = ("meter_number", "masked_address", "transformer", "unit", "area_kind")
    show_change_link = True

    @admin.display(description=_("address"))
    def masked_address(self, point: ServicePoint) -> str:
        return mask_address(point.address)


@admin.register(Customer)
class CustomerAdmin(LargeTable):
    list_display = ("number", "masked_name", "masked_phone", "kind", "flags", "org_path")
    list_filter = ("kind",)
    fields = ("number", "masked_name", "kind", "flags", "org_path")
    readonly_fields = ("masked_name",)
    inlines = (ContactInline, ServicePointInline)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).prefetch_related("contacts")

    def row_of(self, point: ServicePoint) -> int:
        return point.customer_id

    @admin.display(description=_("name"))
    def masked_name(self, customer: Customer) -> str:
        return mask_name(customer.name)

    @admin.display(description=_("phone"))
    def masked_phone(self, customer: Customer) -> str:
        return ", ".join(mask_phone(contact.phone) for contact in customer.contacts.all())


@admin.register(ServicePoint)
class ServicePointAdmin(LargeTable):
    list_display = ("meter_number", "customer_number", "masked_address", "unit", "area_kind")
    list_select_related = ("customer", "unit")
    list_filter = ("area_kind",)
    fields = ("meter_number", "customer_number", "masked_address", "transformer", "unit", "grid", "area_kind", "latitude", "longitude")  # fmt: skip
    readonly_fields = ("customer_number", "masked_address")

    @admin.display(description=_("customer"))
    def customer_number(self, point: ServicePoint) -> str:
        return point.customer.number

    @admin.display(description=_("address"))
    def masked_address(self, point: ServicePoint) -> str:
        return mask_address(point.address)
