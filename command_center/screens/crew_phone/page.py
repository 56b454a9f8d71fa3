"""The crew's page at `/crew/`, made for a phone. It only shows; every change goes through `/api/v1/`, like any other client's."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from command_center.ground.organisation.models import User
from command_center.screens.crew_phone.flow import crew_flow
from command_center.screens.crew_phone.shell import shell_in
from command_center.screens.crew_phone.words import phone_words, safety
from command_center.screens.pages import page_by_role


@page_by_role
def crew_page(request: HttpRequest, user: User) -> HttpResponse:
    """The shell of the crew page; the work itself comes from `/api/v1/me/work/` and `/ws/crew/`."""
    told = {"flow": crew_flow(), "words": phone_words(), "safety": safety()}
    response = render(request, "crew/page.html", {"props": {"account_id": user.pk, "name": str(user), **told}})
    language = get_language() or settings.LANGUAGE_CODE
    response["X-Shell"] = f"{shell_in(language).mark} {language} {user.pk}"
    return response


def crew_manifest(request: HttpRequest) -> JsonResponse:
    """Lets a crew put the page on the phone's home screen."""
    crew = reverse("crew")
    manifest = {
        "id": crew,
        "lang": get_language(),
        "name": _("Crew · power service"),
        "short_name": _("Crew"),
        "description": _("Jobs of a repair crew: from the offer to the report, also without a network."),
        "start_url": crew,
        "scope": crew,
        "display": "standalone",
        "orientation": "portrait",
        "background_color": "#0B0F14",
        "theme_color": "#11161D",
        "categories": ["business", "utilities"],
        "icons": [
            _icon("any"),
            _icon("maskable"),
            _picture(192, "any"),
            _picture(512, "any"),
            _picture(512, "maskable"),
        ],
        "shortcuts": [
            {"name": _("Current job"), "url": crew, "icons": [_picture(192, "any")]},
            {"name": _("Finished today"), "url": f"{crew}#finished", "icons": [_picture(192, "any")]},
        ],
    }
    return JsonResponse(manifest, content_type="application/manifest+json")


def _icon(purpose: str) -> dict[str, str]:
    return {"src": static("crew/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": purpose}


def _picture(size: int, purpose: str) -> dict[str, str]:
    """For launchers that read no SVG. Its mark stands within the middle four fifths, so one picture serves a mask as well."""
    src = static(f"crew/icon-{size}.png")
    return {"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def crew_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, served below `/crew/` because that is as far as it may reach."""
    shell = shell_in(get_language() or settings.LANGUAGE_CODE)
    files = mark_safe(json.dumps(shell.files))
    response = render(request, "crew/worker.js", {"shell": shell, "files": files}, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response
