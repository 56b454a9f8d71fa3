"""Complaints, opinions and what became of them, as rows of the catalogue: the same matters as on their own page."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from command_center.ground.figures.declaring import SUM, Better, Customers, Figure, Formula, Over, Split, Unit
from command_center.ground.figures.facts import Fact, Row, Window, WorkedOut
from command_center.ground.figures.words import DOMAIN, of_choices
from command_center.ground.organisation.models import OrgUnit
from customers.models import Customer
from workorders.kinds.complaint.figures.selectors import Told, told_matters, trees
from workorders.kinds.complaint.figures.tally import figures_of
from workorders.kinds.complaint.models import Category
from workorders.models.orders import Source

GROUP = "complaints"
MILLION = 1_000_000


def _counted(*columns: str) -> Callable[[Window], WorkedOut]:
    """The matters that stand in any of these columns of the tally, under the tree in force. Five queries."""

    def facts(window: Window) -> WorkedOut:
        told, in_force, paths = window.once("complaints", lambda: _read(window))
        counted = (each for each in told if figures_of(each.row, in_force) & set(columns))
        return WorkedOut([_fact(each, paths) for each in counted])

    return facts


def _read(window: Window) -> tuple[list[Told], Mapping[str, str], Mapping[str, str]]:
    """Matters of the window, what each category counts as, and the paths of units by their code."""
    *_older, in_force = trees().values()
    told = told_matters(window.user, since=window.first, until=window.last)
    return told, in_force, dict(OrgUnit.objects.values_list("code", "path"))


def _fact(each: Told, paths: Mapping[str, str]) -> Fact:
    place = paths.get(each.place.unit or each.place.centre, "")
    row = Row(each.pk, each.number, each.reported_at, place, Decimal(1), Decimal(1))
    return Fact(
        row, {Split.CHANNEL: each.row.channel, Split.CAUSE: each.row.category}, each.sealed, each.within, each.gate
    )


def customers_of(window: Window) -> Mapping[str, float]:
    """Customers of the area today, by unit."""
    rows = window.within(Customer.objects.all()).order_by().values_list("org_path").annotate(count=Count("pk"))
    return dict(rows)


def _categories() -> Mapping[str, Any]:
    """The words of the newest tree stand before those of older ones."""
    label = "label_en" if (get_language() or "").startswith("en") else "label_zh"
    return dict(Category.objects.order_by("tree__valid_from").values_list("code", label))


SPLITS = {Split.CHANNEL: of_choices(Source), Split.CAUSE: _categories}

FIGURES = (
    Figure(
        code="complaints", group=GROUP, label=_("Complaints"), unit=Unit.COUNT, formula=SUM, better=Better.LESS,
        means=_("By the category tree in force. What counts as a complaint is a definition: beside it stand opinions and the other fates."),
        source=DOMAIN, facts=_counted("complaints"), splits=SPLITS, by_hour=True,
    ),
    Figure(
        code="complaints_per_million", group=GROUP, label=_("Complaints per million customers"), unit=Unit.PER_MILLION,
        formula=Formula(Over.CUSTOMERS, MILLION), better=Better.LESS, customers=Customers(customers_of),
        means=_("The same ÷ customers of the area today × 1,000,000; the year before by today's customers too."),
        source=DOMAIN, facts=_counted("complaints"), splits=SPLITS,
    ),
    Figure(
        code="opinions", group=GROUP, label=_("Opinions"), unit=Unit.COUNT, formula=SUM, better=Better.NEITHER,
        means=_("Matters that the same tree takes for opinions."), source=DOMAIN, facts=_counted("opinions"), splits=SPLITS,
        by_hour=True,
    ),
    Figure(
        code="withdrawn", group=GROUP, label=_("Withdrawn or downgraded"), unit=Unit.COUNT, formula=SUM,
        better=Better.NEITHER, means=_("Complaints that were withdrawn by their customer or downgraded by two persons."),
        source=DOMAIN, facts=_counted("withdrawn", "downgraded"), splits=SPLITS,
    ),
)  # fmt: skip
