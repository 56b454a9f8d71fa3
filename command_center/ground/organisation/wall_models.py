"""Screens on a wall: principals that are no person. What they may see is one unit's wall, and nothing else."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.roles import RIGHTS, Right, Role


class WallScreen(models.Model):
    """A screen that shows the wall of one unit's area, from its pairing until it is revoked.

    ``code_hash`` is of the pairing code that waits to be typed in, ``token_hash`` of the secret in the screen's cookie:
    neither can be read again. It passes for a user where the wall's doors ask who is there, and it has one right.
    """

    name = models.CharField(max_length=60, help_text=_("Where it hangs"))
    unit = models.ForeignKey("OrgUnit", on_delete=models.PROTECT, related_name="wall_screens")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    paired_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True, help_text=_("To five minutes"))
    revoked_at = models.DateTimeField(null=True, blank=True)

    role = Role.WALL_SCREEN
    is_authenticated = is_active = True

    class Meta:
        verbose_name = _("wall screen")
        verbose_name_plural = _("wall screens")
        constraints = [
            models.UniqueConstraint(fields=["code_hash"], condition=~Q(code_hash=""), name="a_code_pairs_one_screen"),
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="a_secret_is_one_screens"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(code_hash="", token_hash=""), name="a_revoked_screen_has_no_key"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope_paths(self) -> list[str]:
        return [self.unit.path]

    def may(self, right: Right) -> bool:
        return right in RIGHTS[Role.WALL_SCREEN]
