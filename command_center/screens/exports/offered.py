"""Which tables can be made in the background: those that may be long. Asked by the address at which they can be had at once."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from rest_framework.request import Request

from command_center.ground.core.errors import Invalid
from command_center.ground.organisation.models import User
from command_center.screens.figures.files_api import rows_sheet
from command_center.screens.order_list.export_api import looks_people_up, orders_sheet
from command_center.screens.sheets import Sheet

# A sheet of a workbook holds 1,048,576 lines and is written whole; a million lines of text are some 200 MB.
MOST = {"csv": 1_000_000, "xlsx": 300_000}


def _orders(request: Request, most: int) -> Sheet:
    if looks_people_up(request):
        raise Invalid(_("A list that looks for somebody is taken at once and kept nowhere."), pointer="/query")
    return orders_sheet(request, most)


def _figure_rows(request: Request, most: int, code: str) -> Sheet:
    return rows_sheet(request, code, most)


OFFERED: tuple[tuple[re.Pattern[str], Callable[..., Sheet]], ...] = (
    (re.compile(r"work-orders"), _orders),
    (re.compile(r"figures/(?P<code>\w{1,60})/rows"), _figure_rows),
)


def sheet_of(person: User, table: str, query: str, form: str) -> Sheet:
    """The table as this person may see it now. Raises what asking for it at once raises."""
    for pattern, made in OFFERED:
        if found := pattern.fullmatch(table):
            return made(request_as(person, query), MOST[form], **found.groupdict())
    raise Invalid(_("This table is not made in the background."), pointer="/table")


def request_as(person: User | AnonymousUser, query: str) -> Request:
    """A question as an address asks it, without a browser: what reads a request reads this one alike."""
    asked = HttpRequest()
    asked.method, asked.GET = "GET", QueryDict(query)
    request: Any = Request(asked)
    request.user = person
    return request
