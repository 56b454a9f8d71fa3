"""The OpenAPI document and its browsable page."""

from collections.abc import Iterator
from typing import Any

from drf_spectacular.authentication import SessionScheme as DrfSessionScheme
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
# What any operation may answer besides its own; docs/api.md names the codes.
ALWAYS = {
    "400": "The request cannot be read",
    "404": "There is no such thing, or it is outside your area",
    "422": "Something is missing or does not fit; `errors` points at it",
    "429": "Too many; `Retry-After` says when",
    "500": "A mistake of ours",
    "503": "Try again after `Retry-After`",
}
SIGNED_IN = {"401": "Not signed in", "403": "Your role does not allow this"}
WITH_BODY = {
    "409": "Not in its present state",
    "412": "Changed since you read it",
    "413": "Too large",
    "415": "No such form",
}


class SessionScheme(DrfSessionScheme):
    """Our session sign-in is DRF's with another refusal."""

    target_class = "command_center.ground.core.api.authentication.SessionAuthentication"
    name = "cookieAuth"


class TokenScheme(KnoxTokenScheme):
    target_class = "command_center.ground.core.api.authentication.TokenAuthentication"


def with_problems(result: Any, generator: Any, request: Any, public: bool) -> Any:
    """Every operation names every refusal it may give. A hook of drf-spectacular."""
    for method, operation in _operations(result):
        secured = any(operation.get("security", []))
        refusals = ALWAYS | (SIGNED_IN if secured else {}) | (WITH_BODY if method == "post" else {})
        for code, words in refusals.items():
            operation["responses"][code] = {"content": PROBLEM, "description": words}
    return result


def without_idle_defaults(result: Any, generator: Any, request: Any, public: bool) -> Any:
    """An empty text as default says nothing, and is no member of the enumeration or pattern beside it."""
    for schema in _schemas(result["components"]["schemas"]):
        if schema.get("default") == "":
            del schema["default"]
    return result


def _operations(result: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in result["paths"].values():
        yield from ((method, operation) for method, operation in path.items() if method in ("get", "post"))


def _schemas(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _schemas(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _schemas(inner)


schema = SpectacularAPIView.as_view(permission_classes=[], authentication_classes=[])
docs = SpectacularSwaggerSplitView.as_view(
    url_name="schema", template_name="api/docs.html", permission_classes=[], authentication_classes=[]
)
