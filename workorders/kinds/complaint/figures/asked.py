"""What an address asks of the boards of complaints, by unit and by cause, and of the rows behind their numbers."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from command_center.ground.core.api.days import days_asked
from command_center.ground.core.comparing import year_before
from command_center.ground.core.errors import Invalid
from workorders.kinds.complaint.figures import causes
from workorders.kinds.complaint.figures.selectors import Told, told_matters, trees
from workorders.kinds.complaint.figures.tally import figures_of
from workorders.kinds.complaint.figures.triggers import Triggers
from workorders.kinds.complaint.offered import tree_at

TREE = OpenApiParameter(
    "tree", str, description="Version of the category tree; without: the one in force on the last day"
)
TRIGGER = OpenApiParameter("trigger", str, enum=list(causes.TRIGGERS), description="Only those set off by this")
TOP, MOST_TOP = 10, 100
TOP_ROWS = OpenApiParameter(
    "top", int, description=f"How many rows of a dimension have a name: {TOP}, at most {MOST_TOP}"
)


class Asked:
    """What an address asks of these boards: the days, and the version of the tree. Two queries."""

    def __init__(self, request: Request) -> None:
        self.user = request.user
        self.since, self.until = days_asked(request, "since", "until")
        known = trees()
        self.tree = request.query_params.get("tree") or tree_at(self.until).code
        if self.tree not in known:
            raise Invalid(_("There is no such version of the tree."), pointer="/tree")
        self.counts_as = known[self.tree]
        self.told = {
            "since": self.since,
            "until": self.until,
            "before_since": year_before(self.since),
            "before_until": year_before(self.until),
            "tree": self.tree,
            "trees": list(known),
        }

    def periods(self) -> tuple[list[Told], list[Told]]:
        """Of these days and of the same ones of the year before. Four queries."""
        before = told_matters(self.user, since=year_before(self.since), until=year_before(self.until))
        return self.now(), before

    def now(self) -> list[Told]:
        return told_matters(self.user, since=self.since, until=self.until)

    def alleged(self, rows: Iterable[Told]) -> list[Told]:
        return [each for each in rows if "alleged" in figures_of(each.row, self.counts_as)]


def of_trigger(rows: Iterable[Told], found: Triggers, trigger: str) -> list[causes.Cause]:
    """What these matters are counted under; of all of them, or of those with this trigger."""
    counted = (found.causes[each.pk] for each in rows)
    return [cause for cause in counted if not trigger or kind_of(cause) == trigger]


def kind_of(cause: causes.Cause) -> str:
    """The code of ``causes.TRIGGERS``, or that it was told in confidence."""
    return causes.key_of(cause, "trigger")


def trigger_of(request: Request) -> str:
    """The kind of trigger that is asked for, or ""."""
    said = request.query_params.get("trigger", "")
    if said and said not in causes.TRIGGERS:
        raise Invalid(_("There is no such trigger."), pointer="/trigger")
    return said


def top_of(request: Request) -> int:
    """How many rows of a dimension have a name."""
    said = request.query_params.get("top", str(TOP))
    if not said.isdecimal() or not 1 <= int(said) <= MOST_TOP:
        raise Invalid(_("Give a whole number from 1 to %(most)d.") % {"most": MOST_TOP}, pointer="/top")
    return int(said)
