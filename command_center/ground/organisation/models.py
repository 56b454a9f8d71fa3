"""Centres, stations, service grids, people and their jurisdiction."""

import uuid
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Now, Upper
from django.utils.translation import gettext_lazy as _

from command_center.ground.core.sessions import IDLE_MINUTES, LONGEST_MINUTES
from command_center.ground.organisation.back_office_rights import KEEPERS, PERMISSIONS, allows
from command_center.ground.organisation.roles import RIGHTS, Right, Role, is_role, role_choices
from command_center.ground.organisation.sweep_models import CustomerOpening, Sweep, SweepRule
from command_center.ground.organisation.wall_models import WallScreen

__all__ = [
    "CENTRES",
    "UNITS",
    "AreaKind",
    "CalendarKey",
    "CustomerOpening",
    "Level",
    "OrgUnit",
    "ServiceGrid",
    "SignInRule",
    "Sweep",
    "SweepRule",
    "User",
    "WallScreen",
]  # fmt: skip


class Level(models.TextChoices):
    PROVINCE = "PROVINCE", _("Provincial company")
    CITY_CENTRE = "CITY_CENTRE", _("City command centre")
    COUNTY_CENTRE = "COUNTY_CENTRE", _("County command centre")
    SERVICE_STATION = "SERVICE_STATION", _("Urban service station")
    REPAIR_CREW_BASE = "REPAIR_CREW_BASE", _("Repair crew base")
    TOWNSHIP_STATION = "TOWNSHIP_STATION", _("Township station")


CENTRES = (Level.CITY_CENTRE, Level.COUNTY_CENTRE)
UNITS = (Level.SERVICE_STATION, Level.REPAIR_CREW_BASE, Level.TOWNSHIP_STATION)


class AreaKind(models.TextChoices):
    """Decides the 45/90/120-minute arrival promise; follows the place of the fault."""

    URBAN = "URBAN", _("Urban")
    RURAL = "RURAL", _("Rural")
    REMOTE = "REMOTE", _("Remote")


class OrgUnit(models.Model):
    """A node of the organisation. ``path`` is the codes from the province down, e.g. ``42/4228/422826/T07/``."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    level = models.CharField(max_length=20, choices=Level)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=120, unique=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    area = models.JSONField(null=True, blank=True, help_text=_("Service area of a centre, GeoJSON geometry, WGS-84"))
    phone = models.CharField(max_length=20, blank=True)
    active = models.BooleanField(default=True)
    updated_at = models.DateTimeField(auto_now=True, db_default=Now())

    class Meta:
        verbose_name = _("organisation unit")
        verbose_name_plural = _("organisation units")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(condition=models.Q(level__in=Level.values), name="org_unit_level_is_known"),
            models.CheckConstraint(condition=models.Q(path__endswith="/"), name="org_path_ends_with_slash"),
        ]
        indexes = [
            models.Index(OpClass("path", "varchar_pattern_ops"), name="org_path_prefix"),
            models.Index(fields=["updated_at"], name="unit_by_update"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_centre(self) -> bool:
        return self.level in CENTRES


class ServiceGrid(models.Model):
    """网格: the small area of one named grid manager."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=80)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="grids")
    manager = models.ForeignKey("User", null=True, blank=True, on_delete=models.SET_NULL, related_name="grids")
    area = models.JSONField(help_text=_("Polygon, GeoJSON geometry, WGS-84"))
    org_path = models.CharField(max_length=120)
    updated_at = models.DateTimeField(auto_now=True, db_default=Now())

    class Meta:
        verbose_name = _("service grid")
        verbose_name_plural = _("service grids")
        ordering = ["code"]
        indexes = [
            models.Index(OpClass("org_path", "varchar_pattern_ops"), name="grid_path_prefix"),
            models.Index(fields=["updated_at"], name="grid_by_update"),
        ]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person of the utility, or a machine account. Chinese names have no first/last split: ``name`` is the name."""

    first_name = last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=60, blank=True)
    role = models.CharField(_("role"), max_length=30, choices=role_choices, default=Role.DISPATCHER)
    home = models.ForeignKey(OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    extra_paths = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, help_text=_("Granted paths beyond home")
    )
    phone = models.CharField(max_length=20, blank=True)
    rights_version = models.PositiveIntegerField(default=0, help_text=_("Raised on change: open sockets check it"))

    REQUIRED_FIELDS = ["email"]

    class Meta(AbstractUser.Meta):
        verbose_name = _("person")  # type: ignore[assignment]
        verbose_name_plural = _("people")  # type: ignore[assignment]
        indexes = [models.Index(Upper("username"), name="user_by_username")]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.name or self.username

    @property
    def scope_paths(self) -> list[str]:
        """The organisation paths this person answers for; empty means nothing at all."""
        return [*([self.home.path] if self.home else []), *self.extra_paths]

    def may(self, right: Right) -> bool:
        return self.is_active and right in RIGHTS.get(self.role, frozenset())

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """In the back office. The three administrators have what their table gives them, whatever else was granted.

        A superuser is the emergency account: made on the server by ``createsuperuser``, by nobody in the back office.
        """
        if self.role in KEEPERS and not self.is_superuser:
            return self.is_active and allows(self.role, perm)
        return super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        if self.role in KEEPERS and not self.is_superuser:
            return self.is_active and any(perm.startswith(f"{app_label}.") for perm in PERMISSIONS[Role(self.role)])
        return super().has_module_perms(app_label)


class CalendarKey(models.Model):
    """Opens the calendar of planned work as its person may see it, for programs that cannot sign in.

    One a person; revoked, it is gone (the audit trail keeps that it was). The address itself is derived from ``nonce`` by
    the site's secret and is not stored.
    """

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_key")
    nonce = models.UUIDField(default=uuid.uuid4)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.person)


class SignInRule(models.Model):
    """How people of one role sign in. A role without a row has the defaults and needs no second factor."""

    role = models.CharField(_("role"), max_length=30, choices=role_choices, unique=True)
    second_factor = models.BooleanField(default=False, help_text=_("Nothing opens without a code or a key"))
    idle_minutes = models.PositiveIntegerField(
        default=IDLE_MINUTES, help_text=_("A sign-in ends so long after the last thing the person did")
    )
    longest_minutes = models.PositiveIntegerField(default=LONGEST_MINUTES, help_text=_("And so long after it began"))

    class Meta:
        verbose_name = _("sign-in rule")
        verbose_name_plural = _("sign-in rules")
        constraints = [
            # A function of the database, kept by ``declared.py``: which roles there are is said in one place.
            models.CheckConstraint(condition=is_role("role"), name="sign_in_rule_role_is_known"),
            models.CheckConstraint(
                condition=models.Q(idle_minutes__gte=5, longest_minutes__gte=models.F("idle_minutes")),
                name="sign_in_lasts_five_minutes_and_no_idle_time_outlasts_it",
            ),
        ]

    def __str__(self) -> str:
        return str(Role(self.role).label)
