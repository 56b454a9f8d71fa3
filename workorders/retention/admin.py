"""Back office of retention: orders are held and let go by the security administrator, who names them and reads none."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import CharField, ModelForm
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.back_office import History, Table
from workorders.models import WorkOrder
from workorders.retention.models import LegalHold, Pseudonymised
from workorders.retention.services import hold, lift


class HoldForm(ModelForm):
    number = CharField(label=_("Number of the order"), max_length=30)

    class Meta:
        model = LegalHold
        fields = ("reason",)

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"]).strip()
        order = WorkOrder.objects.filter(number=number).first()
        if order is None:
            raise ValidationError(_("There is no order of this number."))
        if LegalHold.objects.filter(order=order, lifted_at=None).exists():
            raise ValidationError(_("This order is held already."))
        self.instance.order = order
        return number


@admin.register(LegalHold)
class LegalHoldAdmin(Table):
    scope_field = "order__org_path"
    form = HoldForm
    list_display = ("order", "reason", "held_at", "held_by", "lifted_at", "lifted_by")
    list_select_related = ("order", "held_by", "lifted_by")
    search_fields = ("order__number__startswith",)
    fields = ("number", "reason")
    actions = ("lift",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("order", "reason", "held_at", "held_by", "lifted_at", "lifted_by") if obj else self.fields

    def save_model(self, request: HttpRequest, obj: LegalHold, form: Any, change: bool) -> None:
        saved = hold(obj.order, reason=obj.reason, actor=request.user, at=now())
        obj.pk = saved.pk

    @admin.action(description=_("Lift the hold"))
    def lift(self, request: HttpRequest, holds: "QuerySet[LegalHold]") -> None:
        for each in holds.filter(lifted_at=None):
            lift(each, actor=request.user, at=now())


@admin.register(Pseudonymised)
class PseudonymisedAdmin(History):
    scope_field = "order__org_path"
    list_display = ("order", "at", "people")
    list_select_related = ("order",)
    search_fields = ("order__number__startswith",)
