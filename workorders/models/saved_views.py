"""What somebody asks of a list or the board again and again, under a name: their own, or shared with their centre."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.models import OrgUnit


class ViewedScreen(models.TextChoices):
    ORDERS = "ORDERS", _("List of orders")
    BOARD = "BOARD", _("Dispatch board")


class SavedView(models.Model):
    """``filters`` are the parameters of the screen by name, ``ordering`` and ``columns`` as its address tells them; empty: the usual.

    ``opens_screen``: its owner's screen opens with it where nothing is asked.
    """

    screen = models.CharField(
        max_length=10, choices=ViewedScreen, default=ViewedScreen.ORDERS, db_default=ViewedScreen.ORDERS
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    centre = models.ForeignKey(
        OrgUnit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Shared with its people"),
    )
    name = models.CharField(max_length=60)
    filters = models.JSONField(default=dict, blank=True)
    ordering = models.CharField(max_length=100, blank=True)
    columns = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    opens_screen = models.BooleanField(default=False, db_default=False, help_text=_("Its owner's screen opens with it"))
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "screen", "name"], name="one_view_per_owner_screen_and_name"),
            models.UniqueConstraint(
                fields=["owner", "screen"], condition=Q(opens_screen=True), name="a_screen_opens_with_one_view"
            ),
            models.CheckConstraint(condition=Q(screen__in=ViewedScreen.values), name="viewed_screen_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="a_saved_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
