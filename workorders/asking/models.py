"""What a customer answered by their link: kept whatever it says, with what was made of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workorders.asking import verdicts
from workorders.models.orders import WorkOrder


class Question(models.TextChoices):
    PLACE = verdicts.Question.PLACE, _("Where it is dark")
    PHOTO = verdicts.Question.PHOTO, _("Photo of the main switch or the meter")
    EXTENT = verdicts.Question.EXTENT, _("Only this house, or the neighbours too")
    SUPPLY = verdicts.Question.SUPPLY, _("Is it on again")


class Verdict(models.TextChoices):
    ACCEPTED = verdicts.Verdict.ACCEPTED, _("Believed")
    DOUBTFUL = verdicts.Verdict.DOUBTFUL, _("A person looks at it")
    UNREADABLE = verdicts.Verdict.UNREADABLE, _("Could not be read")


class CustomerAnswer(models.Model):
    """One answer. What was said and what was made of it never changes (a trigger); that a person looked at it is added.

    ``link`` is the hash of the link's token: which address it came by, also after that was renewed. ``rule`` is a name of
    ``verdicts.RULES``. ``due_at``: by when a person has looked at a doubtful one.
    """

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="customer_answers")
    question = models.CharField(max_length=10, choices=Question)
    said = models.JSONField(default=dict)
    photo = models.ImageField(upload_to="answers/%Y/%m/", blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    accuracy_m = models.FloatField(null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict)
    rule = models.CharField(max_length=30)
    change = models.CharField(max_length=12)
    link = models.CharField(max_length=64)
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_how = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("answer by link")
        verbose_name_plural = _("answers by link")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(question__in=Question.values), name="answer_question_is_known"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="answer_verdict_is_known"),
            models.CheckConstraint(
                condition=Q(verdict="DOUBTFUL") ^ Q(due_at=None), name="a_doubtful_answer_has_a_due_moment"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_how="") | Q(settled_at__isnull=False) & ~Q(settled_how=""),
                name="who_settles_an_answer_says_how",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="an_answered_place_has_two_coordinates",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(verdict="DOUBTFUL", settled_at=None), name="answer_to_be_looked_at"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.question} {self.verdict}"
