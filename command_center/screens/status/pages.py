"""``/status/`` and its feeds. No sign-in, no script needed; the page never asks a table while a snapshot is fresh."""

import re
import unicodedata
from datetime import datetime
from typing import Any

import structlog
from django import forms
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from command_center.ground.core.api.moments import SPACE_FOR_PLUS, in_utc
from command_center.screens.status import feeds
from command_center.screens.status.calendars import calendar
from command_center.screens.status.keeping import NothingKept, present
from command_center.screens.status.places import find_areas
from command_center.screens.status.shown import shown
from command_center.screens.status.supply import account_number, supplies_of
from command_center.screens.status.throttles import may_ask, may_guess

log = structlog.get_logger(__name__)


class SupplyForm(forms.Form):
    """As people type them: spaces, dashes and full-width digits do not matter."""

    number = forms.CharField(max_length=40)
    phone_end = forms.CharField(max_length=8)

    def clean_number(self) -> str:
        return account_number(self.cleaned_data["number"])

    def clean_phone_end(self) -> str:
        digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", self.cleaned_data["phone_end"]))
        if len(digits) != 4:
            raise forms.ValidationError("four digits")
        return digits


@require_http_methods(["GET", "HEAD", "POST"])
def status_page(request: HttpRequest) -> HttpResponse:
    """What is dark and what is planned; `?q=` a place, `?area=` its code; a POST asks about one's own supply."""
    at = now()
    if not may_ask(request):
        return _public(render(request, "status/page.html", {"too_many": True}, status=429))
    answer, status = _answer(request) if request.method == "POST" else ({}, 200)
    answer |= {"typed": request.POST} if "supply_problem" in answer else {}
    try:
        snapshot = present(at=at)
    except NothingKept:
        return _public(render(request, "status/page.html", {"away": True, "now": at} | answer, status=503))
    query, area = request.GET.get("q", "")[:40], request.GET.get("area", "")
    found = [area] if area in snapshot["areas"] else find_areas(snapshot, query) if query else []
    context = shown(snapshot, found, at=at) | {"now": at, "query": query, "asked": bool(query or area)} | answer
    return _public(render(request, "status/page.html", context, status=status))


def _answer(request: HttpRequest) -> tuple[dict[str, Any], int]:
    form = SupplyForm(request.POST)
    if not form.is_valid():
        return {"supply_problem": "form"}, 422
    if not may_guess(request):
        return {"supply_problem": "often"}, 429
    try:
        supplies = supplies_of(form.cleaned_data["number"], form.cleaned_data["phone_end"], at=now())
    except (DatabaseError, InterfaceError) as problem:
        log.warning("public_status_cannot_ask", error=repr(problem))
        return {"supply_problem": "away"}, 503
    return ({"supplies": supplies} if supplies else {"supply_problem": "unknown"}), 200


@require_safe
def outages_geojson(request: HttpRequest) -> HttpResponse:
    return _feed(request, lambda snapshot: feeds.geojson(snapshot), "application/geo+json")


@require_safe
def outages_json(request: HttpRequest) -> HttpResponse:
    try:
        since = _moment(request.GET.get("updatedSince", ""))
    except ValueError:
        return JsonResponse({"title": "updatedSince: RFC 3339 with an offset, e.g. 2026-11-28T00:00:00Z"}, status=400)
    return _feed(request, lambda snapshot: feeds.odin(snapshot, since=since), "application/json")


@require_safe
def planned_calendar(request: HttpRequest) -> HttpResponse:
    """To subscribe to: planned work of ``?area=`` a code of the page, without one of the province."""
    if not may_ask(request):
        return HttpResponse(status=429)
    try:
        snapshot = present(at=now())
    except NothingKept:
        return HttpResponse(status=503)
    area = request.GET.get("area", "")
    if area and area not in snapshot["areas"]:
        return HttpResponse(status=404)
    response = HttpResponse(calendar(snapshot, area), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "public, max-age=600"
    response["X-Robots-Tag"] = "noindex"
    return response


def _moment(text: str) -> datetime | None:
    """None for nothing asked. Raises ValueError for what is no moment: everything would be the wrong answer."""
    if not text:
        return None
    moment = parse_datetime(SPACE_FOR_PLUS.sub("+", text))
    if moment is None or moment.tzinfo is None:
        raise ValueError(text)
    return in_utc(moment)


def _feed(request: HttpRequest, shape: Any, content_type: str) -> HttpResponse:
    if not may_ask(request):
        return JsonResponse({"title": "Too many requests"}, status=429)
    try:
        body = shape(present(at=now()))
    except NothingKept:
        return JsonResponse({"title": "Try again later"}, status=503)
    response = JsonResponse(body, content_type=content_type, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=30"
    response["Access-Control-Allow-Origin"] = "*"  # public, masked, and without cookies
    response["X-Robots-Tag"] = "noindex"
    return response


def _public(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response
