"""Two appointments: how many visits a unit can make in a half day, and what was agreed, moved, kept or missed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from command_center.ground.organisation.models import OrgUnit
from workorders.models.orders import WorkOrder


class VisitSlot(models.Model):
    """A half day of one unit: ``booked`` is kept by a trigger from the appointments, and never exceeds ``capacity``."""

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="visit_slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField(help_text=_("Visits that the unit's people can make in it"))
    booked = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        verbose_name = _("slot for visits")
        verbose_name_plural = _("slots for visits")
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "starts_at"], name="one_slot_per_unit_and_start"),
            models.CheckConstraint(condition=Q(booked__lte=F("capacity")), name="a_slot_is_not_overbooked"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_slot_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.starts_at:%F %H:%M}"


class Purpose(models.TextChoices):
    SURVEY = "SURVEY", _("Site survey")
    INSTALL = "INSTALL", _("Meter and power on")


class Side(models.TextChoices):
    """Who did it: what was moved by the customer is no broken promise of ours."""

    CUSTOMER = "CUSTOMER", _("the customer")
    UTILITY = "UTILITY", _("the utility")


class AppointmentStatus(models.TextChoices):
    AGREED = "AGREED", pgettext_lazy("appointment", "Agreed")
    KEPT = "KEPT", _("Kept")
    MISSED = "MISSED", _("Missed")
    MOVED = "MOVED", _("Moved")
    CANCELLED = "CANCELLED", _("Cancelled")


class Appointment(models.Model):
    """What was agreed with the applicant. A move ends this row and begins another: the rows are the history of moves."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="appointments")
    purpose = models.CharField(max_length=10, choices=Purpose)
    slot = models.ForeignKey(VisitSlot, on_delete=models.PROTECT, related_name="appointments")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    status = models.CharField(max_length=10, choices=AppointmentStatus, default=AppointmentStatus.AGREED)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=10, choices=Side)
    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True, help_text=_("When the customer said yes to it"))
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=10, choices=Side, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    departed_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    arrival_latitude = models.FloatField(null=True, blank=True)
    arrival_longitude = models.FloatField(null=True, blank=True)
    arrival_photo = models.ImageField(upload_to="visits/%Y/%m/", blank=True)

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(status="AGREED"), name="one_live_appointment_per_case"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["MOVED", "CANCELLED"]) | (~Q(ended_by="") & Q(ended_at__isnull=False)),
                name="a_moved_appointment_says_who_moved_it",
            ),
            models.CheckConstraint(
                condition=~Q(status="KEPT") | Q(arrived_at__isnull=False), name="a_kept_appointment_has_an_arrival"
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="appointment_by_start"),
            models.Index(fields=["ends_at"], condition=Q(status="AGREED"), name="live_appointment_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.purpose} {self.starts_at:%F %H:%M}"


class FeedPost(models.Model):
    """What applicant, grid manager and centre write to each other about a case: the group chat, kept with it."""

    class From(models.TextChoices):
        APPLICANT = "APPLICANT", _("Applicant")
        MANAGER = "MANAGER", _("Grid manager")
        CENTRE = "CENTRE", _("Command centre")

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="feed_posts")
    side = models.CharField(max_length=10, choices=From)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.CharField(max_length=1000, blank=True)
    photo = models.ImageField(upload_to="feed/%Y/%m/", blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("word on the progress of a case")
        verbose_name_plural = _("words on the progress of cases")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(side="APPLICANT") | Q(author__isnull=False), name="a_post_of_ours_has_an_author"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]
