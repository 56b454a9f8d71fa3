"""Back office of the organisation: units, grids, people and their rights, tokens."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from command_center.ground.core import audit
from command_center.ground.core.models import TokenUse
from command_center.ground.organisation import wall_admin  # noqa: F401  # registers itself
from command_center.ground.organisation.back_office import HistoryInline, ReadOnly, Table
from command_center.ground.organisation.back_office_rights import KEEPERS
from command_center.ground.organisation.models import (
    CalendarKey,
    CustomerOpening,
    OrgUnit,
    ServiceGrid,
    SignInRule,
    Sweep,
    SweepRule,
    User,
)
from command_center.ground.organisation.rights import close_open_sockets
from command_center.ground.organisation.roles import RIGHTS, Right, Role
from command_center.ground.organisation.sign_ins import end_all

RIGHTS_FIELDS = ("role", "home", "extra_paths", "is_active", "is_staff", "is_superuser", "groups", "user_permissions")


@admin.register(OrgUnit)
class OrgUnitAdmin(Table):
    """A unit keeps its place in the tree: every order, crew and customer below carries its path."""

    scope_field = "path"
    ordering = ("path",)
    list_display = ("code", "name", "level", "parent", "active")
    list_filter = ("level", "active")
    list_select_related = ("parent",)
    deferred = ("area", "parent__area")
    search_fields = ("code__startswith", "name", "name_en")
    autocomplete_fields = ("parent",)
    fields = ("code", "name", "name_en", "level", "parent", "path", "latitude", "longitude", "phone", "active")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code", "level", "parent", "path") if obj else ("path",)

    def save_model(self, request: HttpRequest, obj: OrgUnit, form: Any, change: bool) -> None:
        if not change:
            obj.path = f"{obj.parent.path if obj.parent else ''}{obj.code}/"
        super().save_model(request, obj, form, change)


@admin.register(ServiceGrid)
class ServiceGridAdmin(Table):
    ordering = ("code",)
    list_display = ("code", "name", "unit", "manager")
    list_select_related = ("unit", "manager")
    deferred = ("area", "unit__area")
    search_fields = ("code__startswith", "name")
    autocomplete_fields = ("unit", "manager")
    fields = ("code", "name", "unit", "manager", "area")

    def save_model(self, request: HttpRequest, obj: ServiceGrid, form: Any, change: bool) -> None:
        obj.org_path = obj.unit.path
        super().save_model(request, obj, form, change)


class NeedsAnArea:
    """A desk without a unit sees nothing: the form says so instead of a board that stays empty."""

    def clean(self) -> dict[str, Any]:
        said = super().clean()  # type: ignore[misc]
        said = self.cleaned_data if said is None else said  # type: ignore[attr-defined]
        role = said.get("role", getattr(self.instance, "role", ""))  # type: ignore[attr-defined]
        sees_orders = Right.READ_ORDERS in RIGHTS.get(role, frozenset()) and "home" in self.fields  # type: ignore[attr-defined]
        if sees_orders and not (said.get("home") or said.get("extra_paths")):
            self.add_error("home", _("Somebody in this role sees the orders of a unit: enter it."))  # type: ignore[attr-defined]
        return said


class PersonForm(NeedsAnArea, UserChangeForm):
    pass


class NewPersonForm(NeedsAnArea, UserCreationForm):
    pass


@admin.register(User)
class UserAdmin(Table, DjangoUserAdmin):  # type: ignore[misc]
    """The system administrator makes accounts and sets passwords, the security administrator gives them roles and areas.

    Nobody makes a superuser here, or changes their own rights. A change of rights closes the person's open sockets.
    """

    scope_field = "home__path"
    form = PersonForm
    add_form = NewPersonForm
    change_password_form = AdminPasswordChangeForm
    ordering = ("username",)  # type: ignore[misc]
    list_display = ("username", "name", "role", "home", "is_active", "last_login")
    list_filter = ("role", "is_active", "is_staff")
    list_select_related = ("home",)
    deferred = ("home__area",)
    search_fields = ("username__startswith", "name")
    autocomplete_fields = ("home",)
    filter_horizontal = ("groups", "user_permissions")
    readonly_fields = ("last_login", "date_joined", "rights_version")
    fieldsets = (
        (None, {"fields": ("username", "password", "name", "email", "phone")}),
        (_("Role and jurisdiction"), {"fields": ("role", "home", "extra_paths", "rights_version")}),
        (_("Back office"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "name", "role", "home", "password1", "password2")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        own = tuple(super().get_readonly_fields(request, obj))
        if request.user.is_superuser:
            return own
        if _is(request, Role.SECURITY_ADMINISTRATOR):
            return (
                *own,
                "username",
                "name",
                "email",
                "phone",
                "is_superuser",
                "groups",
                "user_permissions",
            )
        return (*own, *RIGHTS_FIELDS)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[User]":
        """Also accounts that have no unit yet, for those who make them and give them one."""
        if _is(request, Role.ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR) and not request.user.is_superuser:
            return super().get_queryset(request) | User.objects.filter(home=None)
        return super().get_queryset(request)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None and not request.user.is_superuser:
            return ((None, {"fields": ("username", "name", "password1", "password2")}),)
        return super().get_fieldsets(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever could set the password of a superuser or of another administrator would be one; nor one's own rights."""
        if obj is not None and not request.user.is_superuser:
            above = obj.is_superuser or (_is(request, Role.ADMINISTRATOR) and obj.role in KEEPERS)
            if above or obj.pk == request.user.pk:
                return False
        return super().has_change_permission(request, obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Whoever gives rights to an account cannot also sign in with it."""
        if _is(request, Role.SECURITY_ADMINISTRATOR) and not request.user.is_superuser:
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        changed = sorted(set(RIGHTS_FIELDS) & set(form.changed_data))
        if changed:
            obj.rights_version += 1
        super().save_model(request, obj, form, change)
        if changed:
            audit.record(
                actor=request.user,
                action="rights_changed",
                object_kind="user",
                object_ref=obj.username,
                fields=changed,
            )
            if obj.is_active:
                close_open_sockets(obj)
            else:
                end_all(obj)


@admin.register(SignInRule)
class SignInRuleAdmin(Table):
    """Which role needs a second factor, and how long its sign-ins last. Whoever is signed in keeps the old length."""

    scope_field = None
    ordering = ("role",)
    list_display = ("role", "second_factor", "idle_minutes", "longest_minutes")

    def save_model(self, request: HttpRequest, obj: SignInRule, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        audit.record(
            actor=request.user,
            action="sign_in_rule_changed",
            object_kind="role",
            object_ref=obj.role,
            fields=sorted(form.changed_data),
        )
        if obj.second_factor:  # what was given out on a password alone
            AuthToken.objects.filter(user__role=obj.role).delete()


@admin.register(SweepRule)
class SweepRuleAdmin(Table):
    """From how many different customers on it is a sweep; a row without a role is for all that have none."""

    scope_field = None
    ordering = ("role",)
    list_display = ("role", "customers", "called_customers", "minutes")

    def save_model(self, request: HttpRequest, obj: SweepRule, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        audit.record(
            actor=request.user, action="sweep_rule_changed", object_kind="role", object_ref=obj.role or "*",
            fields=sorted(form.changed_data),
        )  # fmt: skip


@admin.register(Sweep)
class SweepAdmin(Table):
    """Who opened or looked up more people than their work can need; ticked off once it has been looked into."""

    scope_field = "person__home__path"
    list_display = ("person", "kind", "customers", "found_at", "seen_by", "seen_at")
    list_filter = ("kind", ("seen_at", admin.EmptyFieldListFilter))
    list_select_related = ("person", "seen_by")
    actions = ("looked_into",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Looked into"), permissions=["change"])
    def looked_into(self, request: HttpRequest, sweeps: "QuerySet[Sweep]") -> None:
        at = now()
        for each in sweeps.filter(seen_at=None):
            audit.record(actor=request.user, action="sweep_seen", object_kind="user", object_ref=each.person.username)
        sweeps.filter(seen_at=None).update(seen_at=at, seen_by=request.user)


@admin.register(CustomerOpening)
class CustomerOpeningAdmin(ReadOnly, Table):
    """Nobody's: what somebody opened is judged by the program, and told when it is a sweep."""

    scope_field = "person__home__path"
    list_display = ("person", "customer", "opened_at")


def _is(request: HttpRequest, *roles: Role) -> bool:
    return getattr(request.user, "role", "") in roles


for library in (Group, AuthToken, Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(library)


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnly, Table):
    """Second factors, without their secrets; deleting one is how a lost phone is taken away."""

    scope_field = "user__home__path"
    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("user__username__startswith",)
    fields = ("user", "type", "created_at", "last_used_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("mfa.delete_authenticator")

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        super().delete_model(request, obj)
        audit.record(actor=request.user, action="second_factor_taken", object_kind="user", object_ref=obj.user.username)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[Authenticator]") -> None:
        for each in queryset:
            self.delete_model(request, each)


class IdentityForm(ModelForm):
    """Who could bind somebody to an administrator, or to themselves, would come in as them."""

    actor: User

    def clean_user(self) -> User:
        person: User = self.cleaned_data["user"]
        if person.is_superuser or person.role in KEEPERS or person.pk == self.actor.pk:
            raise ValidationError(_("An administrator's account is not bound here."))
        return person


@admin.register(SocialAccount)
class IdentityAdmin(Table):
    """Who somebody is at the provider of single sign-on: its subject (``sub``), bound to one account here."""

    scope_field = "user__home__path"
    form = IdentityForm
    list_display = ("user", "uid", "provider", "last_login")
    list_select_related = ("user",)
    search_fields = ("user__username__startswith", "uid")
    autocomplete_fields = ("user",)
    fields = ("user", "uid")

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return type("Form", (super().get_form(request, *args, **kwargs),), {"actor": request.user})

    def save_model(self, request: HttpRequest, obj: SocialAccount, form: Any, change: bool) -> None:
        obj.provider = settings.OIDC_ISSUER
        super().save_model(request, obj, form, change)
        audit.record(
            actor=request.user, action="identity_bound", object_kind="user", object_ref=obj.user.username, by="hand"
        )

    def delete_model(self, request: HttpRequest, obj: SocialAccount) -> None:
        """Open sockets of that person close; what was signed in by it ends with deactivation or its own time."""
        super().delete_model(request, obj)
        audit.record(actor=request.user, action="identity_taken", object_kind="user", object_ref=obj.user.username)
        close_open_sockets(obj.user)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[SocialAccount]") -> None:
        for each in queryset:
            self.delete_model(request, each)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):
    """Groups carry back-office permissions only; what a role may do is the table in ``roles.py``."""


class TokenUseInline(HistoryInline):
    model = TokenUse


@admin.register(AuthToken)
class AuthTokenAdmin(ReadOnly, Table):
    """Tokens are issued by signing in; deleting one here signs that device out."""

    inlines = (TokenUseInline,)

    scope_field = "user__home__path"
    list_display = ("token_key", "user", "created", "expiry", "last_used")
    list_select_related = ("user", "use")
    search_fields = ("token_key__startswith", "user__username__startswith")
    fields = ("token_key", "user", "created", "expiry", "last_used")

    @admin.display(description=_("last used"), ordering="use__last_used_at")
    def last_used(self, token: AuthToken) -> datetime | None:
        return token.use.last_used_at if hasattr(token, "use") else None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("knox.delete_authtoken")


@admin.register(CalendarKey)
class CalendarKeyAdmin(ReadOnly, Table):
    """Without what the address is made of; deleting one here ends it."""

    scope_field = "person__home__path"
    list_display = ("person", "made_at")
    list_select_related = ("person",)
    search_fields = ("person__username__startswith",)
    fields = ("person", "made_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("organisation.delete_calendarkey")
