"""A complaint's own facts: what it alleges by the tree of its day, who was liable, what is mended, and who agreed to what.

Category trees are versioned data (domain reference §2.1): a figure is told under any version, so none can be defined away.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.models import OrgUnit
from workorders.models.orders import WorkOrder


class Nature(models.TextChoices):
    """What a matter counts as."""

    COMPLAINT = "COMPLAINT", _("Complaint")
    OPINION = "OPINION", _("Opinion or suggestion")


class Liability(models.TextChoices):
    LIABLE = "LIABLE", _("justified")
    PARTLY = "PARTLY", _("partly justified")
    NOT_LIABLE = "NOT_LIABLE", _("not justified")


class CategoryTree(models.Model):
    """One version of the tree of categories, in force from a day until the next version's."""

    code = models.CharField(max_length=20, unique=True)
    valid_from = models.DateField(unique=True)
    source = models.CharField(max_length=200, blank=True)
    assumed = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("tree of complaint categories")
        verbose_name_plural = _("trees of complaint categories")
        ordering = ["valid_from"]

    def __str__(self) -> str:
        return self.code


class Worded(models.Model):
    """A row of a tree with its words in both languages."""

    tree = models.ForeignKey(CategoryTree, on_delete=models.PROTECT, related_name="%(class)s_rows")
    code = models.CharField(max_length=40)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.label_en if (get_language() or "").startswith("en") else self.label_zh


class Category(Worded):
    """What a complaint may allege. ``group`` is the first level, ``counts_as`` what this version takes it for."""

    group = models.CharField(max_length=20)
    counts_as = models.CharField(max_length=20, choices=Nature, default=Nature.COMPLAINT)
    weight = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    needs_outage_history = models.BooleanField(
        default=False, help_text=_("It is answered only with the history of the customer's outages")
    )

    class Meta:
        verbose_name = _("complaint category")
        verbose_name_plural = _("complaint categories")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["tree", "code"], name="one_category_per_tree_and_code"),
            models.CheckConstraint(condition=Q(counts_as__in=Nature.values), name="a_category_counts_as_something"),
        ]


class Grade(Worded):
    """How grave a complaint is; ``evidence_years`` is how long what was found is kept (domain reference §9.1)."""

    rank = models.PositiveSmallIntegerField()
    evidence_years = models.PositiveSmallIntegerField(default=3)

    class Meta:
        verbose_name = _("complaint grade")
        verbose_name_plural = _("complaint grades")
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["tree", "code"], name="one_grade_per_tree_and_code")]


class Classification(models.Model):
    """What a matter was taken for, by whom, from when on. Append-only: the latest holds, the earlier ones stay."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="classifications")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("classification")
        verbose_name_plural = _("classifications")
        ordering = ["pk"]
        indexes = [models.Index(fields=["order", "id"], name="classification_of_order")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.category_id}"


class Complaint(models.Model):
    """What was found. ``outage_history`` are the outages of the customer's supply as they stood when it was pulled."""

    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, primary_key=True, related_name="complaint")
    reopens = models.ForeignKey(
        WorkOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="reopened_as",
        help_text=_("The archived complaint that goes on with this one"),
    )  # fmt: skip
    liability = models.CharField(max_length=20, choices=Liability, blank=True)
    liability_grounds = models.TextField(blank=True)
    liability_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    liability_at = models.DateTimeField(null=True, blank=True)
    outage_history = models.JSONField(null=True, blank=True)
    history_pulled_at = models.DateTimeField(null=True, blank=True)

    # By its number: outages live a storey higher (``workorders/trigger_outages.py``).
    outage_number = models.CharField(
        max_length=30, blank=True, default="", db_default="", help_text=_("The outage that set it off")
    )

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        constraints = [
            models.CheckConstraint(
                condition=Q(liability="") | (Q(liability__in=Liability.values) & Q(liability_at__isnull=False)),
                name="liability_is_decided_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(history_pulled_at=None) | Q(outage_history__isnull=False), name="a_pulled_history_is_kept"
            ),
            models.CheckConstraint(
                condition=Q(reopens=None) | ~Q(reopens=F("order")), name="no_complaint_reopens_itself"
            ),
            models.UniqueConstraint(fields=["reopens"], name="a_complaint_is_reopened_once"),
        ]

    def __str__(self) -> str:
        return str(self.order_id)


class Measure(models.Model):
    """整改: what is mended because of a complaint, by whom and until when."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="measures")
    text = models.TextField()
    unit = models.ForeignKey(OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]


class TwoPersons(models.Model):
    """Something one person proposes with a reason and another decides; never the same, and one at a time for an order."""

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.reason[:60]


def two_persons(what: str) -> list[models.BaseConstraint]:
    """The rules of ``TwoPersons``; names of constraints are one to a database."""
    return [
        models.UniqueConstraint(fields=["order"], condition=Q(decided_at=None), name=f"one_open_{what}_per_order"),
        models.CheckConstraint(
            condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name=f"{what}_is_decided_by_another_person"
        ),
        models.CheckConstraint(
            condition=Q(decided_at=None, granted=None, decided_by=None)
            | Q(decided_at__isnull=False, granted__isnull=False, decided_by__isnull=False),
            name=f"{what}_is_decided_whole",
        ),
    ]


class Downgrade(TwoPersons):
    """A complaint that would be an opinion. ``opinion`` is the order with which it then goes on."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="downgrades")
    opinion = models.OneToOneField(
        WorkOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="downgraded_from"
    )

    class Meta(TwoPersons.Meta):
        verbose_name = _("downgrade")
        verbose_name_plural = _("downgrades")
        constraints = two_persons("downgrade")


class Appeal(TwoPersons):
    """申诉: the unit that a complaint is about disputes the liability. Assumed: no published rule was found."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="appeals")

    class Meta(TwoPersons.Meta):
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = two_persons("appeal")
