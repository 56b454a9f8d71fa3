"""A table as a file, made in the background. The row is the record of it; a task's message only says “look”."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Form(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"


class ExportQuerySet(models.QuerySet["Export"]):
    def unfinished(self) -> "ExportQuerySet":
        return self.filter(finished_at=None)

    def free(self, at: datetime) -> "ExportQuerySet":
        """Nobody is at work on it: it waits, or whoever had it is gone."""
        return self.unfinished().filter(Q(claimed_until=None) | Q(claimed_until__lte=at))


def place_of(export: "Export", filename: str) -> str:
    """A folder for each: what a worker left that was ended is found by it and goes with the row."""
    return f"exports/{export.pk}/{filename}"


class Export(models.Model):
    """What somebody asked to take along. ``table`` and ``query`` are the address below ``/api/v1/`` at which it can be had at once.

    ``tries`` counts claims and is the fence: a worker that lost its claim writes nothing any more. ``reach_hash`` says for whom the
    rows were chosen; who has another area or other rights since then does not get the file.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports")
    table = models.CharField(max_length=80)
    query = models.TextField(blank=True)
    form = models.CharField(max_length=4, choices=Form)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=120, help_text=_("The name of the file without its ending"))
    reach_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    rows = models.PositiveIntegerField(help_text=_("When it was asked for"))
    rows_done = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to=place_of, blank=True, max_length=200)
    size = models.PositiveBigIntegerField(default=0, help_text=_("Bytes"))
    problem = models.CharField(max_length=300, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("file made in the background")
        verbose_name_plural = _("files made in the background")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(form__in=Form.values), name="an_export_has_a_known_form"),
            models.CheckConstraint(
                condition=Q(finished_at=None, file="", problem="")
                | Q(finished_at__isnull=False, file="") & ~Q(problem="")
                | Q(finished_at__isnull=False, problem="") & ~Q(file=""),
                name="a_finished_export_has_a_file_or_a_problem",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("asked_at")),
                name="an_export_ends_after_it_was_asked",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(finished_at=None), name="export_unfinished"),
            models.Index(fields=["owner", "-id"], name="export_by_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.title}.{self.form}"
