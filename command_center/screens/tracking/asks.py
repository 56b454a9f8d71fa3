"""What the customer is asked on their page, what they answered, and what they read about it. Complete without a script."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from command_center.ground.core import audit
from command_center.ground.core.api.throttles import AnonThrottle
from command_center.ground.core.client_marks import device_kind, mark_of
from command_center.ground.core.errors import DomainError
from command_center.ground.core.values import iso
from command_center.screens.tracking.private import ended, private
from workorders.asking.facts import stage_of
from workorders.asking.services import Answer, take_answer
from workorders.asking.verdicts import Extent, Question, Stage, Supply
from workorders.models import CustomerAnswer, WorkOrder
from workorders.selectors.tracking import order_behind, said_where
from workorders.services.tracking_links import token_hash

# What one tap answers comes first.
_ALL = (Question.EXTENT, Question.PLACE, Question.PHOTO, Question.SUPPLY)
ASKED = {
    Stage.BEFORE: _ALL,
    Stage.AT_SITE: _ALL,
    Stage.BACK: (Question.SUPPLY,),
    Stage.OVER: (Question.SUPPLY,),
}
_KEPT = _("Thank you, we have noted it.")
# What the customer reads of each rule of ``verdicts.RULES``. Kind, and nothing of our own affairs.
SENTENCES = {
    "pin_unreadable": _("We could not read this place, so nothing has changed. Please try again, or tell us on 95598."),
    "pin_in_words": _("Thank you. Somebody reads it and sets the place for the crew."),
    "pin_too_late": _("Thank you. The repair is done, so the place stays as it was."),
    "pin_follows": _("Thank you. Your report belongs to a larger outage; the crew goes to the fault itself."),
    "pin_coarse": _("Thank you. The place is only roughly known this way; somebody will ask you."),
    "pin_coarse_kept": _("Thank you. The place is only roughly known this way, so we keep the one that we have."),
    "pin_outside": _("Thank you. This place lies outside our area; somebody will ask you."),
    "pin_far": _("Thank you. This is far from the address that we know; somebody will ask you."),
    "pin_other_county": _("Thank you. This lies in another county than the one you named; somebody will ask you."),
    "pin_same": _("Thank you. That is the place that we have."),
    "pin_crew_there": _("Thank you. A crew is at work already; somebody tells it."),
    "pin_sets": _("Thank you. The crew is sent to this place."),
    "pin_moves": _("Thank you. The place is corrected; the crew goes there."),
    "photo_unreadable": _(
        "We could not read this picture, so nothing has changed. A photo from the camera works best."
    ),
    "photo_too_late": _("Thank you. The repair is done; we have kept the photo with your report."),
    "photo_shown": _("Thank you. The crew sees your photo."),
    "extent_unreadable": _("We could not read this answer, so nothing has changed."),
    "extent_unknown": _KEPT,
    "extent_too_late": _KEPT,
    "neighbours_dark": _("Thank you. We look whether it is a larger outage."),
    "only_us": _("Thank you. Please look whether your own main switch is off; do not touch burnt parts."),
    "neighbours_lit": _("Thank you. Somebody will ask you."),
    "supply_unreadable": _("We could not read this answer, so nothing has changed."),
    "off_reported": _("Thank you. We have it and are looking at it."),
    "off_again": _("We have it: you told us a moment ago, and we are looking at it."),
    "on_confirmed": _("Thank you. We are glad that power is back."),
    "on_at_site": _("Thank you. The crew goes on until it is sure."),
    "on_before_repair": _("Thank you. Somebody will ask you before we call the crew off."),
    "on_but_dark": _("Thank you. By our records you are still out; somebody will ask you."),
    "on_later_outage": _KEPT,
}
_A_PHOTO, _A_PLACE = _("a photo"), _("a place on the map")
SAID = {
    Extent.ONLY_US: _("Only our house"),
    Extent.NEIGHBOURS: _("The neighbours too"),
    Extent.UNKNOWN: _("I do not know"),
    Supply.ON: _("Power is on"),
    Supply.OFF: _("Still without power"),
}


def asks_of(order: WorkOrder) -> dict[str, Any]:
    """``open``: the codes of the questions that still help; ``answers``: the last answer of each, oldest first. Two queries."""
    rows = CustomerAnswer.objects.filter(order=order).order_by("question", "-pk").distinct("question")
    return {
        "open": [str(question) for question in ASKED[stage_of(order)]],
        "answers": [
            {
                "question": row.question,
                "at": iso(row.at),
                "said": said_words(row),
                "verdict": row.verdict,
                "sentence": str(SENTENCES[row.rule]),
            }
            for row in sorted(rows, key=lambda row: row.pk)
        ],
    }


def said_words(row: CustomerAnswer) -> str:
    """What was said, as people say it."""
    if (choice := row.said.get("said")) in SAID:
        return str(SAID[choice])
    if words := row.said.get("words"):
        return str(words)
    return str(_A_PHOTO if row.question == Question.PHOTO else _A_PLACE if row.latitude is not None else "…")


def ask_words(order: WorkOrder, asks: dict[str, Any]) -> dict[str, Any]:
    """Everything that the sections of the page show."""
    last = {answer["question"]: answer for answer in asks["answers"]}
    centre = order.unit or order.centre
    known = order.located and said_where(order)
    return {
        "questions": [{"code": code, "last": last.get(code)} for code in asks["open"]],
        "asks_before": stage_of(order) in (Stage.BEFORE, Stage.AT_SITE),
        "extents": [(str(choice), SAID[choice]) for choice in Extent],
        # Who gave a customer number need not live there: the map begins at the unit then.
        "pin_at": (order.latitude, order.longitude) if known else (centre.latitude, centre.longitude),
    }


def keep_answer(request: Any, token: str, question: Question, given: dict[str, Any], photo: Any) -> CustomerAnswer:
    """Take the answer of whoever has this link, and note from where it came. Raises ``NotFound``, ``Conflict``."""
    at = now()
    order = order_behind(token, at=at)
    answer = Answer(question=question, link=token_hash(token), given=given, photo=photo)
    row = take_answer(order_id=order.pk, answer=answer, at=at)
    audit.record(
        actor=None, action="answered_by_link", object_kind="workorder", object_ref=order.number, question=row.question,
        verdict=row.verdict, address_mark=mark_of(AnonThrottle().get_ident(request)),
        device=device_kind(request.headers.get("User-Agent", "")),
    )  # fmt: skip
    return row


class AnswerThrottle(AnonThrottle):
    """Answers from an address; the same as for whoever applies without an account."""

    scope = "apply"

    def get_cache_key(self, request: Any, view: Any) -> str:
        return self.cache_format % {"scope": "link-answers", "ident": self.get_ident(request)}


MOST_BYTES = 12 * 1024 * 1024  # as nginx in deploy/nginx.conf


# The address is the key, and no cookie says who comes: there is nothing that another site could forge.
@csrf_exempt
@never_cache
@require_POST
def answer_page(request: HttpRequest, token: str) -> HttpResponse:
    """One answer by a plain form; back to the page, which says what became of it."""
    if not AnswerThrottle().allow_request(request, None) or _too_large(request):  # type: ignore[arg-type]
        return private(render(request, "track/not_taken.html", {"path": f"/track/{token}/"}, status=429))
    try:
        question = Question(request.POST.get("question", ""))
    except ValueError:
        return HttpResponseRedirect(f"/track/{token}/")
    try:
        keep_answer(request, token, question, request.POST.dict(), request.FILES.get("photo"))
    except DomainError as refusal:
        if refusal.status == 404:
            return private(ended(request, refusal))
        said = {"path": f"/track/{token}/", "refusal": refusal.detail}
        return private(render(request, "track/not_taken.html", said, status=refusal.status))
    return private(HttpResponseRedirect(f"/track/{token}/?heard={question}#heard"))


def _too_large(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdigit() or int(length) > MOST_BYTES


def heard(request: HttpRequest, asks: dict[str, Any]) -> dict[str, Any] | None:
    """The answer that was just given, to be said first."""
    return next((each for each in asks["answers"] if each["question"] == request.GET.get("heard")), None)
