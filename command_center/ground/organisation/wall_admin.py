"""Back office of the wall's screens: made with a code that is shown once, revoked at once."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from command_center.ground.organisation import walls
from command_center.ground.organisation.back_office import Table
from command_center.ground.organisation.models import WallScreen

CODE_WORDS = _("%(name)s: open /wall/ on the screen and type %(code)s within half an hour. It is not shown again.")


@admin.register(WallScreen)
class WallScreenAdmin(Table):
    """The pairing code is shown once, when the screen is made or asked for a new one; afterwards only its hash exists."""

    scope_field = "unit__path"
    list_display = ("name", "unit", "paired_at", "seen_at", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    list_select_related = ("unit",)
    deferred = ("unit__area",)
    search_fields = ("name", "unit__code__startswith", "unit__name")
    autocomplete_fields = ("unit",)
    fields = ("name", "unit")
    actions = ("new_code", "revoke")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: WallScreen, form: Any, change: bool) -> None:
        screen, code = walls.make(name=obj.name, unit=obj.unit, by=request.user, at=now())  # type: ignore[arg-type]
        obj.pk = screen.pk
        self._say(request, screen, code)

    @admin.action(description=_("New pairing code"), permissions=["change"])
    def new_code(self, request: HttpRequest, screens: "QuerySet[WallScreen]") -> None:
        for screen in screens.filter(revoked_at=None):
            self._say(request, screen, walls.give_code(screen, by=request.user, at=now()))  # type: ignore[arg-type]

    @admin.action(description=_("Revoke: the screen sees nothing any more"), permissions=["change"])
    def revoke(self, request: HttpRequest, screens: "QuerySet[WallScreen]") -> None:
        count = walls.revoke([screen.pk for screen in screens], by=request.user, at=now())  # type: ignore[arg-type]
        self.message_user(request, ngettext("%d screen revoked.", "%d screens revoked.", count) % count)

    def _say(self, request: HttpRequest, screen: WallScreen, code: str) -> None:
        self.message_user(request, CODE_WORDS % {"name": screen.name, "code": code}, messages.WARNING)
