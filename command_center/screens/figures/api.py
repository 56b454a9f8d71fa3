"""``GET figures/``: the catalogue; ``GET figures/{code}/``: one figure asked; ``GET figures/{code}/rows/``: what stands behind it."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.core.api.paging import limit_of
from command_center.ground.core.errors import Invalid
from command_center.ground.figures.as_of import DIVIDED
from command_center.ground.figures.declaring import Split
from command_center.ground.organisation.models import OrgUnit
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from command_center.screens.figures import shapes
from command_center.screens.figures.as_it_was import as_it_was
from command_center.screens.figures.asked import AS_OF, PARAMETERS, Asked
from command_center.screens.figures.catalogue import FIGURES, GROUPS, MISSING
from command_center.screens.figures.dividing import divided, name_of
from command_center.screens.figures.files_api import MOST

BY = ("units", "centres", *(each.value for each in Split), "month", "hour")
BY_PARAMETER = OpenApiParameter(
    "by",
    str,
    description=f"With commas, of {', '.join(BY)}; units: the level below; month: thirteen; hour: of the week",
)
MOST_ROWS = 200
PAGE = [
    OpenApiParameter("offset", int, description="Of `next`"),
    OpenApiParameter("limit", int, description=f"Rows a page, at most {MOST_ROWS}"),
]


@described(operation_id="figures_catalogue", responses=shapes.CatalogueOut, problems=(401, 403))
@api_view(["GET"])
def figures(request: Request) -> Response:
    """The closed catalogue: every figure that can be asked, and those that no row of this system can give."""
    require(request.user, Right.READ_ORDERS)
    return Response(
        {
            "groups": [{"code": code, "label": str(label)} for code, label in GROUPS.items()],
            "figures": [shapes.definition(figure) for figure in FIGURES],
            "missing": [{"label": str(each.label), "why": str(each.why)} for each in MISSING],
        }
    )


@described(responses=shapes.FigureAnswerOut, parameters=[*PARAMETERS, BY_PARAMETER, AS_OF])
@api_view(["GET"])
def figure(request: Request, code: str) -> Response:
    """One figure of a unit and a period, against the year before and the days just before; divided by what ``by`` says.

    With ``as_of``: all of it as it stood at that moment, and what was restated since.
    """
    require(request.user, Right.READ_ORDERS)
    asked = Asked(request, code, "by", "as_of")
    by = [each for each in request.query_params.get("by", "").split(",") if each]
    if set(by) - set(shapes.definition(asked.figure)["by"]):
        raise Invalid(_("This figure is not divided so."), pointer="/by")
    if asked.as_of and set(by) - set(DIVIDED):
        raise Invalid(_("As it stood earlier a figure is told by unit and month only."), pointer="/as_of")
    told = {
        "definition": shapes.definition(asked.figure),
        "place": asked.unit.code if asked.unit else "",
        "place_name": name_of(asked.unit) if asked.unit else "",
        "first": asked.window.first,
        "last": asked.window.last,
    }
    found = shapes.answered(asked.figure, asked.inquiry.answer())
    found["taken_off"] = [shapes.taken_off(each) for each in asked.inquiry.taken_off()]
    divisions = [{"by": each, **divided(asked.inquiry, each, asked.unit)} for each in dict.fromkeys(by)]
    return Response(shapes.FigureAnswerOut(told | found | {"divisions": divisions, "as_of": as_it_was(asked)}).data)


@described(responses=shapes.FactsOut, parameters=[*PARAMETERS, *PAGE])
@api_view(["GET"])
def rows(request: Request, code: str) -> Response:
    """The rows behind the figure of the same address, the newest first."""
    require(request.user, Right.READ_ORDERS)
    asked = Asked(request, code, "offset", "limit")
    start, limit = _offset(request), limit_of(request, default=50, most=MOST_ROWS)
    facts = asked.inquiry.facts()
    count, page = facts.count(), facts.listed(start, start + limit)
    units = OrgUnit.objects.filter(path__in={each.place for each in page}).only("path", "name", "name_en")
    names = {unit.path: name_of(unit) for unit in units}
    return Response(
        {
            "of": count,
            "in_confidence": facts.sealed,
            "at_once": MOST,
            "next": start + limit if start + limit < count else None,
            "rows": [shapes.row(each, names.get(each.place, "")) for each in page],
        }
    )


def _offset(request: Request) -> int:
    said = request.query_params.get("offset", "0")
    if not said.isdecimal() or len(said) > 9:
        raise Invalid(_("Give a whole number."), pointer="/offset")
    return int(said)
