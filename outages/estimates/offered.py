"""How good the told restoration times are, as rows of the catalogue."""

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from command_center.ground.figures.declaring import MEAN, SHARE, Better, Figure, Split, Target, Unit
from command_center.ground.figures.facts import TableFacts, Window, amount, minutes_between, one_if
from command_center.ground.figures.words import OURS, of_choices
from outages.estimates.models import RestorationEstimate
from outages.life.choices import CauseClass, EstimateSource
from outages.life.models import Outage
from outages.life.states import SET_ASIDE

GROUP = "outages"
SPLITS = {Split.CAUSE: of_choices(CauseClass), Split.KIND: of_choices(EstimateSource)}
COLUMNS: dict[str, str] = {Split.CAUSE: "cause_class", Split.KIND: "first_source"}


def _estimated(top: object) -> TableFacts:
    """Outages that are over and of which a time was told, with the first one."""
    first = RestorationEstimate.objects.filter(outage=OuterRef("pk")).order_by("revision")
    rows = Outage.objects.exclude(status__in=sorted(state.value for state in SET_ASIDE)).annotate(
        first_etr=Subquery(first.values("etr_at")[:1]),
        first_source=Subquery(first.values("source")[:1]),
        later=F("etr_revision") - 1,
    )
    told = rows.filter(restored_at__isnull=False, first_etr__isnull=False)
    return TableFacts(rows=told, at="restored_at", top=top, splits=COLUMNS)


def _kept(window: Window) -> TableFacts:
    return _estimated(one_if(Q(restored_at__lte=F("first_etr"))))


def _changes(window: Window) -> TableFacts:
    return _estimated(amount("later"))


def _early(window: Window) -> TableFacts:
    return _estimated(minutes_between("restored_at", "first_etr"))


FIGURES = (
    Figure(
        code="estimate_kept_percent", group=GROUP, label=_("Restored by the time first told"), unit=Unit.PERCENT,
        formula=SHARE, better=Better.MORE, target=Target(80, _("What a P80 says")), source=OURS, facts=_kept, splits=SPLITS,
        means=_("Outages restored by the time that customers were told first ÷ outages restored of which a time was told. By kind: who told it."),
        rows_are="outage",
    ),
    Figure(
        code="estimate_changes", group=GROUP, label=_("Changes of the told time"), unit=Unit.TIMES, formula=MEAN,
        better=Better.LESS, source=OURS, facts=_changes, splits=SPLITS, rows_are="outage",
        means=_("How often the restoration time was told anew: the mean over outages restored of which a time was told."),
    ),
    Figure(
        code="estimate_spare_minutes", group=GROUP, label=_("Earlier than first told"), unit=Unit.MINUTES, formula=MEAN,
        better=Better.NEITHER, source=OURS, facts=_early, splits=SPLITS, rows_are="outage",
        means=_("Minutes from the restoration to the time first told: the mean; below zero it was late."),
    ),
)  # fmt: skip
