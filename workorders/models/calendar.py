"""The working days and hours of the field, as data that a person edits."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.models import OrgUnit


def monday_to_friday() -> list[int]:
    return [1, 2, 3, 4, 5]


class WorkdayException(models.Model):
    """A day that is not what its weekday says: a holiday, or a make-up working day (调休); everywhere or at one centre."""

    day = models.DateField()
    centre = models.ForeignKey(
        OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text=_("Empty: every centre")
    )
    is_working_day = models.BooleanField(help_text=_("Yes: a make-up working day; no: a day off"))
    name = models.CharField(max_length=60)
    source = models.CharField(max_length=200, blank=True)
    assumed = models.BooleanField(default=False, help_text=_("Not published yet: to be confirmed"))

    class Meta:
        verbose_name = _("holiday or make-up working day")
        verbose_name_plural = _("holidays and make-up working days")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "centre"], nulls_distinct=False, name="one_exception_per_day_and_centre"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class WorkHours(models.Model):
    """The hours of a working day, in force until newer ones are; a centre's own go before those of all."""

    centre = models.ForeignKey(
        OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text=_("Empty: every centre")
    )
    valid_from = models.DateField()
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(), default=monday_to_friday, help_text=_("1 Monday … 7 Sunday")
    )
    opens = models.TimeField()
    closes = models.TimeField()
    lunch_from = models.TimeField(null=True, blank=True)
    lunch_to = models.TimeField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    assumed = models.BooleanField(default=False, help_text=_("Not published yet: to be confirmed"))

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "valid_from"], nulls_distinct=False, name="one_set_of_hours_per_centre_and_date"
            ),
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes"))
                & (
                    Q(lunch_from=None, lunch_to=None)
                    | Q(lunch_from__isnull=False, lunch_to__isnull=False)
                    & Q(lunch_from__gt=F("opens"), lunch_from__lt=F("lunch_to"), lunch_to__lt=F("closes"))
                ),
                name="hours_open_before_they_close_with_lunch_between",
            ),
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=[1, 2, 3, 4, 5, 6, 7]) & ~Q(weekdays=[]),
                name="working_weekdays_are_1_to_7",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"
