"""``work-orders.csv`` and ``work-orders.xlsx``: the list as it is asked, masked; in full for who may and says why."""

from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request

from command_center.ground.core.api.bodies import body_of, described
from command_center.ground.core.api.filters import KnownOrdering, described_filters, filtered
from command_center.ground.core.errors import Invalid, NotAllowed
from command_center.ground.organisation.look_ups import count_look_up, real_reason
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from command_center.screens.order_list.api import OrderList, bounded
from command_center.screens.order_list.columns import BY_NAME, Column, chosen
from command_center.screens.order_list.export_formats import WIDTHS, Cells
from command_center.screens.order_list.export_rows import NEVER_LISTED, export_rows
from command_center.screens.order_list.rows import orders_for
from command_center.screens.sheets import CSV, XLSX, Sheet, answered
from workorders.api.filters import PERSONAL, OrderFilter
from workorders.models import WorkOrder

# A workbook is sent when it is whole: more would outlast the patience of a proxy. A CSV begins at once.
MOST = {"csv": 300_000, "xlsx": 50_000}
MOST_REVEALED = 2000
ASKED = [
    *described_filters(OrderFilter),
    OpenApiParameter("ordering", str, description="As of the list"),
    OpenApiParameter("columns", str, description=f"With commas, of {', '.join(BY_NAME)}"),
]


class ExportIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


def described_file(media_type: str) -> Any:
    """GET masked, POST with a reason in full."""

    def decorate(view: Any) -> Any:
        answer = {(200, media_type): OpenApiTypes.BINARY}
        masked = described(methods=["GET"], parameters=ASKED, responses=answer, problems=(401, 403, 422))
        full = described(
            methods=["POST"], request=ExportIn, parameters=ASKED, responses=answer, problems=(401, 403, 422)
        )
        return masked(full(api_view(["GET", "POST"])(view)))

    return decorate


@described_file(CSV)
def as_csv(request: Request) -> HttpResponseBase:
    """The list as CSV for spreadsheets, written as it is read; names, phones and places masked, or in full for a reason."""
    return _answered(request, "csv")


@described_file(XLSX)
def as_xlsx(request: Request) -> HttpResponseBase:
    """The same as an Excel workbook, moments as moments."""
    return _answered(request, "xlsx")


def _answered(request: Request, form: str) -> HttpResponseBase:
    if request.method == "POST":
        require(request.user, Right.READ_CUSTOMERS)
        sheet = orders_sheet(request, MOST_REVEALED, reason=real_reason(body_of(ExportIn, request)["reason"]))
    else:
        sheet = orders_sheet(request, MOST[form])
    if looks_people_up(request):
        count_look_up(request)
    return answered(request, sheet, form)


def orders_sheet(request: Request, most: int, *, reason: str = "") -> Sheet:
    """The list of an address as a table; with a reason in full. Raises ``Invalid`` where it has more rows than ``most``."""
    require(request.user, Right.READ_CUSTOMERS if reason else Right.READ_ORDERS)
    cells = Cells(_columns(request))
    _refuse_lists_of_the_important(request)
    with bounded():
        orders = _orders(request)
        count = _counted(orders, most)
    with_crews = any(column.name == "crew" for column in cells.columns)
    # What was asked is kept, but for whom: names and phones stay out of the trail.
    asked = {name: "…" if name in PERSONAL else value for name, value in request.query_params.items()}
    return Sheet(
        name="orders", heads=cells.heads(), count=count, revealed=bool(reason),
        rows=map(cells.of, export_rows(orders, revealed=bool(reason), with_crews=with_crews)),
        widths=[WIDTHS.get(column.type, 22) for column in cells.columns],
        action="orders_exported_revealed" if reason else "orders_exported", about=("workorder", ""),
        detail={"asked": asked, "reason": reason},
    )  # fmt: skip


def looks_people_up(request: Request) -> bool:
    """Whether the question names somebody: that is counted, asked anew each time and kept nowhere."""
    return any(request.query_params.get(name) for name in PERSONAL)


def _refuse_lists_of_the_important(request: Request) -> None:
    """Raises ``NotAllowed``, and the trail keeps who asked."""
    asked = NEVER_LISTED.intersection(request.query_params.get("attention", "").split(","))
    if asked:
        words = _("No list of important customers, or of people who depend on power, leaves the system.")
        trace = {
            "actor": request.user,
            "action": "export_refused",
            "object_kind": "workorder",
            "allowed": False,
            "asked": sorted(asked),
        }
        raise NotAllowed(words, pointer="/attention").leaving(trace)


def _orders(request: Request) -> "QuerySet[WorkOrder]":
    user: Any = request.user
    orders = filtered(OrderFilter, orders_for(user), request, ("ordering", "columns"))
    return orders.order_by(*KnownOrdering().get_ordering(request, orders, OrderList))


def _columns(request: Request) -> list[Column]:
    names = [name for name in request.query_params.get("columns", "").split(",") if name]
    if unknown := [name for name in names if name not in BY_NAME]:
        raise Invalid(_("There is no column %(names)s.") % {"names": ", ".join(unknown)}, pointer="/columns")
    return chosen(names)


def _counted(orders: "QuerySet[WorkOrder]", most: int) -> int:
    """How many there are. A file that was cut looks like the whole: too many are refused."""
    count = orders.order_by()[: most + 1].count()
    if count > most:
        words = _("More than %(most)d orders answer this: ask for a shorter period or a smaller area.")
        raise Invalid(words % {"most": most}, most=most)
    return count
