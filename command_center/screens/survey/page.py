"""``/survey/<token>/``: one question, three buttons, no script. The token is the right to one answer, and to be asked no more."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from command_center.ground.core.errors import DomainError
from command_center.screens.tracking.asks import AnswerThrottle
from command_center.screens.tracking.private import ended, private
from workorders.kinds import PROCESSES
from workorders.models import Satisfaction
from workorders.surveys import services
from workorders.surveys.models import SAID, AnsweredBy


# The address is the key, and no cookie says who comes: there is nothing that another site could forge.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey_page(request: HttpRequest, token: str) -> HttpResponse:
    """The question, or what was answered. A link that is unknown or over gets one plain page."""
    if request.method == "POST" and not AnswerThrottle().allow_request(request, None):  # type: ignore[arg-type]
        return private(render(request, "track/not_taken.html", {"path": request.path}, status=429))
    at = now()
    try:
        row = services.behind(token, at=at)
    except DomainError as refusal:
        return private(ended(request, refusal))
    if request.POST.get("never"):
        services.refuse(survey_id=row.pk, at=at)
        return private(HttpResponseRedirect(request.path))
    said = request.POST.get("said", "")
    if said in {choice.value for choice in SAID}:
        comment = request.POST.get("comment", "")
        services.answer(survey_id=row.pk, satisfaction=said, comment=comment, by=AnsweredBy.LINK.value, at=at)
        return private(HttpResponseRedirect(request.path))
    choices = [(choice.value, choice.label) for choice in SAID]
    kind = PROCESSES[row.order.kind].label
    shown = {"survey": row, "kind": kind, "choices": choices, "unhappy": row.satisfaction == Satisfaction.UNSATISFIED}
    return private(render(request, "survey/page.html", shown))
