"""What an address asks of a figure: which one, of which unit and days, of which value of a split."""

from dataclasses import replace
from datetime import datetime
from typing import cast

from django.utils.timezone import now
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from command_center.ground.core.api.days import day_parameters, days_asked
from command_center.ground.core.api.filters import refuse_unknown
from command_center.ground.core.api.moments import moment_asked
from command_center.ground.core.errors import Invalid, NotFound
from command_center.ground.figures.as_of import as_it_stood, may_be_asked
from command_center.ground.figures.asking import Inquiry
from command_center.ground.figures.declaring import Figure, Split
from command_center.ground.figures.facts import Window
from command_center.ground.organisation.models import OrgUnit, User
from command_center.ground.organisation.scope import get_scoped
from command_center.screens.figures.catalogue import BY_CODE

PARAMETERS = [
    OpenApiParameter("unit", str, description="Code of a unit, with everything under it; one's own area by default"),
    *day_parameters("from", "to"),
    *(OpenApiParameter(each.value, str, description="Only this value of the split") for each in Split),
]
AS_OF = OpenApiParameter(
    "as_of", datetime, description="A moment such as 2026-07-31T18:00: the figure as it stood then, from the kept days"
)
NAMES = {each.name for each in PARAMETERS}


class Asked:
    """Figure, unit and window of a request. Two queries. Raises ``NotFound`` and ``Invalid``."""

    def __init__(self, request: Request, code: str, *more: str) -> None:
        refuse_unknown(request, {*NAMES, *more})
        if code not in BY_CODE:
            raise NotFound()
        self.figure: Figure = BY_CODE[code]
        self.unit, self.path = unit_of(request)
        first, last = days_asked(request, "from", "to")
        at, self.as_of = now(), moment_asked(request, "as_of")
        self.window = Window(
            user=request.user, first=first, last=last, at=at, path=self.path, only=self._only(request), as_of=self.as_of
        )  # fmt: skip
        self.now = replace(self.window, as_of=None)
        self.kept = may_be_asked(self.figure, self.as_of, at) if self.as_of else None
        if self.as_of and self.window.only:
            raise Invalid(_("As it stood earlier a figure is told by unit and month only."), pointer="/as_of")
        self.inquiry = Inquiry(as_it_stood(self.figure, self.as_of) if self.as_of else self.figure, self.window)

    def _only(self, request: Request) -> dict[str, str]:
        said = {split: request.query_params[split] for split in Split if request.query_params.get(split)}
        for split, value in said.items():
            if split not in self.figure.splits or value not in self.figure.splits[split]():
                raise Invalid(_("This figure is not divided so."), pointer=f"/{split}")
        return {str(split): value for split, value in said.items()}


def unit_of(request: Request) -> tuple[OrgUnit | None, str]:
    """The unit that an address names and its path; without one the person's own, and "" for all of their area."""
    units, user = OrgUnit.objects.defer("area"), cast(User, request.user)
    if code := request.query_params.get("unit"):
        unit = get_scoped(units, user, field="path", code=code)
        return unit, "" if [unit.path] == user.scope_paths else unit.path
    return units.filter(pk=user.home_id or 0).first(), ""
