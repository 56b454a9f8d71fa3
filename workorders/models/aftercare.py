"""What is said about an order: replies, calls to the customer, notes, the customer's own link and rating."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workorders.models.orders import WorkOrder


class Reply(models.Model):
    """回单: the reply checklist as fields (domain reference §2.5); rework overwrites by a new row."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=60)
    measures = models.TextField()
    outage_started_at = models.DateTimeField(null=True, blank=True)
    restored_at = models.DateTimeField()
    contacted = models.BooleanField()
    contacted_at = models.DateTimeField(null=True, blank=True)
    not_contacted_reason = models.CharField(max_length=200, blank=True)
    site_check = models.TextField(blank=True)
    customer_opinion = models.TextField(blank=True)
    photo = models.ImageField(upload_to="replies/%Y/%m/", blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contacted=True) | ~Q(not_contacted_reason=""), name="not_contacted_needs_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(contacted=False) | Q(not_contacted_reason=""), name="contacted_or_not_but_never_both"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.cause}"


class Satisfaction(models.TextChoices):
    SATISFIED = "SATISFIED", _("Satisfied")
    FAIR = "FAIR", _("Fairly satisfied")
    UNSATISFIED = "UNSATISFIED", _("Not satisfied")
    NOT_REACHED = "NOT_REACHED", _("Not reached")
    NOT_RATED = "NOT_RATED", _("No rating given")


class Callback(models.Model):
    """One call to the customer after the repair."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="callbacks")
    satisfaction = models.CharField(max_length=20, choices=Satisfaction)
    comment = models.TextField(blank=True)
    caller = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("callback")
        verbose_name_plural = _("callbacks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.order_id} {self.satisfaction}"


class Note(models.Model):
    """A remark in the order's file, and the urges (催办): never an order of its own."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    urge = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:40]


class TrackingLink(models.Model):
    """The customer's own link to one order: unguessable, expiring, revocable. Only the token's hash is stored."""

    order = models.OneToOneField(WorkOrder, on_delete=models.CASCADE, related_name="tracking_link")
    nonce = models.UUIDField()
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("tracking link")
        verbose_name_plural = _("tracking links")

    def __str__(self) -> str:
        return f"{self.order_id}"


class Rating(models.Model):
    """What the customer thought, once, after the reply."""

    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [models.CheckConstraint(condition=Q(score__range=(1, 5)), name="rating_is_1_to_5")]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.score}"
