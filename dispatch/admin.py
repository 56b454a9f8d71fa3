"""Back office of dispatch: crews, shifts, devices and policies are kept here; offers and positions are looked at."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import TabularInline

from command_center.ground.core import audit
from command_center.ground.organisation.back_office import History, Table
from customers.phones import mask_plate
from dispatch.models import (
    Assignment,
    Certificate,
    Crew,
    CrewMember,
    CrewMessage,
    CrewPosition,
    Decision,
    DispatchPolicy,
    Offer,
    PositionDevice,
    PositionFix,
    RoutingLook,
    Shift,
)
from dispatch.services.crews import announce, keep_crew
from dispatch.services.devices import bind_anew, issue_device, revoke_devices


class MemberInline(TabularInline):
    model = CrewMember
    extra = 0
    autocomplete_fields = ("person",)


class CertificateInline(TabularInline):
    model = Certificate
    extra = 0


@admin.register(Crew)
class CrewAdmin(Table):
    ordering = ("code",)
    list_display = ("code", "name", "unit", "centre", "leader", "masked_plate", "active")
    list_filter = ("active",)
    list_select_related = ("unit", "centre", "leader")
    deferred = ("unit__area", "centre__area")
    search_fields = ("code__startswith", "name")
    autocomplete_fields = ("unit", "leader", "grids")
    exclude = ("centre", "org_path", "rev")
    inlines = (MemberInline, CertificateInline)

    @admin.display(description=_("plate"))
    def masked_plate(self, crew: Crew) -> str:
        return mask_plate(crew.plate)

    def save_model(self, request: HttpRequest, obj: Crew, form: Any, change: bool) -> None:
        keep_crew(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        announce(form.instance)


class OfCrew(Table):
    """Rows that belong to a crew; a change of them changes its card."""

    scope_field = "crew__org_path"
    list_select_related: tuple[str, ...] = ("crew",)
    search_fields = ("crew__code__startswith", "crew__name")
    autocomplete_fields: tuple[str, ...] = ("crew",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        announce(obj.crew)


@admin.register(CrewMember)
class CrewMemberAdmin(OfCrew):
    list_display = ("crew", "person", "from_on", "to_on")
    list_select_related = ("crew", "person")
    autocomplete_fields = ("crew", "person")


@admin.register(Certificate)
class CertificateAdmin(OfCrew):
    list_display = ("crew", "skill", "expires_on")
    list_filter = ("skill",)


@admin.register(Shift)
class ShiftAdmin(OfCrew):
    list_display = ("crew", "starts_at", "ends_at", "people")


class OtherPhone(admin.SimpleListFilter):
    title, parameter_name = _("other phone"), "other"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Another phone sends with the token"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        return queryset.exclude(other_device_id="") if self.value() == "yes" else queryset


@admin.register(PositionDevice)
class PositionDeviceAdmin(Table):
    """The token is shown once, when the device is made; afterwards only its hash exists."""

    scope_field = "crew__org_path"
    list_display = ("crew", "device_id", "heard_at", "mock_count", "other_device_id", "other_count", "revoked_at")
    list_filter = (OtherPhone,)
    list_select_related = ("crew",)
    search_fields = ("device_id__startswith", "other_device_id__startswith", "crew__code__startswith", "crew__name")
    autocomplete_fields = ("crew",)
    fields = ("crew", "device_id")
    actions = ("bind_other", "revoke")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("dispatch.change_positiondevice")

    def save_model(self, request: HttpRequest, obj: PositionDevice, form: Any, change: bool) -> None:
        device, token = issue_device(crew=obj.crew, device_id=obj.device_id)
        obj.pk, obj.token_hash = device.pk, device.token_hash
        words = _("Enter this address in the app now, it is not shown again: %(url)s")
        self.message_user(request, words % {"url": f"{settings.SITE_URL}/gps/t/{token}"}, messages.WARNING)
        audit.record(
            actor=request.user, action="device_issued", object_kind="positiondevice", object_ref=str(device.pk)
        )

    @admin.action(description=_("Bind to the phone that sends now"), permissions=["revoke"])
    def bind_other(self, request: HttpRequest, devices: "QuerySet[PositionDevice]") -> None:
        ids = [device.pk for device in devices]
        count = bind_anew(ids)
        audit.record(actor=request.user, action="devices_bound_anew", object_kind="positiondevice", ids=ids)
        self.message_user(request, ngettext("%d device bound anew.", "%d devices bound anew.", count) % count)

    @admin.action(description=_("Revoke: the device must stop"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, devices: "QuerySet[PositionDevice]") -> None:
        count = revoke_devices([device.pk for device in devices], at=now())
        self.message_user(request, ngettext("%d device revoked.", "%d devices revoked.", count) % count)


@admin.register(DispatchPolicy)
class DispatchPolicyAdmin(Table):
    scope_field = "centre__path"
    list_display = ("centre", "mode", "pause_seconds")
    list_filter = ("mode",)
    list_select_related = ("centre",)
    deferred = ("centre__area",)
    search_fields = ("centre__name",)
    autocomplete_fields = ("centre",)


class OfOrder(History):
    scope_field = "order__org_path"
    list_select_related = ("order", "crew")
    search_fields = ("order__number__startswith",)
    search_help_text = _("Order number")


@admin.register(Offer)
class OfferAdmin(OfOrder):
    list_display = ("order", "crew", "status", "offered_at", "answered_at", "eta_minutes", "on_behalf", "reject_reason")
    list_filter = ("status", "reject_reason", "on_behalf")


@admin.register(Assignment)
class AssignmentAdmin(OfOrder):
    list_display = ("order", "crew", "engaged", "started_at", "released_at", "release_reason")


@admin.register(Decision)
class DecisionAdmin(OfOrder):
    list_display = ("order", "at", "mode", "regret_minutes", "reason", "decided_by", "override_reason")
    list_filter = ("mode",)
    list_select_related = ("order", "decided_by")


@admin.register(RoutingLook)
class RoutingLookAdmin(History):
    scope_field = "order__org_path"
    ordering = ("-looked_at",)
    list_display = ("order", "looked_at")
    list_select_related = ("order",)
    search_fields = ("order__number__startswith",)
    search_help_text = _("Order number")


@admin.register(CrewMessage)
class CrewMessageAdmin(History):
    scope_field = "crew__org_path"
    list_display = ("crew", "sent_at", "sent_by", "text", "acknowledged_at", "acknowledged_by", "alarmed_at")
    list_select_related = ("crew", "sent_by", "acknowledged_by")
    search_fields = ("crew__code__startswith", "crew__name")


@admin.register(CrewPosition)
class CrewPositionAdmin(History):
    scope_field = "crew__org_path"
    ordering = ("-seen_at",)
    list_display = ("crew", "latitude", "longitude", "fixed_at", "seen_at", "battery_percent")
    list_select_related = ("crew",)
    search_fields = ("crew__code__startswith", "crew__name")


@admin.register(PositionFix)
class PositionFixAdmin(History):
    """Tens of millions of rows: in the order of the one index, and no page of a single fix."""

    scope_field = None
    ordering = ("-crew_id", "-fixed_at")
    list_display = ("crew_id", "fixed_at", "latitude", "longitude", "speed_ms", "accuracy_m", "verdict")
    list_display_links = None
    search_fields = ("crew_id__exact",)
    search_help_text = _("Id of the crew")
