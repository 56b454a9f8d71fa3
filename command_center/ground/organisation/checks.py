"""Start-up checks of signing in."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

HERE = ("localhost", "127.0.0.1", "::1")


@register()
def provider_is_reached_safely(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whoever could speak for the provider could sign in as anybody."""
    if not settings.OIDC_ISSUER:
        return []
    address = urlsplit(settings.OIDC_ISSUER)
    if address.scheme != "https" and address.hostname not in HERE:
        hint = "The issuer as the provider writes it, e.g. https://sso.example.cn/realms/staff."
        return [Error("OIDC_ISSUER must begin with https://.", hint=hint, id="organisation.E001")]
    if not settings.OIDC_CLIENT_ID:
        return [Error("OIDC_ISSUER is set and OIDC_CLIENT_ID is not.", id="organisation.E002")]
    return []
