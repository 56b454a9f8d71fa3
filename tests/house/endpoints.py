"""What the API offers: (method, path below /api/v1/) of its own description, and of the routes themselves."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator

ROOT = "/api/v1/"


def described() -> set[tuple[str, str]]:
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    return {(method.upper(), path.removeprefix(ROOT)) for path, methods in paths.items() for method in methods}


def routed() -> set[str]:
    """Every path the resolver knows below /api/v1/, parameters as ``{name}``."""
    return {path.removeprefix(ROOT[1:]) for path in _walk(get_resolver(), "") if path.startswith(ROOT[1:])}


def _walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        path = prefix + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            if not path.endswith("$"):  # the catch-all that answers unknown addresses
                yield path
        else:
            yield from _walk(pattern, path)
