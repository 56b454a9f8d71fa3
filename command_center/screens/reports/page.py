"""``/reports/weekly/``: the report of a unit and week as it was made; ``?format=pdf`` the same as a file."""

from datetime import timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from command_center.ground.core import audit
from command_center.ground.core.errors import NotFound
from command_center.ground.figures.models import WeeklyReport
from command_center.ground.organisation.models import OrgUnit, User
from command_center.screens.figures.dividing import name_of
from command_center.screens.pages import page_by_role
from command_center.screens.reports.finding import asked_unit, asked_week, units_of
from command_center.screens.reports.making import week_due
from command_center.screens.reports.pdf import pdf_of
from command_center.screens.reports.told import HEIGHT, WIDTH, report_told, week_name

WEEKS_OFFERED = 60


@page_by_role
def weekly_page(request: HttpRequest, user: User) -> HttpResponse:
    """Units and weeks of one's own area; without ``unit`` the nearest centre, without ``week`` its newest report."""
    units, unit = units_of(user), _asked_unit(request, user)
    reports = WeeklyReport.objects.filter(unit=unit).order_by("-first")
    weeks = list(reports.values_list("first", flat=True)[:WEEKS_OFFERED])
    first = asked_week(request.GET.get("week", "")) or (weeks[0] if weeks else week_due(now()))
    row = reports.filter(first=first).first()
    if request.GET.get("format") == "pdf":
        return _file(user, row)
    shown = {
        "units": [(each, name_of(each)) for each in units], "unit": unit, "weeks": [week_name(each) for each in weeks],
        "week": week_name(first), "row": row, "last": first + timedelta(days=6), "report": report_told(row) if row else None,
        "said": urlencode({"unit": unit.code, "week": week_name(first)}) if unit else "", "box": {"width": WIDTH, "height": HEIGHT},
    }  # fmt: skip
    return render(request, "reports/weekly.html", shown)


def _asked_unit(request: HttpRequest, user: User) -> OrgUnit | None:
    try:
        return asked_unit(request.GET.get("unit", ""), user)
    except NotFound as error:
        raise Http404 from error


def _file(user: User, row: WeeklyReport | None) -> HttpResponse:
    if row is None:
        raise Http404
    lang = "en" if (get_language() or "").startswith("en") else "zh"
    name = f"weekly-{row.body['unit']['code']}-{week_name(row.first)}-{lang}.pdf"
    audit.record(actor=user, action="report_downloaded", object_kind="weekly_report", object_ref=name)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(pdf_of(row, _("Page %(n)d")), content_type="application/pdf", headers=headers)
