"""Who stands before the wall: a screen by its cookie, or a person by their session. The cookie opens the wall and nothing else."""

from typing import Any

from django.http import HttpRequest
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from command_center.ground.organisation.wall_models import WallScreen
from command_center.ground.organisation.walls import COOKIE, screen_of


def screen_before(request: HttpRequest | Request) -> WallScreen | None:
    return screen_of(request.COOKIES.get(COOKIE, ""))


class ScreenAuthentication(BaseAuthentication):
    """The secret of a paired screen. Named by the views of the wall and by no other, which read only."""

    def authenticate(self, request: Request) -> Any:
        screen = screen_before(request)
        return (screen, None) if screen else None

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class ScreenScheme(OpenApiAuthenticationExtension):
    """How the description of the API names it."""

    target_class = ScreenAuthentication
    name = "wallScreen"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": COOKIE}
