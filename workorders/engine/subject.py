"""What a process is about and what remembers its steps: the columns, locks and predicates that orders, outages and plans share.

A model of a subject says here what is its own; how a step is made of it stands once, in ``advance.py``.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.alarms import services as alarms
from command_center.ground.alarms.codes import grade_of
from command_center.ground.core.errors import NotFound
from command_center.ground.core.events import Event
from command_center.ground.custody.services.holding import Item
from workorders.engine.process import Process

Row = TypeVar("Row", bound="Subject")


class SubjectQuerySet(models.QuerySet[Row]):
    def asked_for(self, *codes: str) -> Self:
        """A person should look, for one of these reasons among others."""
        return self.filter(Q(attention__in=codes) | Q(attention_also__overlap=list(codes)))

    def not_asked_for(self, *codes: str) -> Self:
        return self.exclude(Q(attention__in=codes) | Q(attention_also__overlap=list(codes)))

    def locked(self) -> Self:
        """Row locks that do not block foreign keys pointing here; always in the same order against deadlocks."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")

    def lock(self, pk: int) -> Row:
        """One row, locked until the end of the transaction. Raises ``NotFound``."""
        row = self.locked().filter(pk=pk).first()
        if row is None:
            raise NotFound()
        return row


class Subject(models.Model):
    """A row with a number and a state. ``rev`` rises with every change of it and is the ETag of the API."""

    number = models.CharField(max_length=30, unique=True)
    status = models.CharField(max_length=20)
    rev = models.PositiveIntegerField(default=1)
    org_path = models.CharField(max_length=120)
    attention = models.CharField(max_length=30, blank=True, help_text=_("Why a person should look: a code"))
    attention_also = ArrayField(
        models.CharField(max_length=30),
        default=list,
        db_default=[],
        blank=True,
        help_text=_("Further reasons, the graver first"),
    )
    updated_at = models.DateTimeField(auto_now=True)

    item_kind: ClassVar[str]
    """What it is called among the items that somebody answers for (``ItemKind``) and among what alarms are about."""
    attention_raised: ClassVar[type[Event]]
    """The event that asks for a person."""
    set_aside_in: ClassVar[str] = ""
    """The column that keeps the state before it was set aside, where that can happen to it."""
    has_clocks: ClassVar[bool] = False
    calls: ClassVar[tuple[str, ...]] = ()
    """Alarms about it, beside its reasons for attention, that end with it."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number

    @classmethod
    def history(cls) -> "type[Change]":
        """The model of the lines of its history."""
        raise NotImplementedError

    @property
    def process(self) -> Process:
        raise NotImplementedError

    @property
    def reasons(self) -> list[str]:
        """Why a person should look, the gravest first."""
        return [self.attention, *self.attention_also] if self.attention else []

    @property
    def came_from(self) -> str:
        """The state to which it goes back when it is only set aside."""
        return str(getattr(self, self.set_aside_in)) if self.set_aside_in else ""

    @property
    def item(self) -> Item:
        """It, as what somebody answers for by name."""
        return Item(self.item_kind, self.pk, self.org_path, self.process.trade)

    def grade_of(self, code: str) -> int:
        """How grave this reason is about it, 1 to 3."""
        return grade_of(code)

    def alarm(self, codes: Mapping[str, int] | None = None) -> alarms.Subject:
        """It, as what alarms are about, with what is to be said of it: its reasons, unless other codes are given."""
        said = {code: self.grade_of(code) for code in self.reasons} if codes is None else codes
        return alarms.Subject(kind=self.item_kind, id=self.pk, name=self.number, org_path=self.org_path, codes=said)

    def over_with(self, fields: Mapping[str, Any]) -> Sequence[str]:
        """Which of its reasons end when these fields are written."""
        return ()


class Change(models.Model):
    """A line of a history: one step of one subject. Append-only by trigger: a step is undone by another step."""

    old = models.CharField(max_length=20, blank=True)
    new = models.CharField(max_length=20)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=40, blank=True)

    about: ClassVar[str]
    """The field that names the subject."""
    plain: ClassVar[str] = ""
    """Where lines have a kind: that of a step which is no more than another state. It is left out when that is the old one."""

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"

    @classmethod
    def line(cls, subject: Any, **said: Any) -> Self:
        """Unsaved, of a subject that still is as it was before the step."""
        return cls(**{cls.about: subject}, **said)


# What a kind adds to the engine without the engine knowing its rows: registered when the apps are ready (``workorders/apps.py``).
Follow = Callable[..., None]
Choices = Callable[[Any], list[list[str]]]

_follow: dict[str, Follow] = {}
_choices: dict[str, Choices] = {}


def followed_by(kind: str, follow: Follow) -> None:
    """``follow(orders, at=…)`` brings the kind's own rows to where its orders stand, in the transaction of the step."""
    _follow[kind] = follow


def follow(kind: str, orders: Sequence[Any], *, at: datetime) -> None:
    """Called after the opening of orders and after every step of them; nothing for a kind without rows of its own."""
    if kind in _follow:
        _follow[kind](orders, at=at)


def chosen_from(field_type: str, choices: Choices) -> None:
    """What a form offers for this very order, in a field of that type: value and word."""
    _choices[field_type] = choices


def choices_for(field_type: str, order: Any) -> list[list[str]] | None:
    """None for a type that everybody is asked alike."""
    found = _choices.get(field_type)
    return None if found is None else found(order)
