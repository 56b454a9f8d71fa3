"""Fault reports in, one by one: kept once each however often they arrive, and together when many arrive at the same moment."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from django.db import IntegrityError
from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response
from structlog.contextvars import bound_contextvars, get_contextvars

from command_center.ground.core.api.bodies import body_of, described
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.moments import Moment
from command_center.ground.core.errors import KeyReused
from command_center.ground.core.group_commit import GroupCommit
from command_center.ground.core.values import iso
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import require
from workorders.api.report_in import ReportIn, report_from
from workorders.crew_news import crew_news
from workorders.kinds.fault.states import Status
from workorders.known_outages import known_outages
from workorders.report import Report, same_story
from workorders.services.intake import Opened, open_fault_orders
from workorders.services.report_location import BY_WORDS, ELSEWHERE, PIN_FAR, SWAPPED
from workorders.services.told_on_phone import ReadOut, note_read_out

PLACE_WORDS: dict[str, Callable[[], str]] = {
    PIN_FAR: lambda: _("The pin lies far from this customer's supply, which counts; a person asks."),
    SWAPPED: lambda: _("Latitude and longitude look swapped."),
    ELSEWHERE: lambda: _("The caller's own supply lies elsewhere; the pin counts."),
    BY_WORDS: lambda: _("Only the area is known, by the address; a person sets the place on the map."),
}


class KnownOutageOut(serializers.Serializer[Any]):
    """What the caller is told about the outage he is in; ``etr_at`` holds in four of five cases."""

    number = serializers.CharField()
    kind = serializers.CharField()
    status = serializers.CharField()
    cause_class = serializers.CharField()
    cause = serializers.CharField(allow_blank=True)
    started_at = Moment()
    etr_at = Moment(allow_null=True)
    customers_out = serializers.IntegerField()


class WarningOut(serializers.Serializer[Any]):
    """One thing that was not taken as it was told; the report is in all the same."""

    pointer = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class CrewNewsOut(serializers.Serializer[Any]):
    """Where the crew is that goes for this matter already; ``words`` may be read out to the caller."""

    number = serializers.CharField()
    status = serializers.CharField()
    words = serializers.CharField()
    crew = serializers.CharField(allow_blank=True)
    unit = serializers.CharField(allow_blank=True)
    eta_at = Moment(allow_null=True)
    minutes = serializers.IntegerField(allow_null=True)


class ReportOut(serializers.Serializer[Any]):
    """``urged``: the matter has an order already; ``number`` and ``tracking_url`` are that one's, ``crew`` says where it is."""

    number = serializers.CharField()
    status = serializers.CharField()
    tracking_url = serializers.CharField()
    grade = serializers.IntegerField()
    area_kind = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    located = serializers.BooleanField()
    arrive_due_at = Moment(allow_null=True)
    known_outage = KnownOutageOut(allow_null=True)
    urged = serializers.BooleanField()
    crew = CrewNewsOut(allow_null=True)
    warnings = WarningOut(many=True)


@described(request=ReportIn, responses={201: ReportOut}, problems=(401, 403, 422))
@api_view(["POST"])
def file_report(request: Request) -> Response:
    """A report becomes an order. One that cannot be located is kept and waits for a person (``located`` false)."""
    require(request.user, Right.REPORT)
    report, warnings = report_from(body_of(ReportIn, request, only_known=False))

    def once() -> tuple[int, dict[str, Any]]:
        return 201, answer_and_note(keep([report], request.user)[0])

    def answer_and_note(opened: Opened) -> dict[str, Any]:
        answer = answer_to(report, opened, warnings)
        if answer["known_outage"]:
            note_read_out([ReadOut(opened.order, answer["known_outage"])], at=now(), teller=request.user)
        return answer

    if "Idempotency-Key" in request.headers:
        return answer_once(request, "fault-reports", once)
    return Response(answer_and_note(keep_together(report, request.user)), status=201)


def answer_to(report: Report, opened: Opened, warnings: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
    """The answer to the report. Raises ``KeyReused`` when its identity stands for another report."""
    if opened.told is not None and not same_story(opened.told, report.payload):
        raise KeyReused()
    return answer_of(opened) | {"warnings": [*warnings, *placing_warnings(opened)]}


def placing_warnings(opened: Opened) -> list[dict[str, str]]:
    """What the register and the map say about the place, in words for whoever filed the report."""
    pointers = {BY_WORDS: "/address"}
    return [
        {"pointer": pointers.get(code, "/lat"), "code": code, "detail": PLACE_WORDS[code]()} for code in opened.warnings
    ]


def answer_of(opened: Opened) -> dict[str, Any]:
    """What the reporter is told. ``status`` is the one at acceptance, so that a repeated report reads the same.

    Of an urge it is told how things stand now.
    """
    order = opened.order
    return {
        "number": order.number,
        "status": Status.RECEIVED.value,
        "tracking_url": opened.tracking_url,
        "grade": order.grade,
        "area_kind": order.area_kind,
        "unit": order.unit.name if order.unit else "",
        "located": order.located,
        "arrive_due_at": iso(opened.arrive_due_at),
        "known_outage": known_outages([order.service_point_id]).get(order.service_point_id)
        if order.service_point_id
        else None,
        "urged": opened.urged,
        "crew": crew_news([order.pk]).get(order.pk) if opened.urged else None,
    }


def keep(reports: Sequence[Report], actor: Any) -> list[Opened]:
    """Open the orders; when the same report arrives twice at once the later one finds the order of the first."""
    try:
        return open_fault_orders(reports, at=now(), actor=actor)
    except IntegrityError:
        return open_fault_orders(reports, at=now(), actor=actor)


class _Filed(NamedTuple):
    report: Report
    actor: Any
    request_id: str


def keep_together(report: Report, actor: Any) -> Opened:
    """As ``keep``; in a storm, reports that come in while others are being written share their statements and commit."""
    return _together(_Filed(report, actor, str(get_contextvars().get("request_id", ""))))


def _keep_all(filed: Sequence[_Filed]) -> list[Opened]:
    """One transaction for all reports of one person, in the order of ``filed``."""
    opened: dict[tuple[int, tuple[str, str]], Opened] = {}
    for actor in {each.actor.pk: each.actor for each in filed}.values():
        mine = [each for each in filed if each.actor.pk == actor.pk]
        opened |= {(actor.pk, key): order for key, order in _keep_of_one(mine, actor).items()}
    answers = []
    for each in filed:
        key = (each.actor.pk, each.report.key)
        answers.append(opened[key])
        # Whoever says the same again, in this very moment, hears so and is compared with what was said first.
        opened[key] = replace(opened[key], known=True, told=opened[key].told or each.report.payload)
    return answers


def _keep_of_one(filed: Sequence[_Filed], actor: Any) -> dict[tuple[str, str], Opened]:
    first: dict[tuple[str, str], Report] = {}
    for each in filed:
        first.setdefault(each.report.key, each.report)
    with bound_contextvars(request_id=_request_of(filed)):
        return dict(zip(first, keep(list(first.values()), actor), strict=True))


def _request_of(filed: Sequence[_Filed]) -> str:
    """The request that set this in motion, for the log and the facts that follow: ``id`` or ``id+others``."""
    return filed[0].request_id + (f"+{len(filed) - 1}" if len(filed) > 1 else "")


_together = GroupCommit(_keep_all)
