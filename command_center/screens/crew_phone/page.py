"""The crew's page at `/crew/`, made for a phone. It only shows; every change goes through `/api/v1/`, like any other client's."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from command_center.ground.organisation.models import User
from command_center.screens.crew_phone.flow import crew_flow
from command_center.screens.crew_phone.words import phone_words, safety
from command_center.screens.pages import page_by_role


@page_by_role
def crew_page(request: HttpRequest, user: User) -> HttpResponse:
    """The shell of the crew page; the work itself comes from `/api/v1/me/work/` and `/ws/crew/`."""
    told = {"flow": crew_flow(), "words": phone_words(), "safety": safety()}
    return render(request, "crew/page.html", {"props": {"account_id": user.pk, "name": str(user), **told}})


def crew_manifest(request: HttpRequest) -> JsonResponse:
    """Lets a crew put the page on the phone's home screen."""
    icon = {"src": static("crew/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"}
    manifest = {
        "name": _("Crew · power service"),
        "short_name": _("Crew"),
        "start_url": reverse("crew"),
        "scope": reverse("crew"),
        "display": "standalone",
        "background_color": "#0B0F14",
        "theme_color": "#11161D",
        "icons": [icon],
    }
    return JsonResponse(manifest, content_type="application/manifest+json")


def crew_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, served below `/crew/` because that is as far as it may reach."""
    response = render(request, "crew/worker.js", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response
