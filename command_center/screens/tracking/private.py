"""What every answer at a customer's address has in common."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from command_center.ground.core.errors import DomainError
from command_center.screens.written import written


def ended(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """One plain page, whatever is wrong with the address."""
    return render(request, "track/ended.html", {"written": written(request)}, status=refusal.status)


def private(response: HttpResponse) -> HttpResponse:
    """The address is the key: keep it out of search engines and out of other sites' logs."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
