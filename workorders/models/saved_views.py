"""A list somebody asks for again and again, under a name: their own, or shared with their centre."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.models import OrgUnit


class SavedView(models.Model):
    """``filters`` are the parameters of the list by name, ``ordering`` and ``columns`` as its address tells them; empty: the usual."""

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
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_view_per_owner_and_name"),
            models.CheckConstraint(condition=~Q(name=""), name="a_saved_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
