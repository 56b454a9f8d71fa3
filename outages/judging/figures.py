"""How often a judgement named the right device, as a row of the catalogue.

The domain reference (§4.5, §5.3) asks whether the *level* was right: meter box, transformer, lateral, feeder. What is recorded
is the device itself, before and after somebody stood there, so that is compared: whoever has the device has the level.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from command_center.ground.figures.declaring import SHARE, Better, Figure, Split, Unit
from command_center.ground.figures.facts import TableFacts, Window, one_if
from command_center.ground.figures.words import OURS, of_choices
from outages.judging.services.predicting import BY_JUDGEMENT
from outages.life.choices import CauseClass, ChangeKind, OutageKind
from outages.life.models import Outage, OutageChange
from outages.life.states import SET_ASIDE, Status

GROUP = "outages"
ASIDE = sorted(state.value for state in SET_ASIDE)


def _judged(window: Window) -> TableFacts:
    """Outages that the judge opened as a guess, and of which it is known by now what they were.

    A guess that the judge itself put together with another one is no judgement of its own.
    """
    changes = OutageChange.objects.filter(outage=OuterRef("pk"))
    guessed = changes.filter(kind=ChangeKind.OPENED, new=Status.PREDICTED.value, actor=None)
    gathered = changes.filter(new=Status.MERGED.value, detail=BY_JUDGEMENT)
    moved = changes.filter(kind=ChangeKind.MOVED).exclude(detail=BY_JUDGEMENT)
    known = Q(confirmed_at__isnull=False) | Q(status__in=ASIDE)
    rows = Outage.objects.filter(Exists(guessed), known, kind=OutageKind.FAULT)
    right = Q(confirmed_at__isnull=False) & ~Q(status__in=ASIDE) & ~Exists(moved)
    return TableFacts(
        rows=rows.exclude(Q(status=Status.MERGED.value) & Exists(gathered)), at="detected_at", top=one_if(right),
        splits={Split.CAUSE: "cause_class"},
    )  # fmt: skip


FIGURES = (
    Figure(
        code="judged_right_percent", group=GROUP, label=_("Judged right"), unit=Unit.PERCENT, formula=SHARE,
        better=Better.MORE, source=OURS, facts=_judged, splits={Split.CAUSE: of_choices(CauseClass)}, rows_are="outage",
        means=_("Outages confirmed at the device that the judgement named ÷ outages first seen by judgement in the period and since confirmed, moved to another device, merged by a person or dismissed. Asked is the device and not only its level, which is stricter; what nobody has confirmed yet is not counted."),
    ),
)  # fmt: skip
