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
    return {path.removeprefix(ROOT[1:]) for path in all_routed() if path.startswith(ROOT[1:])}


def all_routed() -> set[str]:
    return set(_walk(get_resolver(), ""))


def named(pattern: str) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", pattern)


def _walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        path = prefix + named(str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            if not path.endswith("$"):  # the catch-all that answers unknown addresses
                yield path
        else:
            yield from _walk(pattern, path)
