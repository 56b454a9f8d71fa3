"""Start-up checks: a wrong setting is a numbered, hinted sentence at start and not a surprise at night."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register()
def secret_key_is_own(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG or not settings.SECRET_KEY.startswith("insecure"):
        return []
    hint = "./run makes one for you; in production set SECRET_KEY or SECRET_KEY_FILE."
    return [Warning("SECRET_KEY is the public default of the source.", hint=hint, id="core.W001")]


@register()
def database_is_postgresql(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return []
    return [Error("DATABASE_URL must name a PostgreSQL server.", hint="postgres://user@host/name", id="core.E001")]


@register()
def broker_outlives_a_task(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    visible_seconds = float(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]))
    if visible_seconds > 2 * settings.CELERY_TASK_TIME_LIMIT:
        return []
    hint = "Keep CELERY_TASK_TIME_LIMIT under half of visibility_timeout."
    return [Error("A running task would be delivered again.", hint=hint, id="core.E002")]
