"""What customers said when they were called back."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.figures.declaring import SHARE, Better, Figure, Split, Target, Unit
from command_center.ground.figures.facts import TableFacts, Window, one_if
from command_center.ground.figures.words import DOMAIN, OURS, of_choices
from command_center.ground.organisation.models import AreaKind
from workorders.kinds import PROCESSES
from workorders.models.aftercare import Callback, Satisfaction
from workorders.models.orders import Source

GROUP = "customers"
RATED = (Satisfaction.SATISFIED, Satisfaction.FAIR, Satisfaction.UNSATISFIED)
SPLITS = {
    Split.KIND: lambda: {kind: process.label for kind, process in PROCESSES.items()},
    Split.CHANNEL: of_choices(Source),
    Split.URBAN: of_choices(AreaKind),
}
COLUMNS: dict[str, str] = {Split.KIND: "order__kind", Split.CHANNEL: "order__source", Split.URBAN: "order__area_kind"}


def _callbacks(counted: Q, hit: Q) -> TableFacts:
    rows = Callback.objects.filter(counted, order__gate="")
    return TableFacts(
        rows=rows, at="at", place="order__org_path", number="order__number", splits=COLUMNS, top=one_if(hit)
    )


def _satisfied(window: Window) -> TableFacts:
    return _callbacks(Q(satisfaction__in=RATED), Q(satisfaction__in=RATED[:2]))


def _reached(window: Window) -> TableFacts:
    return _callbacks(Q(), ~Q(satisfaction=Satisfaction.NOT_REACHED))


FIGURES = (
    Figure(
        code="callbacks_satisfied_percent", group=GROUP, label=_("Satisfied when called back"), unit=Unit.PERCENT,
        formula=SHARE, better=Better.MORE, target=Target(95, _("Service quality index, rules of about 2016")), source=DOMAIN,
        facts=_satisfied, splits=SPLITS, means=_("Satisfied or fairly satisfied ÷ rated callbacks of orders of every kind."),
    ),
    Figure(
        code="callbacks_reached_percent", group=GROUP, label=_("Reached when called back"), unit=Unit.PERCENT,
        formula=SHARE, better=Better.MORE, source=OURS, facts=_reached, splits=SPLITS,
        means=_("Calls that reached somebody ÷ calls made: every try counts."),
    ),
)  # fmt: skip
