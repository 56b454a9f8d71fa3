"""What customers said when they were asked, counted: of how many asked how many were reached, how many rated, and what.

Asked, reached and rated are three numbers: whoever was not reached stands in no denominator of what was said, but is shown.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import gettext_lazy as _

from command_center.ground.core.values import CHINA
from command_center.ground.organisation.models import OrgUnit
from customers.models import Message
from workorders.kinds import PROCESSES
from workorders.kinds.connection.rates import SATISFIED, Rate
from workorders.models import Survey
from workorders.surveys.models import SAID

DEFINITIONS = {
    "reached": _(
        "Reach rate = reached ÷ asked. Reached: the question arrived by the receipt of the provider, or it was answered."
    ),
    "satisfied": _(
        "Satisfied share = (satisfied + fairly satisfied) ÷ rated. Who was not reached or has not answered is not counted in it."
    ),
}
# How surveys are put together; months are those of China.
GROUPS: Mapping[str, Any] = {
    "kind": F("order__kind"),
    "unit": Coalesce("order__unit__code", "order__centre__code"),
    "month": TruncMonth("asked_at", tzinfo=CHINA),
}

# Of hundreds of units those with the most to say come first.
ORDER: Mapping[str, tuple[str, ...]] = {"kind": ("group",), "unit": ("-asked", "group"), "month": ("group",)}


def with_reached(rows: "QuerySet[Survey]") -> "QuerySet[Survey]":
    """Each with ``reached``."""
    return rows.annotate(reached=is_reached())


def is_reached() -> Q:
    """The question is known to have arrived, or they answered it."""
    told = Message.objects.filter(kind="SURVEY", subject_kind="order", subject_id=OuterRef("order_id"))
    return Q(answered_at__isnull=False) | Q(Exists(told.filter(delivered_at__isnull=False)))


def survey_figures(
    rows: "QuerySet[Survey]", *, by: str, since: datetime | None, until: datetime | None
) -> dict[str, Any]:
    """Surveys asked in ``[since, until)``, all together and by ``GROUPS``. Three queries at most."""
    period = {name: at for name, at in (("asked_at__gte", since), ("asked_at__lt", until)) if at is not None}
    asked = rows.filter(**period).order_by()
    groups = list(asked.values(group=GROUPS[by]).annotate(**_counts()).order_by(*ORDER[by]))
    words = WORDS[by]([row["group"] for row in groups])
    return {
        "by": by,
        "since": since,
        "until": until,
        "total": _told(asked.aggregate(**_counts()), "", ""),
        "groups": [_told(row, *words[row["group"]]) for row in groups],
        "definitions": {code: str(said) for code, said in DEFINITIONS.items()},
    }


def _counts() -> dict[str, Any]:
    said = {str(each).lower(): Count("pk", filter=Q(satisfaction=each)) for each in SAID}
    reached = Count("pk", filter=is_reached())
    return {"asked": Count("pk"), "reached": reached, "rated": Count("answered_at"), "mean_score": Avg("score"), **said}


def _told(row: Mapping[str, Any], group: str, words: str) -> dict[str, Any]:
    satisfied = sum(row[str(each).lower()] for each in SAID if str(each) in SATISFIED)
    return {
        **row,
        "group": group,
        "words": words,
        "not_reached": row["asked"] - row["reached"],
        "reach_percent": _percent(row["reached"], row["asked"]),
        "satisfied_percent": _percent(satisfied, row["rated"]),
    }


def _percent(hits: int, of: int) -> str | None:
    found = Rate(hits, of).percent
    return None if found is None else str(found)


def _of_kinds(kinds: Iterable[str]) -> dict[Any, tuple[str, str]]:
    return {kind: (kind, str(PROCESSES[kind].label)) for kind in kinds}


def _of_units(codes: Iterable[str]) -> dict[Any, tuple[str, str]]:
    return {
        code: (code, name) for code, name in OrgUnit.objects.filter(code__in=list(codes)).values_list("code", "name")
    }


def _of_months(months: Iterable[datetime]) -> dict[Any, tuple[str, str]]:
    return {month: (f"{month:%Y-%m}", f"{month:%Y-%m}") for month in months}


# The values of a group → its code and what people call it.
WORDS: Mapping[str, Callable[[Iterable[Any]], dict[Any, tuple[str, str]]]] = {
    "kind": _of_kinds,
    "unit": _of_units,
    "month": _of_months,
}
