"""Who is on duty at a desk, who answers for an open item, and the hand-over between two shifts."""

from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.organisation.models import OrgUnit
from command_center.ground.organisation.roles import role_choices


class ItemKind(models.TextChoices):
    """What somebody can answer for. An alarm about an order, an outage or a plan goes with its subject."""

    ORDER = "order", _("Order")
    OUTAGE = "outage", _("Outage")
    PLAN = "plan", _("Planned outage")
    ALARM = "alarm", _("Alarm")


class DeskDuty(models.Model):
    """A person at the desk of a centre, from signing on until signing off. The role is the one they had then."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="duties")
    centre = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="desk_duties")
    role = models.CharField(max_length=30, choices=role_choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.CharField(max_length=200, blank=True, help_text=_("Why somebody else ended it"))

    class Meta:
        verbose_name = _("desk duty")
        verbose_name_plural = _("desk duties")
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until=None), name="one_desk_per_person_at_a_time"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="a_duty_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["centre"], condition=Q(until=None), name="duty_live_by_centre")]

    def __str__(self) -> str:
        return f"{self.person} · {self.centre}"


class Handover(models.Model):
    """One shift gives its open items to the next. It closes only when every one of them has a new name."""

    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    duty = models.ForeignKey(DeskDuty, on_delete=models.PROTECT, related_name="handovers")
    centre = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    org_path = models.CharField(max_length=120)
    rest_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Takes whatever has no name of its own, and what still comes in"),
    )
    remark = models.TextField(blank=True, help_text=_("What the next shift should know beside the items"))
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("shift hand-over")
        verbose_name_plural = _("shift hand-overs")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["giver"], condition=Q(closed_at=None, dropped_at=None), name="one_open_handover_per_giver"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(dropped_at=None), name="a_handover_is_closed_or_dropped"
            ),
        ]
        indexes = [models.Index(OpClass("org_path", "varchar_pattern_ops"), name="handover_by_path")]

    def __str__(self) -> str:
        return f"{self.giver} {self.started_at:%F %H:%M}"


class HandoverLine(models.Model):
    """What the giver says of one item: a remark, the next one's name, or both."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="lines")
    item_kind = models.CharField(max_length=10, choices=ItemKind)
    item_id = models.BigIntegerField()
    to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("line of a hand-over")
        verbose_name_plural = _("lines of a hand-over")
        constraints = [
            models.UniqueConstraint(fields=["handover", "item_kind", "item_id"], name="one_line_per_handover_and_item")
        ]

    def __str__(self) -> str:
        return f"{self.item_kind} {self.item_id}"


class HandoverReceipt(models.Model):
    """One who takes over, with how many items, and when they said that they had read them."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="receipts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    items = models.PositiveIntegerField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("receipt of a hand-over")
        verbose_name_plural = _("receipts of a hand-over")
        constraints = [
            models.UniqueConstraint(fields=["handover", "person"], name="one_receipt_per_handover_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.handover_id} {self.person}"


class CustodyQuerySet(models.QuerySet["Custody"]):
    def live(self) -> "CustodyQuerySet":
        return self.filter(until=None)

    def of(self, kind: str, ids: list[int]) -> "CustodyQuerySet":
        return self.filter(item_kind=kind, item_id__in=ids)

    def locked(self) -> "CustodyQuerySet":
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")


class Custody(models.Model):
    """A stretch in which one name answered for one open item. Without a holder the centre itself does.

    A record: only its end is ever written, once (a trigger). ``org_path`` is the item's, as it was then.
    """

    class Why(models.TextChoices):
        FELL = "FELL", _("Fell to who was on duty")
        GIVEN = "GIVEN", _("Given by a person")
        TAKEN = "TAKEN", _("Taken over")
        HANDED_OVER = "HANDED_OVER", _("Handed over")

    item_kind = models.CharField(max_length=10, choices=ItemKind)
    item_id = models.BigIntegerField()
    trade = models.CharField(
        max_length=20, default="repair", db_default="repair", help_text=_("Which roles may take it (falling.py)")
    )
    org_path = models.CharField(max_length=120)
    centre = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="custodies",
        help_text=_("Empty: nobody was on duty, the centre itself answers"),
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=12, choices=Why)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handover = models.ForeignKey(Handover, null=True, blank=True, on_delete=models.PROTECT, related_name="custodies")
    remark = models.CharField(max_length=500, blank=True, default="", db_default="")

    objects = CustodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("custody")
        verbose_name_plural = _("custodies")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item_kind", "item_id"], condition=Q(until=None), name="one_live_holder_per_item"
            ),
            models.CheckConstraint(condition=Q(item_kind__in=ItemKind.values), name="custody_item_is_known"),
            models.CheckConstraint(
                condition=Q(why="FELL") | Q(holder__isnull=False), name="what_is_given_is_given_to_a_person"
            ),
            models.CheckConstraint(
                condition=~Q(why="HANDED_OVER") | Q(handover__isnull=False),
                name="what_is_handed_over_names_its_handover",
            ),
        ]
        indexes = [
            models.Index(fields=["item_kind", "item_id"], name="custody_by_item"),
            models.Index(fields=["holder"], condition=Q(until=None), name="custody_live_by_holder"),
            models.Index(
                OpClass("org_path", "varchar_pattern_ops"), condition=Q(until=None), name="custody_live_by_path"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_kind} {self.item_id}: {self.holder or self.centre}"
