"""The OpenAPI document and its browsable page."""

from drf_spectacular.authentication import SessionScheme as DrfSessionScheme
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView


class SessionScheme(DrfSessionScheme):
    """Our session sign-in is DRF's with another refusal."""

    target_class = "command_center.core.api.authentication.SessionAuthentication"
    name = "cookieAuth"


class TokenScheme(KnoxTokenScheme):
    target_class = "command_center.core.api.authentication.TokenAuthentication"


schema = SpectacularAPIView.as_view(permission_classes=[], authentication_classes=[])
docs = SpectacularSwaggerView.as_view(url_name="schema", permission_classes=[], authentication_classes=[])
