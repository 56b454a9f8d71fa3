"""The applicant's own doors over JSON: the application, and behind the token of their link everything that the page can do.

The token is the right to one case: there is no account, no cookie and no other case to reach; unknown, revoked and ended links
look alike. Counted by address together with the pages, bounded like them.
"""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import now
from drf_spectacular.types import OpenApiTypes
from rest_framework.decorators import api_view, authentication_classes, throttle_classes
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import Nothing, body_of, described
from command_center.ground.core.api.idempotency import answer_once
from command_center.ground.core.api.reading import TooLarge
from command_center.ground.core.errors import Invalid, NotFound
from command_center.screens.connections import acts
from command_center.screens.connections.api_shapes import (
    ApplyIn,
    CancelIn,
    ChooseIn,
    DocumentIn,
    OwnApplicationOut,
    OwnRatingIn,
    ProgressOut,
    progress_told,
)
from command_center.screens.connections.apply import matter_of
from command_center.screens.connections.public import MOST_BYTES, PageThrottle, SendingThrottle
from command_center.screens.written import length_of
from workorders.kinds.connection.api.visits import PostIn, SlotOut
from workorders.kinds.connection.forms import DesignationIn
from workorders.kinds.connection.selectors import case_behind
from workorders.kinds.connection.services import appointments, feed
from workorders.kinds.connection.services.applying import add_papers, apply
from workorders.kinds.connection.slots import free_slots
from workorders.models.orders import WorkOrder
from workorders.services.tracking_links import url_of


def applicants_door(methods: list[str]) -> Callable[[Any], Any]:
    """A door of the API without an account: counted with the pages, and measured before anything is read."""

    def decorate(view: Any) -> Any:
        bare = throttle_classes([PageThrottle, SendingThrottle])(authentication_classes([])(_measured(view)))
        return api_view(methods)(bare)

    return decorate


def _measured(view: Any) -> Any:
    def measured(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if length_of(request) > MOST_BYTES:
            raise TooLarge()
        answer: HttpResponseBase = view(request, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        answer["Referrer-Policy"] = "no-referrer"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    measured.__name__, measured.__doc__ = view.__name__, view.__doc__
    return measured


@described(
    request=ApplyIn, responses={201: OwnApplicationOut, 200: OwnApplicationOut}, problems=(404, 413, 422, 429), auth=[]
)
@applicants_door(["POST"])
def apply_by_form(request: Request) -> Response:
    """An application by anybody. The same ``form_id`` again is the same application (200), through this door or ``/apply/``."""
    said = body_of(ApplyIn, request)
    applied = apply(matter_of(said), asked_kw=said["asked_kw"] or None, papers={}, at=now())
    told = {"number": applied.order.number, "progress_url": url_of(applied.order)}
    return Response(OwnApplicationOut(told).data, status=200 if applied.known else 201)


@described(responses=ProgressOut, problems=(404, 429), auth=[])
@applicants_door(["GET"])
def progress(request: Request, token: str) -> Response:
    """Where the case stands, what it waits for and from whom, who is responsible, and what the applicant can do now."""
    return Response(progress_told(case_behind(token, at=now()), at=now()))


@described(responses=SlotOut(many=True), problems=(404, 429), auth=[])
@applicants_door(["GET"])
def slots(request: Request, token: str) -> Response:
    """The half days in which somebody can come, soonest first."""
    at = now()
    return Response(SlotOut(free_slots(case_behind(token, at=at), at=at), many=True).data)


@described(request=ChooseIn, responses=ProgressOut, problems=(404, 409, 422, 429), auth=[])
@applicants_door(["POST"])
def choose_time(request: Request, token: str) -> Response:
    """Take a half day, or another one instead of what is agreed; ``slot`` is the start of one of ``slots/``."""
    said = body_of(ChooseIn, request)
    return _once(request, token, lambda order: acts.choose(order, **said, at=now()))


@described(request=Nothing, responses=ProgressOut, problems=(404, 409, 422, 429), auth=[])
@applicants_door(["POST"])
def agree(request: Request, token: str) -> Response:
    """Yes to the time that we proposed; said twice, the first counts."""
    body_of(Nothing, request)
    return _once(request, token, lambda order: appointments.agree(order_id=order.pk, at=now()))


@described(request=CancelIn, responses=ProgressOut, problems=(404, 409, 422, 429), auth=[])
@applicants_door(["POST"])
def cancel(request: Request, token: str) -> Response:
    """Nobody comes; another time is chosen whenever it suits."""
    said = body_of(CancelIn, request)

    def call_off(order: WorkOrder) -> None:
        appointments.cancel(order_id=order.pk, **said, by=acts.CUSTOMER, at=now(), actor=None)

    return _once(request, token, call_off)


@described(request=PostIn, responses=ProgressOut, problems=(404, 409, 413, 422, 429), auth=[])
@applicants_door(["POST"])
def post_to_feed(request: Request, token: str) -> Response:
    """A word or a photo for everybody who works on the case."""
    said = body_of(PostIn, request)
    return _once(request, token, lambda order: feed.post(order_id=order.pk, at=now(), **said))


@described(request=OwnRatingIn, responses=ProgressOut, problems=(404, 409, 422, 429), auth=[])
@applicants_door(["POST"])
def rate_it(request: Request, token: str) -> Response:
    """The follow-up, answered by the applicant once power is on."""
    said = body_of(OwnRatingIn, request)
    return _once(request, token, lambda order: acts.rate(order, **said, at=now()))


@described(request=DocumentIn, responses=ProgressOut, problems=(404, 409, 413, 422, 429), auth=[])
@applicants_door(["POST"])
def add_document(request: Request, token: str) -> Response:
    """A paper that was missing; the photo is re-encoded, and why one is not kept is said."""
    said = body_of(DocumentIn, request)

    def add(order: WorkOrder) -> None:
        refused = add_papers(order_id=order.pk, papers={said["what"]: [said["photo"]]}, at=now())
        if refused:
            raise Invalid(refused[0], pointer="/photo")

    return _once(request, token, add)


@described(request=DesignationIn, responses=ProgressOut, problems=(404, 409, 422, 429), auth=[])
@applicants_door(["POST"])
def designation(request: Request, token: str) -> Response:
    """三指定: somebody named the designer, builder or supplier. Another unit follows it up, and the feed does not show it."""
    said = body_of(DesignationIn, request)
    return _once(request, token, lambda order: feed.report_designation(order_id=order.pk, **said, at=now()))


@described(responses={(200, "image/jpeg"): OpenApiTypes.BINARY}, problems=(404, 429), auth=[])
@applicants_door(["GET"])
def photo(request: Request, token: str, post_id: int) -> HttpResponseBase:
    """A photo of the feed, for whoever has the link."""
    row = case_behind(token, at=now()).feed_posts.filter(pk=post_id).exclude(photo="").first()
    if row is None:
        raise NotFound()
    return FileResponse(row.photo.open(), content_type="image/jpeg")


def _once(request: Request, token: str, act: Callable[[WorkOrder], object]) -> Response:
    """Do it once per idempotency key, and tell the case as it stands then."""
    order = case_behind(token, at=now())

    def perform() -> tuple[int, Any]:
        act(order)
        return 200, progress_told(case_behind(token, at=now()), at=now())

    return answer_once(request, f"connection-{order.pk}", perform)
