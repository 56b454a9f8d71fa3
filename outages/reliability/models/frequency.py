"""Who is out too often: the rules as rows, and what they found with its follow-up (domain reference §4.7)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.network.models import SupplyNode
from customers.models import Customer
from outages.life.choices import OutageKind
from outages.reliability.querysets import FrequentOutageQuerySet


class FrequentEntity(models.TextChoices):
    """Values are those of ``outages.reliability.frequency_rules.Entity``."""

    FEEDER = "FEEDER", _("Feeder")
    TRANSFORMER = "TRANSFORMER", _("Transformer")
    CUSTOMER = "CUSTOMER", _("Customer")


class FrequencyLevel(models.TextChoices):
    """Values are those of ``outages.reliability.frequency_rules.Level``."""

    WARNING = "WARNING", _("Warning")
    FREQUENT = "FREQUENT", _("Frequent")


class SpanKind(models.TextChoices):
    """Names are the fields of ``outages.reliability.frequency_rules.Span`` in capitals."""

    LAST_DAYS = "LAST_DAYS", _("The last so many days")
    LAST_MONTHS = "LAST_MONTHS", _("The last so many months")
    ANY_DAYS = "ANY_DAYS", _("Any so many consecutive days")
    THIS_YEAR = "THIS_YEAR", _("Since New Year")
    THIS_WEEK = "THIS_WEEK", _("Since Monday")


class Operator(models.TextChoices):
    """超过 is more than; the provincial report says 及以上, or more."""

    AT_LEAST = "GE", _("that many or more")
    MORE_THAN = "GT", _("more than that")


class FrequentOutageRule(models.Model):
    """``count`` outages of ``kinds`` within a span. Set P is asked about a plan, the others day by day."""

    rule_set = models.CharField(max_length=10)
    code = models.CharField(max_length=30)
    entity = models.CharField(max_length=20, choices=FrequentEntity)
    level = models.CharField(max_length=10, choices=FrequencyLevel)
    span = models.CharField(max_length=20, choices=SpanKind)
    span_length = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("Days or months"))
    operator = models.CharField(max_length=2, choices=Operator)
    count = models.PositiveSmallIntegerField()
    kinds = ArrayField(models.CharField(max_length=20, choices=OutageKind))
    longer_than_minutes = models.PositiveIntegerField(null=True, blank=True)
    after_kind = models.CharField(max_length=20, choices=OutageKind, blank=True)
    without_external = models.BooleanField(default=False)
    without_major_days = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("rule of frequent outages")
        verbose_name_plural = _("rules of frequent outages")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "entity"], name="one_frequency_rule_per_code_and_entity"),
            models.CheckConstraint(condition=Q(entity__in=FrequentEntity.values), name="frequency_entity_is_known"),
            models.CheckConstraint(condition=Q(level__in=FrequencyLevel.values), name="frequency_level_is_known"),
            models.CheckConstraint(condition=Q(operator__in=Operator.values), name="frequency_operator_is_known"),
            models.CheckConstraint(
                condition=Q(span__in=[SpanKind.THIS_YEAR, SpanKind.THIS_WEEK], span_length=None)
                | Q(span__in=[SpanKind.LAST_DAYS, SpanKind.LAST_MONTHS, SpanKind.ANY_DAYS], span_length__gte=1),
                name="a_span_has_its_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.entity}"


class FrequentOutage(models.Model):
    """An entity that meets a rule, and what is done about it. It stays, cleared, when the rule is met no more.

    ``first_on`` and ``last_on`` are the days counted in, ``count`` the outages within them.
    """

    rule = models.ForeignKey(FrequentOutageRule, on_delete=models.PROTECT, related_name="found")
    node = models.ForeignKey(
        SupplyNode, null=True, blank=True, on_delete=models.PROTECT, related_name="frequent_outages"
    )
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="frequent_outages"
    )
    org_path = models.CharField(max_length=120)
    count = models.PositiveIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()
    found_at = models.DateTimeField()
    computed_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)

    cause = models.CharField(max_length=200, blank=True)
    measure = models.CharField(max_length=200, blank=True)
    deadline_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    customer_told_at = models.DateTimeField(null=True, blank=True)
    followed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = FrequentOutageQuerySet.as_manager()

    class Meta:
        verbose_name = _("frequent outage")
        verbose_name_plural = _("frequent outages")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "node", "customer"],
                condition=Q(cleared_at=None),
                nulls_distinct=False,
                name="one_standing_row_per_rule_and_entity",
            ),
            models.CheckConstraint(
                condition=Q(node__isnull=False, customer=None) | Q(node=None, customer__isnull=False),
                name="frequent_is_a_node_or_a_customer",
            ),
        ]
        indexes = [
            models.Index(
                OpClass("org_path", "varchar_pattern_ops"),
                condition=Q(cleared_at=None),
                name="frequent_outage_by_path",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.node_id or self.customer_id} {self.count}"
