"""What a desk told a crew, who read it and when. A row is written once and read once; nothing else of it changes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST = 300


class CrewMessageQuerySet(models.QuerySet["CrewMessage"]):
    def unread(self) -> "CrewMessageQuerySet":
        return self.filter(acknowledged_at=None)

    def locked(self) -> "CrewMessageQuerySet":
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")


class CrewMessage(models.Model):
    """One message. ``alarmed_at``: nobody had read it for too long, and the desks were told."""

    crew = models.ForeignKey("dispatch.Crew", on_delete=models.CASCADE, related_name="messages")
    text = models.CharField(max_length=LONGEST)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)

    objects = CrewMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to a crew")
        verbose_name_plural = _("messages to crews")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_by=None, acknowledged_at=None)
                | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
                name="who_read_a_message_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["crew", "-id"], name="crew_message_latest"),
            models.Index(fields=["sent_at"], condition=Q(acknowledged_at=None), name="crew_message_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.crew_id} {self.sent_at:%F %H:%M}"
