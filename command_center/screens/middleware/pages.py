"""What goes around every page: the language asked for, and what the browser is told to keep shut."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import check_for_language


class LanguageFromQueryMiddleware:
    """``?lang=en|zh-hans`` switches the language for this browser, on every page and without a form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = request.GET.get("lang", "")
        if wanted not in dict(settings.LANGUAGES) or not check_for_language(wanted):
            return self.get_response(request)
        # LocaleMiddleware, which runs after this one, reads the cookie.
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = wanted
        response = self.get_response(request)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, max_age=365 * 86400, samesite="Lax")
        return response


class BrowserRules:
    """What no page of ours needs is shut: sensors but the crew's position, and foreign addresses for the back office too."""

    PERMISSIONS = "camera=(), display-capture=(), geolocation=(self), microphone=(), payment=(), usb=()"
    # django-unfold and the API browser bring inline styles and scripts; nothing of theirs may load from or send elsewhere.
    LIBRARIES = ("/admin", "/api/docs")
    THEIR_POLICY = (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", self.PERMISSIONS)
        if request.path_info.startswith(self.LIBRARIES):
            response.setdefault("Content-Security-Policy", self.THEIR_POLICY)
        return response
